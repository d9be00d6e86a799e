// What Keep and Download take: the picture of the newest state, once it is on screen. A press before its frame has come waits for that
// frame, and holds back what the hand does meanwhile, so that what was chosen at the press is shown and is what is taken.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.shutter) return;
  const { state, live } = hueprint;
  const PATIENCE = 20000;
  const LATE = "This picture has not come yet; press again once it is on screen.";

  let open = 0; // presses whose picture is not yet on screen
  let before = Promise.resolve();

  const aspectOf = ([width, height]) => width / height;

  // Resolves in the very task that puts the frame of state `id` on the canvas.
  const shown = (id, take) =>
    new Promise((resolve, reject) => {
      const events = new AbortController();
      const end = (settle, value) => {
        events.abort();
        clearTimeout(timer);
        settle(value);
      };
      const timer = setTimeout(() => end(reject, new Error(LATE)), PATIENCE);
      const hear = (name, act) => document.addEventListener(`hueprint:${name}`, act, { signal: events.signal });
      hear("frame", ({ detail }) => {
        if (detail.id === id) end(resolve, take());
        else if (detail.id > id) end(reject, new Error(LATE));
      });
      hear("error", ({ detail }) => detail.id === id && end(reject, new Error("")));
    });

  // A draft and a full frame have one recipe but for the size, so either may be taken.
  const shot = (size) => ({ recipe: live.frame.recipe, size, thumbnail: hueprint.kept.thumbnail() });

  function expose({ preferences, size }) {
    const id = live.show(preferences, { aspect: aspectOf(size) });
    return live.frame?.id === id ? Promise.resolve(shot(size)) : shown(id, () => shot(size));
  }

  const show = () => live.show(state.preferences(), { aspect: aspectOf(state.now.size) });

  hueprint.shutter = {
    get isOpen() {
      return open > 0;
    },
    // -> {recipe, size, thumbnail} of the state at this moment. Rejects with a sentence, or "" when the reason was told already.
    // Event on document before it: hueprint:take, for whatever lies over the picture that is taken.
    take() {
      document.dispatchEvent(new CustomEvent("hueprint:take"));
      const wanted = { preferences: state.preferences(), size: state.now.size };
      open += 1;
      const taken = open === 1 ? expose(wanted) : before.then(() => expose(wanted));
      before = taken.catch(() => {}).then(() => {
        open -= 1;
        if (!open) show();
      });
      return taken;
    },
  };
})();
