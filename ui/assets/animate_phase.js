// The moment of the loop: a slider, and a button that plays it live. The moment is part of the state, so what is kept is what was seen;
// playing is one step of the history, and asks for moments as a moving hand does: the newest that can be painted is shown.
// With pictures to pass through, both are of the passage, and the state stays as it is (ui/assets/animate_passage.js).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.phase) return;
  const { state } = hueprint;
  const GAP = 33;
  const STEPS = 1000;

  let playing = false;
  let since = 0;
  let from = 0;
  let asked = 0;
  let seconds = () => 4;

  const range = () => document.getElementById("animate-phase");
  const rounded = (phase) => Math.round(phase * STEPS) / STEPS;
  const where = () => (hueprint.passage.offered ? hueprint.passage.at : (state.now.phase ?? 0));

  function go(phase) {
    const moment = rounded(phase % 1) % 1;
    if (hueprint.passage.offered) hueprint.passage.look(moment);
    else state.change({ phase: moment }, "phase", { held: playing }); // however long a busy machine takes from frame to frame
  }

  function rest() {
    if (hueprint.passage.offered) hueprint.passage.rest();
    else state.close();
  }

  function show() {
    const phase = where();
    range().value = phase;
    range().style.setProperty("--at", phase);
    document.getElementById("animate-at").textContent = `${(phase * seconds()).toFixed(1)} s`;
    range().setAttribute("aria-valuetext", `${(phase * seconds()).toFixed(1)} of ${seconds()} seconds`);
  }

  function next(now) {
    if (!playing) return;
    requestAnimationFrame(next);
    if (now - asked < GAP || hueprint.shutter.isOpen) return; // open: somebody keeps what is on screen
    asked = now;
    go(from + Math.max(0, now - since) / (1000 * seconds()));
  }

  function play(on) {
    if (on === playing) return;
    playing = on;
    const button = document.getElementById("animate-play");
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(on));
    if (on) {
      [since, from] = [performance.now(), where()];
      requestAnimationFrame(next);
    } else {
      rest();
    }
  }

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
        const to = range().valueAsNumber; // to stop shows where it stopped
        play(false);
        go(to);
      });
      range().addEventListener("change", rest);
      range().addEventListener("dblclick", () => (hueprint.passage.offered ? hueprint.passage.end() : state.change({ phase: 0 })));
      document.getElementById("animate-play").addEventListener("click", () => play(!playing));
      state.watch("phase", show, ["phase"]);
    },
    refresh: show,
  };
})();
