// The pictures this browser was shown, each once it has rested for a moment, newest first: a click goes back to one. Steps of undo and redo
// are kept for the tab, so that a reload loses none of them.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.history) return;
  const { state, recipe, strip, live, onMount } = hueprint;
  const MOST = 80;
  const SIDE = 112;
  const REST = 600;
  const TRAIL = "hueprint.trail";
  const SAVE = 400;

  const shelf = hueprint.shelf("history", { most: MOST, isSpare: true });
  let timer = 0;
  let saveTimer = 0;

  function record() {
    clearTimeout(timer);
    if (!live.frame?.final || hueprint.shutter.isOpen || !live.holds(state.preferences(), { aspect: state.now.size[0] / state.now.size[1] })) return;
    const made = recipe.of(state.now);
    const key = strip.keyOf({ recipe: made });
    if (!shelf.items.some((entry) => strip.keyOf(entry) === key)) shelf.put({ recipe: made, thumbnail: strip.thumbnail(SIDE) });
  }

  function drop(entry) {
    shelf.remove(entry.id);
    hueprint.say("Taken off the history.", { undo: () => shelf.put(entry) });
  }

  function make(entry) {
    const item = document.querySelector("#strip-history template").content.firstElementChild.cloneNode(true);
    const [back, forget] = item.querySelectorAll("button");
    item.dataset.id = entry.id;
    back.title = `Back to ${strip.called(entry)}`;
    back.setAttribute("aria-label", back.title);
    if (entry.thumbnail.startsWith("data:image/")) back.firstElementChild.src = entry.thumbnail;
    back.addEventListener("click", () => hueprint.kept.recall(entry));
    forget.addEventListener("click", () => drop(entry));
    return item;
  }

  function clear() {
    const all = shelf.items;
    if (!all.length) return;
    shelf.remove(...all.map(({ id }) => id));
    hueprint.say("The history is cleared; kept pictures stay.", { undo: () => all.forEach((entry) => shelf.put(entry)) });
  }

  function saveTrail() {
    clearTimeout(saveTimer);
    if (!state.now) return;
    const { past, future } = state.trail;
    try {
      sessionStorage.setItem(TRAIL, JSON.stringify({ now: recipe.everything(state.now), past: past.map(recipe.everything), future: future.map(recipe.everything) }));
    } catch {
      // Full, or switched off: undo then begins anew after a reload.
    }
  }

  // The trail of this tab, when it leads to the address's state, or when the page was loaded again. Anybody may have written into storage.
  function trail(hash) {
    try {
      const found = JSON.parse(sessionStorage.getItem(TRAIL));
      const [now, past, future] = [[found.now], found.past, found.future].map((list) => list.map(recipe.stateOf));
      const whole = (one) => one && ["theme", "style", "palette", "size", "seed"].every((name) => name in one);
      if (![...now, ...past, ...future].every(whole)) return null;
      const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
      return again || hueprint.link.hash({ ...state.initial(state.offer), ...now[0] }) === hash ? { now: now[0], past, future } : null;
    } catch {
      return null;
    }
  }

  document.addEventListener("hueprint:frame", ({ detail }) => {
    clearTimeout(timer);
    if (detail.final) timer = setTimeout(record, REST);
  });
  window.addEventListener("pagehide", () => {
    record();
    saveTrail();
  });

  hueprint.history = { shelf, clear, trail };

  onMount(() => {
    const draw = strip(document.querySelector("#strip-history ul"), { make, show: () => {}, lost: () => document.getElementById("tab-history") });
    hueprint.strips.add("history", shelf, draw);
    document.getElementById("clear-history").addEventListener("click", clear);
    state.watch("trail", () => {
      clearTimeout(saveTimer);
      saveTimer = setTimeout(saveTrail, SAVE);
    });
  });
})();
