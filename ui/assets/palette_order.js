// The order of the palette's colours: a chip is dragged among the others, or goes with Alt and an arrow. While the hand holds one, the others
// make room; the palette changes when it is let go.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteOrder) return;
  const { palette } = hueprint;
  const SLACK = 6; // pixels that a click may slip

  let root = null;
  let took = () => {};
  let carried = false;
  let held = null; // {chip, from, to, start, slots, moves}

  const tiles = () => [...root.children];
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];

  // Where tile `at` stands while `from` is carried to `to`.
  const placeOf = (at, { from, to }) => (at === from ? to : at > from && at <= to ? at - 1 : at < from && at >= to ? at + 1 : at);

  function show({ clientX, clientY }) {
    tiles().forEach((tile, at) => {
      const [slot, own] = [held.slots[placeOf(at, held)], held.slots[at]];
      const by = at === held.from ? [clientX - held.start[0], clientY - held.start[1]] : [slot.left - own.left, slot.top - own.top];
      tile.style.transform = `translate(${by[0]}px, ${by[1]}px)`;
    });
  }

  function begin(event) {
    const chip = event.target.closest(".hp-pal-chip");
    if (!chip || event.button !== 0 || !event.isPrimary) return;
    carried = false;
    const from = tiles().indexOf(chip.parentElement);
    held = { chip, from, to: from, start: [event.clientX, event.clientY], slots: tiles().map((tile) => tile.getBoundingClientRect()), moves: false };
    chip.setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (!held) return;
    const [dx, dy] = [event.clientX - held.start[0], event.clientY - held.start[1]];
    held.moves ||= Math.hypot(dx, dy) > SLACK;
    if (!held.moves) return;
    root.classList.add("hp-pal-sorting");
    held.chip.parentElement.classList.add("hp-pal-carried");
    const [x, y] = middle(held.slots[held.from]);
    const far = held.slots.map((slot) => Math.hypot(middle(slot)[0] - x - dx, middle(slot)[1] - y - dy));
    held.to = far.indexOf(Math.min(...far));
    show(event);
  }

  function end(event) {
    if (!held) return;
    const { chip, from, to, moves } = held;
    held = null;
    root.classList.remove("hp-pal-sorting");
    chip.parentElement.classList.remove("hp-pal-carried");
    for (const tile of tiles()) tile.style.transform = "";
    carried = moves;
    if (moves && event.type === "pointerup" && to !== from) take(from, to);
  }

  // What was carried was not clicked.
  function click(event) {
    if (carried && event.detail > 0) event.stopPropagation();
  }

  function take(from, to) {
    palette.settle();
    palette.move(from, to);
    palette.settle();
    took(to);
  }

  hueprint.paletteOrder = {
    // By keys; the place it came to, or null where there is none.
    step(from, by) {
      const to = from + by;
      if (to < 0 || to >= palette.swatches.length) return null;
      take(from, to);
      return to;
    },
    // select: what is called with the place a colour came to.
    bind(element, select) {
      root = element;
      took = select;
      root.addEventListener("pointerdown", begin);
      root.addEventListener("pointermove", move);
      root.addEventListener("pointerup", end);
      root.addEventListener("pointercancel", end);
      root.addEventListener("click", click, { capture: true });
    },
  };
})();
