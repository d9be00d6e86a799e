// What every slider of the page does, whatever it moves. A finger on its track may be about to scroll: what it set at its first touch waits
// until it moves along the track or is lifted, and is put back when the gesture becomes a scroll. Delete resets it, as a double click does.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.ranges) return;
  hueprint.ranges = true;
  let finger = null; // {id, range, value, x, y}: while it may yet scroll

  const hear = (kind, act) => document.addEventListener(kind, act, { capture: true });
  const isRange = (target) => target.matches?.("input[type=range]");

  function decide() {
    const { range, value } = finger;
    finger = null;
    if (range.value !== value) range.dispatchEvent(new Event("input", { bubbles: true }));
  }

  hear("pointerdown", ({ target, pointerType, pointerId: id, clientX: x, clientY: y }) => {
    if (pointerType === "touch" && isRange(target) && !finger) finger = { id, range: target, value: target.value, x, y };
  });
  hear("input", (event) => event.target === finger?.range && event.stopImmediatePropagation());
  hear("pointermove", ({ pointerId, clientX, clientY }) => {
    if (pointerId === finger?.id && Math.abs(clientX - finger.x) > Math.abs(clientY - finger.y)) decide();
  });
  hear("pointerup", ({ pointerId }) => pointerId === finger?.id && decide());
  hear("pointercancel", ({ pointerId }) => {
    if (pointerId !== finger?.id) return;
    finger.range.value = finger.value;
    finger = null;
  });

  hear("keydown", (event) => {
    if (!["Delete", "Backspace"].includes(event.key) || !isRange(event.target)) return;
    event.preventDefault();
    event.target.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  });
})();
