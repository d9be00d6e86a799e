// A page at rest rests. Gradio's loader counts the seconds until the page stands, and goes on counting in every frame of its life after
// it is gone: sixty times a second the whole page is looked over for it, also while pictures are painted on the same machine, and on a
// phone's battery. Its clock may tick once a second. It is put before Gradio's scripts, which take hold of the function as they arrive.
(() => {
  "use strict";
  const SECOND = 1000;
  const CLOCK = /performance\.now\(\)-[^]*\/1e3/;
  const next = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => {
    if (!CLOCK.test(String(callback))) return next(callback);
    setTimeout(() => next(callback), SECOND);
    return 0;
  };
})();
