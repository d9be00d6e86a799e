// Sections of the panel that fold away: where one edits or animates, the pickers are one line each, with the name of what is chosen, until they
// are opened. Each room remembers its own.
//
//   hueprint.folds.open(kind)   theme or style: opened in the room one is in
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.folds) return;
  const { memory, state, titleOf, onMount } = hueprint;
  const KINDS = ["theme", "style"];
  const AT_FIRST = { edit: KINDS, animate: KINDS };

  const stored = memory.get("folds"); // anybody may have written into storage
  const folded = Object.fromEntries(Object.entries({ ...AT_FIRST, ...stored }).map(([room, kinds]) => [room, new Set(Array.isArray(kinds) ? kinds : [])]));

  const buttonOf = (kind) => document.querySelector(`#${kind}-title button`);
  const here = () => (folded[hueprint.rooms.now] ??= new Set());

  function show() {
    for (const kind of KINDS) {
      const isFolded = here().has(kind);
      document.getElementById(kind).classList.toggle("hp-folded", isFolded);
      buttonOf(kind).setAttribute("aria-expanded", String(!isFolded));
    }
  }

  function fold(kind, on) {
    if (on) here().add(kind);
    else here().delete(kind);
    memory.set("folds", Object.fromEntries(Object.entries(folded).map(([room, kinds]) => [room, [...kinds]])));
    show();
  }

  hueprint.folds = { open: (kind) => fold(kind, false) };

  document.addEventListener("hueprint:room", show);
  onMount(() => {
    for (const kind of KINDS) buttonOf(kind).addEventListener("click", () => fold(kind, !here().has(kind)));
    state.watch("folds", (now) => KINDS.forEach((kind) => (buttonOf(kind).querySelector("span").textContent = titleOf(kind, now[kind]))), KINDS);
    show();
  });
})();
