// The hand on an edit that stands: within its bounds a drag moves it, on a border it draws it to another size (Shift keeps the shape). Arrows
// nudge it, with Shift ten times as far; with Alt they size it. A drag is one step of the history, however long the hand rests on the way.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editMove) return;
  const { edits, editShapes, state } = hueprint;
  const TAG = "edit-move";
  const NUDGE = 0.005; // of what is seen
  const FAST = 10;
  const LEAST = 0.02;
  let held = null; // {index, mask, from, start, grip, went}

  const chosen = () => state.now.edits[edits.chosen];
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const sizes = (mask) => mask.some(({ kind }) => kind !== "region");

  // -1 and 1: on the low and the high border; 0: between them; null: outside. A small one can still be held in the middle.
  function zone(value, low, high, reach) {
    if (value < low - reach || value > high + reach) return null;
    const inner = Math.min(reach, (high - low) / 4);
    return value < low + inner ? -1 : value > high - inner ? 1 : 0;
  }

  // Where the chosen edit would be held: [across, down], or null.
  function gripAt([x, y], reach) {
    const mask = chosen()?.mask;
    if (!mask) return null;
    const { left, top, right, bottom } = editShapes.bounds(mask);
    const grip = [zone(x, left, right, reach), zone(y, top, bottom, reach)];
    if (grip.includes(null)) return null;
    return sizes(mask) ? grip : [0, 0];
  }

  const topAt = (place) => state.now.edits.findLastIndex(({ mask }) => mask.some((shape) => editShapes.holds(shape, place)));

  // picks: whether the hand takes up others than the chosen one.
  function begin(place, reach, picks) {
    let grip = gripAt(place, reach);
    if (!grip && picks) {
      edits.choose(topAt(place));
      grip = chosen() ? [0, 0] : null;
    }
    if (!grip) return false;
    const { mask } = chosen();
    state.close();
    held = { index: edits.chosen, mask, from: editShapes.bounds(mask), start: place, grip, went: false };
    return true;
  }

  // Its middle stays in sight.
  function step(from, [dx, dy]) {
    const { x, y, width, height } = edits.view();
    const [across, down] = [(from.left + from.right) / 2, (from.top + from.bottom) / 2];
    return [
      within(dx, Math.min(0, x - width / 2 - across), Math.max(0, x + width / 2 - across)),
      within(dy, Math.min(0, y - height / 2 - down), Math.max(0, y + height / 2 - down)),
    ];
  }

  function side([low, high], grip, by) {
    if (grip < 0) return [Math.min(low + by, high - LEAST), high];
    return [low, grip > 0 ? Math.max(high + by, low + LEAST) : high];
  }

  function drawn(from, [across, down], [dx, dy], keeps) {
    let [left, right] = side([from.left, from.right], across, dx);
    let [top, bottom] = side([from.top, from.bottom], down, dy);
    if (keeps && across && down) {
      const times = Math.max((right - left) / (from.right - from.left), (bottom - top) / (from.bottom - from.top));
      [left, right] = side([from.left, from.right], across, across * (times - 1) * (from.right - from.left));
      [top, bottom] = side([from.top, from.bottom], down, down * (times - 1) * (from.bottom - from.top));
    }
    return { left, top, right, bottom };
  }

  const put = (index, mask) => edits.change(index, { mask }, TAG, { held: true });

  function move([x, y], keeps) {
    const { index, mask, from, start, grip } = held;
    const by = [x - start[0], y - start[1]];
    held.went = true;
    put(index, grip.some(Boolean) ? editShapes.fitted(mask, from, drawn(from, grip, by, keeps)) : editShapes.moved(mask, step(from, by)));
  }

  // A click that moved nothing takes up what lies on top there.
  function end(picks) {
    const { went, start } = held;
    held = null;
    state.close();
    const top = topAt(start);
    if (!went && picks && top >= 0) edits.choose(top);
  }

  function cancel() {
    if (held?.went) put(held.index, held.mask);
    state.close();
    held = null;
  }

  const percent = (value) => `${Math.round(100 * value)}%`;

  function tell() {
    const { left, top, right, bottom } = editShapes.bounds(chosen().mask);
    const { x, y, width, height } = edits.view();
    const placed = `${percent((left - x) / width + 0.5)} from the left, ${percent((top - y) / height + 0.5)} from the top`;
    document.getElementById("edit-told").textContent = `${placed}, ${percent((right - left) / width)} wide, ${percent((bottom - top) / height)} high`;
  }

  // True where the key was meant for the chosen edit.
  function press({ key, shiftKey, altKey, ctrlKey, metaKey }) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const mask = chosen()?.mask;
    if (!arrow || !mask || ctrlKey || metaKey || (altKey && !sizes(mask))) return false;
    const by = arrow.map((way) => way * NUDGE * edits.view().height * (shiftKey ? FAST : 1));
    const from = editShapes.bounds(mask);
    const next = altKey ? editShapes.fitted(mask, from, drawn(from, [1, 1], by)) : editShapes.moved(mask, step(from, by));
    edits.change(edits.chosen, { mask: next }, TAG);
    tell();
    return true;
  }

  hueprint.editMove = {
    begin,
    move,
    end,
    cancel,
    press,
    gripAt,
    sizes,
    get holds() {
      return held !== null;
    },
  };
})();
