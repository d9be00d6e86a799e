// The size: presets, two numbers, and a lock that holds the one to the other in the shape they have.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.size) return;
  const { state, memory, onMount, radioKeys, radioShow, typedNumber } = hueprint;
  hueprint.size = true;
  let shape = null; // width over height while it is locked: exact, so that rounding does not wear it down

  // A size that came from elsewhere, a preset or a link, brings its own shape along.
  function follow([width, height]) {
    const isOurs = Math.abs(width / shape - height) < 1 || Math.abs(height * shape - width) < 1;
    if (shape && !isOurs) hold(width / height);
  }

  function hold(next) {
    shape = next;
    memory.set("shape", shape);
  }

  function bindLock() {
    const lock = document.getElementById("size-lock");
    const show = () => lock.setAttribute("aria-pressed", String(shape !== null));
    const stored = memory.get("shape");
    if (Number.isFinite(stored) && stored > 0) shape = stored;
    lock.addEventListener("click", () => {
      hold(shape ? null : state.now.size[0] / state.now.size[1]);
      show();
    });
    show();
  }

  // A size is taken when the hand leaves the field: half-typed numbers are sizes too, and nobody asked for those.
  function bindSide(field, at) {
    const { limits } = state.offer;
    const putBack = () => (field.value = state.now.size[at]);
    field.addEventListener("change", () => {
      const typed = Math.round(field.valueAsNumber);
      if (Number.isNaN(typed)) hueprint.say(`A side is a whole number from ${limits.minSide} to ${limits.maxSide} pixels.`, { error: true, about: field });
      else {
        const { size, told } = hueprint.sizeNear(typed, at, state.now.size, shape, limits);
        hueprint.say(told, { about: field });
        state.change({ size });
      }
      putBack();
    });
    typedNumber(field, putBack);
  }

  function bindChips(chips) {
    const all = [...chips.children];
    const sized = ({ dataset }) => [Number(dataset.width), Number(dataset.height)];
    const turned = ([width, height]) => [height, width];
    const isUpright = ([width, height]) => height > width;
    // A shape that is turned has its own chip where there is one (9:16); what is no shape (4K) comes as the picture stands.
    const chipOf = (size) => all.find((chip) => String(sized(chip)) === String(size));
    const markedFor = (size) => chipOf(size) ?? chipOf(turned(size));
    function choose(chip) {
      const { size } = state.now;
      const own = "stands" in chip.dataset && isUpright(size) ? turned(sized(chip)) : sized(chip);
      state.change({ size: chip === markedFor(size) ? turned(size) : own });
    }
    chips.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(chips, choose);
    return (size) => radioShow(chips, (chip) => chip === markedFor(size));
  }

  onMount(() => {
    const root = document.getElementById("size");
    const fields = ["width", "height"].map((side) => root.querySelector(`[data-side=${side}]`));
    bindLock();
    fields.forEach(bindSide);
    const mark = bindChips(root.querySelector(".hp-chips"));
    state.watch("size", ({ size }) => {
      fields.forEach((field, at) => (field.value = size[at]));
      mark(size);
      follow(size);
    }, ["size"]);
  });
})();
