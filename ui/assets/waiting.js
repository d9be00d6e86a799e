// A picture that is late: after a second a thin bar runs beneath it, after some more a word says why. Where the connection is lost, the word
// stands at once. Nothing here asks for anything: live.js does, and goes on doing it.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.waiting) return;
  const { live } = hueprint;
  const BAR_MS = 1000;
  const WORD_MS = 6000;
  const OFFLINE = "No network: what you change is painted once it is back";
  const WORDS = { reconnecting: "Reconnecting…" };
  let timers = [];

  const part = (selector) => document.querySelector(`#preview ${selector}`);

  function say(text) {
    const line = part("#status");
    if (line && line.textContent !== text) line.textContent = text;
  }

  const wordNow = () => (WORDS[live.status] && !navigator.onLine ? OFFLINE : (WORDS[live.status] ?? ""));

  function late() {
    say(wordNow() || (navigator.onLine ? "Still painting…" : OFFLINE));
  }

  function stop() {
    timers.forEach(clearTimeout);
    timers = [];
    const bar = part(".hp-late");
    if (bar) bar.hidden = true;
    say(wordNow());
  }

  // From the first question that has no answer yet.
  function start() {
    if (timers.length || live.isSettled) return;
    const show = () => {
      const bar = part(".hp-late");
      if (bar) bar.hidden = false;
    };
    timers = [setTimeout(show, BAR_MS), setTimeout(late, navigator.onLine ? WORD_MS : BAR_MS)];
  }

  document.addEventListener("hueprint:asked", start);
  document.addEventListener("hueprint:frame", () => {
    stop();
    start(); // after a draft its full frame is waited for
  });
  document.addEventListener("hueprint:error", stop);
  document.addEventListener("hueprint:status", () => say(wordNow()));
  hueprint.waiting = true;
})();
