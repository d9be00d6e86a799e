// Runs inside the page that benchmarks/live.py measures: moves the slider, and notes when the picture of each move is decoded and drawn.
window.probe = (() => {
  "use strict";
  const live = window.hueprint && window.hueprint.live;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const drawn = []; // {decoded, at, value, colours, paint, side}: one for each new picture; at: when it was on its canvas
  let told = () => {}; // whoever waits for one: asking again and again would keep the page, and a core, busy

  function drew(one) {
    drawn.push(one);
    told();
  }

  // Hueprint says itself when a frame is on the canvas. The stock page: its <img> has a new source and has decoded it; when that is drawn,
  // a page cannot tell.
  if (live) {
    let decoded = 0;
    const { decoded: decode } = hueprint;
    hueprint.decoded = async (jpeg) => {
      const picture = await decode(jpeg);
      decoded = performance.now();
      return picture;
    };
    document.addEventListener("hueprint:frame", ({ detail }) => {
      const side = Math.sqrt(detail.width * detail.height);
      const { knobs, palette } = detail.recipe.preferences;
      drew({ decoded, at: performance.now(), value: knobs.detail, colours: palette, paint: detail.renderMs, side, final: detail.final });
    });
  } else {
    let source = "";
    const look = async () => {
      const picture = document.querySelector("#preview img");
      if (!picture || picture.src === source) return;
      source = picture.src;
      await picture.decode().catch(() => {});
      const now = performance.now();
      if (picture.src === source) drew({ decoded: now, at: now, value: null, paint: 0, side: Math.sqrt(picture.naturalWidth * picture.naturalHeight), final: true });
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["src"] });
  }

  function move(slider, value) {
    const input = document.querySelector(slider);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, String(value));
    const at = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return at;
  }

  async function ready(look) {
    if (!live) return;
    hueprint.state.change(look);
    hueprint.state.change({ size: [512, 512] });
    const right = ({ final, recipe, aspect }) => final && aspect === 1 && ["theme", "style"].every((kind) => recipe.preferences[kind] === look[kind]);
    while (!live.frame || !right(live.frame)) await wait(20);
  }

  const shows = (value) => (one) => one.value === null || Math.abs(one.value - value) < 1e-6;

  const scattered = (i) => Math.round(100 * (0.1 + 0.8 * ((i * 0.381966) % 1))) / 100;

  async function moves(slider, count) {
    const taken = [];
    for (let i = 0; i < count; i++) {
      const value = scattered(i);
      taken.push(await followed(() => move(slider, value), shows(value)));
    }
    return taken;
  }

  // The same for another palette: the middle one of five colours changes.
  async function palettes(count) {
    const taken = [];
    for (let i = 0; i < count; i++) {
      const hex = `#9c${Math.round(255 * scattered(i)).toString(16).padStart(2, "0")}4e`;
      const palette = ["#1b1026", "#4a1942", hex, "#e8663f", "#ffd9a0"].map((one) => ({ hex: one, weight: 0.2 }));
      const change = () => {
        const at = performance.now();
        hueprint.state.change({ palette });
        return at;
      };
      taken.push(await followed(change, (one) => one.colours.some((swatch) => swatch.hex === hex)));
    }
    return taken;
  }

  // From one change to its first picture, and to its full one.
  async function followed(change, isIts) {
    const before = drawn.length;
    const at = change();
    const find = (isRight) => drawn.slice(before).find((one) => isIts(one) && isRight(one));
    const until = at + 20000;
    while (!find((one) => !live || one.final) && performance.now() < until) {
      await Promise.race([new Promise((resume) => (told = resume)), wait(until - performance.now())]);
    }
    const [first, full] = [find(() => true), find((one) => !live || one.final)];
    if (!full) throw new Error("no picture came within 20 seconds of a move");
    await wait(60);
    return { ms: first.decoded - at, drawn: first.at - at, paint: first.paint, side: first.side, full: full.at - at, fullSide: full.side };
  }

  async function drag(slider, seconds) {
    const began = performance.now();
    const before = drawn.length;
    let last = began;
    for (let i = 0; performance.now() < began + 1000 * seconds; i++) {
      last = move(slider, Math.round(100 * (0.5 + 0.4 * Math.sin(i / 20))) / 100 + (i % 2) / 100);
      await new Promise(requestAnimationFrame);
    }
    const frames = drawn.slice(before).filter((one) => !one.final || !live).length;
    await wait(3000);
    const value = Number(document.querySelector(slider).value);
    const shown = drawn.find((one) => one.at > last && shows(value)(one));
    return { frames_per_second: frames / seconds, age_at_rest_ms: shown ? shown.at - last : 0 };
  }

  return { ready, moves, palettes, drag };
})();
