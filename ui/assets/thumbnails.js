// Small pictures asked of the server.
//
//   await hueprint.thumbnails.ask(wish, controller)   its answer; a connection that dies without a word, as a phone's does, ends as a failure
//   hueprint.thumbnails.wait(answer)                  0, or, where many ask just now, in how many milliseconds to ask again
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.thumbnails) return;
  const ANSWER = 45000;
  const RETRY = 2;
  const LATER = [429, 503];

  hueprint.thumbnails = {
    ask(wish, controller = new AbortController()) {
      setTimeout(() => controller.abort(new DOMException("No answer came.", "TimeoutError")), ANSWER); // nothing, once it has come
      return fetch("thumbnails", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish), signal: controller.signal });
    },
    wait: ({ status, headers }) => (LATER.includes(status) ? 1000 * (headers.get("Retry-After") ?? RETRY) : 0),
  };
})();
