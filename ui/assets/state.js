// The state of the studio: one frozen object of wishes, its history, and who wants to hear of changes.
// Everything the page shows follows from it; the server keeps none of it.
(() => {
  "use strict";
  const hueprint = (window.hueprint = window.hueprint || {});
  if (hueprint.state) return;

  const MOST_STEPS = 200;
  const PAUSE = 700; // a run of arrow keys is one step of the history; a pause this long ends it, but for a pressed pointer

  const watchers = new Map();
  const mounts = [];
  let now = null;
  let past = [];
  let future = [];
  let openTag = null;
  let openTimer = 0;
  let isPressed = false;

  const namesOf = (value) => (typeof value === "string" ? [value] : Object.keys(value));

  const frozen = (state) => Object.freeze({ ...state, knobs: Object.freeze({ ...state.knobs }) });

  const close = () => {
    openTag = null;
    clearTimeout(openTimer);
  };

  const rest = () => (isPressed ? wait() : close());
  function wait() {
    openTimer = setTimeout(rest, PAUSE);
  }

  // A list or a drag of the browser's own may swallow the end of a press; the next move tells of it.
  for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
    window.addEventListener(kind, ({ type, buttons }) => (isPressed = type !== "pointercancel" && buttons > 0), { capture: true, passive: true });
  }

  const tell = (before) => {
    for (const { watcher, of } of watchers.values()) if (!of || !before || of.some((key) => now[key] !== before[key])) watcher(now, before);
  };

  // held: a hand holds what it changes until it says close(), however long it rests.
  function change(patch, tag = null, { held = false } = {}) {
    const knobs = patch.knobs ? Object.freeze({ ...now.knobs, ...patch.knobs }) : now.knobs;
    const next = Object.freeze({ ...now, ...patch, knobs });
    if (JSON.stringify(next) === JSON.stringify(now)) return;
    const goesOn = tag !== null && tag === openTag;
    const isBack = goesOn && JSON.stringify(next) === JSON.stringify(past.at(-1)); // where the hand began: no step at all
    if (isBack) past.pop();
    else if (!goesOn) past.push(now);
    if (past.length > MOST_STEPS) past.shift();
    future = [];
    close();
    if (tag !== null && !isBack) {
      openTag = tag;
      if (!held) wait();
    }
    const before = now;
    now = next;
    tell(before);
  }

  function step(from, to) {
    if (!from.length) return;
    close();
    const before = now;
    to.push(now);
    now = from.pop();
    tell(before);
  }

  hueprint.state = {
    offer: null,
    get now() {
      return now;
    },
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    // Its steps, oldest first in both lists: what a reload needs to go on undoing.
    get trail() {
      return { past, future };
    },
    start(state, steps = { past: [], future: [] }) {
      now = frozen(state);
      past = steps.past.map(frozen);
      future = steps.future.map(frozen);
      tell(null);
    },
    change,
    close,
    undo: () => step(past, future),
    redo: () => step(future, past),
    // of: hears only where one of these has changed.
    watch(name, watcher, of = null) {
      watchers.set(name, { watcher, of });
      if (now) watcher(now, null);
    },
    // The sliders of the chosen themes' own, [{name, about}], each once.
    own(theme) {
      const all = namesOf(theme).flatMap((name) => hueprint.state.offer.options[name] ?? []);
      return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
    },
    repeats: (theme) => namesOf(theme).every((name) => hueprint.state.offer.tiles.includes(name)),
    // What the engine is asked for: the state without what only the page needs, and without what the chosen themes do not have.
    preferences(state = now) {
      const { size, options, tile, edits = [], frame = null, ...asked } = state;
      if (asked.photo) delete asked.theme;
      if (!asked.phase) delete asked.phase;
      if (edits.length) asked.edits = edits;
      if (frame && !asked.photo) asked.frame = frame;
      const own = asked.photo ? [] : hueprint.state.own(state.theme).filter(({ name }) => name in options);
      if (own.length) asked.options = Object.fromEntries(own.map(({ name }) => [name, options[name]]));
      if (tile !== "none" && !asked.photo && !frame && hueprint.state.repeats(state.theme)) asked.tile = tile;
      return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && value !== ""));
    },
    initial(offer) {
      return {
        theme: Object.keys(offer.themes)[0],
        style: Object.keys(offer.styles)[0],
        palette: Object.keys(offer.palettes)[0],
        background: null,
        accent: null,
        knobs: Object.fromEntries(offer.knobs.map((name) => [name, 0.5])),
        options: {},
        seed: Object.values(offer.looks)[0].seed,
        tile: "none",
        words: "",
        photo: null,
        phase: 0,
        edits: [],
        frame: null,
        size: offer.size,
      };
    },
  };

  // Gradio puts the page up after the scripts have run, and may put it up again: parts bind themselves each time.
  hueprint.onMount = (bind) => mounts.push(bind);
  hueprint.mount = () => {
    for (const bind of mounts) bind();
  };
})();
