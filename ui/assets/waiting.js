// A picture that is late: after a second a thin bar runs beneath it, after some more a word says why. Where the connection is lost, the word
// stands at once. Nothing here asks for anything: live.js does, and goes on doing it.
//
//   const end = hueprint.waiting.begin(whose)   another painting that somebody waits for, with the same bar
//   hueprint.waiting.inWords(seconds)           "40 s", "5 minutes"
//   hueprint.waiting.note(text)                 what is to be said about how the picture is seen; "" takes it back
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.waiting) return;
  const { live } = hueprint;
  const BAR_MS = 1000;
  const WORD_MS = 6000;
  const OFFLINE = "No network: what you change is painted once it is back";
  const WORDS = { reconnecting: "Reconnecting…" };
  const late = new Set(); // whose painting is
  let timers = [];
  let noted = "";

  const part = (selector) => document.querySelector(`#preview ${selector}`);

  function bar(whose, on) {
    if (on) late.add(whose);
    else late.delete(whose);
    const line = part(".hp-late");
    if (line && line.hidden === late.size > 0) line.hidden = !late.size;
  }

  function say(word) {
    const line = part("#status");
    const text = word || noted;
    if (line && line.textContent !== text) line.textContent = text;
  }

  const wordNow = () => (WORDS[live.status] && !navigator.onLine ? OFFLINE : (WORDS[live.status] ?? ""));

  function explain() {
    say(wordNow() || (navigator.onLine ? "Still painting…" : OFFLINE));
  }

  function stop() {
    timers.forEach(clearTimeout);
    timers = [];
    bar("live", false);
    say(wordNow());
  }

  // From the first question that has no answer yet.
  function start() {
    if (timers.length || live.isSettled) return;
    timers = [setTimeout(bar, BAR_MS, "live", true), setTimeout(explain, navigator.onLine ? WORD_MS : BAR_MS)];
  }

  document.addEventListener("hueprint:asked", start);
  document.addEventListener("hueprint:frame", () => {
    stop();
    start(); // after a draft its full frame is waited for
  });
  document.addEventListener("hueprint:error", stop);
  document.addEventListener("hueprint:status", () => say(wordNow()));

  hueprint.waiting = {
    begin(whose) {
      const timer = setTimeout(bar, BAR_MS, whose, true);
      return () => {
        clearTimeout(timer);
        bar(whose, false);
      };
    },
    inWords: (seconds) => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} minutes`),
    note(text) {
      noted = text;
      say(wordNow());
    },
  };
})();
