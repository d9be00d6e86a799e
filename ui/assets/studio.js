// Ties the studio together: starts the state once the page is up, asks for the picture at every change, keeps the address current.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.studio) return;
  const { state, link } = hueprint;
  const ADDRESS_REST = 400;
  const NEEDED = ["preview", "theme", "style", "palette", "knobs", "seed", "size", "kept", "toasts", "offer"];
  let addressTimer = 0;
  let mounted = null;
  hueprint.studio = true;

  const colours = ({ palette, background, accent }) => ({ palette, background, accent });

  // Until the picture in a new shape has come, the one before is shown whole in it, not stretched.
  function fitShape() {
    const { frame } = hueprint.live;
    const [width, height] = state.now.size;
    const isOther = frame && Math.abs((frame.aspect * height) / width - 1) > 0.01;
    mounted?.querySelector(".hp-frame").classList.toggle("hp-other-shape", Boolean(isOther));
  }

  function ask(now, before) {
    const [width, height] = now.size;
    if (now.size !== before?.size) document.documentElement.style.setProperty("--hp-aspect", width / height);
    fitShape();
    const unchanged = before && JSON.stringify(state.preferences(now)) === JSON.stringify(state.preferences(before)) && width * before.size[1] === height * before.size[0];
    if (!unchanged && !hueprint.shutter.isOpen) hueprint.live.show(state.preferences(now), { aspect: width / height });
  }

  function followPalette(now, before) {
    const wanted = colours(now);
    if (JSON.stringify(wanted) === JSON.stringify(before && colours(before))) return;
    if (JSON.stringify(wanted) === JSON.stringify(hueprint.palette.get())) return;
    hueprint.palette.set(wanted, { silent: true });
    hueprint.paletteMessage.say(""); // it was about the palette before
  }

  function keepAddress(now, before) {
    if (!before) return;
    if (now.size !== before.size) hueprint.memory.set("size", now.size);
    clearTimeout(addressTimer);
    addressTimer = setTimeout(() => history.replaceState(history.state, "", link.hash(state.now)), ADDRESS_REST);
  }

  // A link brings its own size; a visit without one goes on with the size used last.
  function rememberedSize() {
    const size = hueprint.memory.get("size");
    const { minSide, maxSide, pixels, aspect } = state.offer.limits;
    const usable = Array.isArray(size) && size.length === 2 && size.every((side) => Number.isInteger(side) && side >= minSide && side <= maxSide);
    if (!usable || size[0] * size[1] > pixels || Math.max(...size) > aspect * Math.min(...size)) return {};
    return { size };
  }

  // The first state: where this tab was, else the link's, else the catalogue's first of everything.
  function begin() {
    const initial = { ...state.initial(state.offer), ...rememberedSize() };
    const trail = hueprint.history.trail(location.hash);
    if (trail) {
      const whole = (patch) => ({ ...initial, ...patch });
      return state.start(whole(trail.now), { past: trail.past.map(whole), future: trail.future.map(whole) });
    }
    if (!link.isOurs(location.hash)) return state.start(initial);
    const { patch, say } = link.read(location.hash);
    hueprint.say(patch ? say : `${say}, so the studio opened as new.`, { error: !patch });
    return state.start({ ...initial, ...patch });
  }

  function mount() {
    mounted = document.getElementById("preview");
    state.offer = JSON.parse(document.querySelector("[data-offer]").dataset.offer);
    if (!state.now) begin();
    state.watch("live", ask); // first of all: the painter works while the page shows what was moved
    hueprint.mount();
    state.watch("palette", followPalette);
    state.watch("address", keepAddress);
    document.body.classList.add("hp-ready");
  }

  document.addEventListener("hueprint:palette", () => state.change(hueprint.palette.get(), "palette"));
  document.addEventListener("hueprint:error", (event) => hueprint.say(event.detail.message, { error: true }));
  document.addEventListener("hueprint:frame", (event) => {
    mounted?.querySelector(".hp-frame").classList.add("hp-painted");
    fitShape();
    if (event.detail.final) hueprint.thumbs.refresh();
  });
  window.addEventListener("hashchange", () => {
    if (!state.now || !link.isOurs(location.hash) || location.hash === link.hash(state.now)) return;
    const { patch, say } = link.read(location.hash);
    if (patch) state.change(patch);
    else history.replaceState(history.state, "", link.hash(state.now));
    hueprint.say(patch ? say : `${say}, so the picture stays as it is.`, { error: !patch });
  });

  let isReady = false; // what is remembered may name a photograph
  const arrived = () => {
    const preview = document.getElementById("preview");
    if (isReady && preview && preview !== mounted && hueprint.palette?.set && NEEDED.every((id) => document.getElementById(id))) mount();
  };
  new MutationObserver(arrived).observe(document.documentElement, { childList: true, subtree: true });
  hueprint.photos.ready.then(() => {
    isReady = true;
    arrived();
  });
})();
