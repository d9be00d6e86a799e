// Explore: the room, its modes and their tools. A mode is {hint, enter(base), leave(), show(now)}; it registers itself below.
//
//   hueprint.explore.mode(name, mode)    hueprint.explore.isOn(name)    hueprint.explore.aspect()
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.explore) return;
  const { state, rooms, radioKeys, radioShow } = hueprint;
  const FIRST = "around";
  const modes = new Map();
  let root = null;
  let now = FIRST;
  let here = false;

  function tools() {
    radioShow(root.querySelector("#explore-mode"), ({ dataset }) => dataset.mode === now);
    root.querySelector("#explore-hint").textContent = root.querySelector(`[data-mode="${now}"]`).title;
    for (const row of root.querySelectorAll("[data-for]")) row.hidden = !row.dataset.for.split(" ").includes(now);
  }

  function go(name) {
    if (name === now) return;
    if (here) modes.get(now).leave?.();
    now = name;
    tools();
    if (here) modes.get(now).enter();
  }

  hueprint.explore = {
    mode: (name, mode) => modes.set(name, mode),
    isOn: (name) => here && now === name,
    aspect: () => state.now.size[0] / state.now.size[1],
    // A state with a patch in it, as state.change would make it.
    with: (base, patch) => ({ ...base, ...patch, knobs: { ...base.knobs, ...patch.knobs } }),
    go,
  };

  rooms.add({
    id: "explore",
    mount(stage) {
      root = stage.querySelector(".hp-explore");
      const bar = root.querySelector("#explore-mode");
      const choose = (button) => go(button.dataset.mode);
      bar.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
      radioKeys(bar, choose);
      for (const mode of new Set(modes.values())) mode.mount?.(root);
      tools();
      state.watch("explore", (next, before) => here && modes.get(now).show?.(next, before));
      if (here) modes.get(now).enter();
    },
    enter() {
      here = true;
      modes.get(now).enter();
    },
    leave() {
      modes.get(now).leave?.();
      here = false;
    },
  });
})();
