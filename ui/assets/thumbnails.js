// Small pictures asked of the server.
//
//   await hueprint.thumbnails.ask(wish, signal)   its answer; a connection that dies without a word, as a phone's does, ends as a failure
//   hueprint.thumbnails.wait(answer)              0, or, where many ask just now, in how many milliseconds to ask again
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.thumbnails) return;
  const ANSWER = 45000;
  const RETRY = 2;
  const LATER = [429, 503];

  hueprint.thumbnails = {
    ask(wish, signal = null) {
      const late = AbortSignal.timeout(ANSWER);
      const how = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) };
      return fetch("thumbnails", { ...how, signal: signal ? AbortSignal.any([signal, late]) : late });
    },
    wait: ({ status, headers }) => (LATER.includes(status) ? 1000 * (headers.get("Retry-After") ?? RETRY) : 0),
  };
})();
