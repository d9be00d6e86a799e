// The moment of the loop: a slider, and a button that plays it live. The moment is part of the state, so what is kept is what was seen;
// playing is one step of the history, and asks for the next moment when the last has come.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.phase) return;
  const { state } = hueprint;
  const LATE = 600; // a frame that has not come by then is not waited for
  const STEPS = 1000;

  let playing = false;
  let since = 0;
  let from = 0;
  let timer = 0;
  let seconds = () => 4;

  const range = () => document.getElementById("animate-phase");
  const rounded = (phase) => Math.round(phase * STEPS) / STEPS;

  function show(now) {
    const phase = now.phase ?? 0;
    range().value = phase;
    range().style.setProperty("--at", phase);
    document.getElementById("animate-at").textContent = `${(phase * seconds()).toFixed(1)} s`;
    range().setAttribute("aria-valuetext", `${(phase * seconds()).toFixed(1)} of ${seconds()} seconds`);
  }

  function next() {
    clearTimeout(timer);
    if (!playing) return;
    timer = setTimeout(next, LATE);
    if (hueprint.shutter.isOpen) return; // somebody keeps what is on screen
    state.change({ phase: rounded((from + (performance.now() - since) / (1000 * seconds())) % 1) }, "phase");
  }

  function play(on) {
    if (on === playing) return;
    playing = on;
    const button = document.getElementById("animate-play");
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(on));
    clearTimeout(timer);
    if (on) {
      [since, from] = [performance.now(), state.now.phase ?? 0];
      next();
    } else {
      state.close();
    }
  }

  document.addEventListener("hueprint:frame", () => playing && requestAnimationFrame(next));
  document.addEventListener("visibilitychange", () => document.hidden && play(false));

  hueprint.phase = {
    play,
    get playing() {
      return playing;
    },
    // length: says how many seconds the loop has.
    mount(length) {
      seconds = length;
      playing = false;
      range().addEventListener("input", () => {
        play(false);
        state.change({ phase: range().valueAsNumber % 1 }, "phase");
      });
      range().addEventListener("change", state.close);
      range().addEventListener("dblclick", () => state.change({ phase: 0 }));
      document.getElementById("animate-play").addEventListener("click", () => play(!playing));
      state.watch("phase", show);
    },
    refresh: () => show(state.now),
  };
})();
