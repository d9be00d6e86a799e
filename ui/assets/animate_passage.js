// A passage looked at before it is made: its moments come from the studio one at a time, the newest that the hand asks for, and lie over
// the picture until anything about it changes.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.passage) return;
  let [row, image, wishNow, lengthNow] = [null, null, null, null];
  let [wanted, isAsking] = [0, false];

  const range = () => row.querySelector("input");

  function show() {
    range().style.setProperty("--at", wanted);
    row.querySelector("output").textContent = `${(wanted * lengthNow()).toFixed(1)} s`;
    if (!wanted) image.hidden = true;
  }

  function lay(blob) {
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(blob);
    image.hidden = false;
  }

  async function ask() {
    if (isAsking || !wanted) return;
    isAsking = true;
    const at = wanted;
    row.setAttribute("aria-busy", "true");
    try {
      const blob = await hueprint.clips.moment(wishNow(), at);
      if (wanted) lay(blob);
    } catch (error) {
      wanted = at;
      hueprint.say(error.message, { error: true });
    } finally {
      isAsking = false;
      row.removeAttribute("aria-busy");
    }
    if (wanted !== at) ask();
  }

  hueprint.passage = {
    // wish: says what would be made; length: how many seconds it has.
    mount(itsRow, wish, length) {
      [row, wishNow, lengthNow] = [itsRow, wish, length];
      image = Object.assign(document.createElement("img"), { className: "hp-passage", alt: "A moment of the passage", hidden: true });
      document.querySelector("#preview .hp-detail").after(image); // under picture A and the guides
      range().addEventListener("input", ({ target }) => {
        hueprint.phase.play(false);
        wanted = target.valueAsNumber;
        show();
        ask();
      });
      show();
    },
    // The picture itself again.
    end() {
      if (!wanted) return;
      wanted = range().valueAsNumber = 0;
      show();
    },
    set offered(on) {
      row.hidden = !on;
    },
  };
})();
