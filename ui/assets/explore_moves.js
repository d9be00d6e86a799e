// Variations of a state: each goes its own way, and how far is one number. The same state, distance and round give the same variations,
// and moving the distance moves each along its way: sliders first, then the shares of the colours, then the seed, at last style and theme.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.variations) return;
  const { state, locks, partsOf } = hueprint;
  const CYCLE = 12; // so many ways differ in where they leave the seed behind
  const REACH = 0.5; // of a slider, at the far end
  const STYLES_FROM = 0.55;
  const THEMES_FROM = 0.75;

  // mulberry32: 32 bits of state, the same numbers in every browser.
  function chance(seed) {
    let at = seed >>> 0;
    return () => {
      at = (at + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(at ^ (at >>> 15), at | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  const rounded = (value) => Math.round(value * 1000) / 1000;
  const unit = (value) => rounded(Math.min(1, Math.max(0, value)));
  const bell = (draw) => (draw() + draw() + draw() - 1.5) * 1.15; // about [-1.7, 1.7], most of it near zero

  // Half of the sliders stay, so that one sees what the others do.
  const moved = (draw, value, far) => {
    const by = bell(draw);
    const goes = draw() < 0.55;
    return goes ? unit(value + by * REACH * far) : value;
  };

  function shares(draw, base, far) {
    const preset = typeof base.palette === "string" ? state.offer.palettes[base.palette] : null;
    const swatches = preset ? preset.colours : base.palette;
    const turn = draw() < far ? 1 + Math.floor(draw() * (swatches.length - 1)) : 0;
    const weights = swatches.map((_, at) => swatches[(at + turn) % swatches.length].weight * Math.exp(bell(draw) * 0.7 * far));
    const whole = weights.reduce((total, weight) => total + weight, 0);
    return {
      palette: swatches.map(({ hex }, at) => ({ hex, weight: Math.max(0.01, rounded(weights[at] / whole)) })),
      background: base.background ?? preset?.background ?? null,
      accent: base.accent ?? preset?.accent ?? null,
    };
  }

  // Another, whole: a pinch of one in the other is neither.
  function other(value, names, draw) {
    const others = names.filter((name) => !partsOf(value).includes(name));
    return others[Math.floor(draw() * others.length)] ?? value;
  }

  function variation(base, far, round, at) {
    const draw = chance(Math.imul(base.seed + 1, 2654435761) ^ Math.imul(at + 1, 40503) ^ Math.imul(round, 97));
    const knobs = Object.fromEntries(state.offer.knobs.map((name) => [name, moved(draw, base.knobs[name], far)]));
    const own = state.own(base.theme).map(({ name }) => [name, moved(draw, base.options[name] ?? 0.5, far)]);
    const options = { ...base.options, ...Object.fromEntries(own.filter(([name, value]) => value !== 0.5 || name in base.options)) };
    const seed = Math.floor(draw() * 1e6);
    const colours = shares(draw, base, far);
    const leap = 0.12 + 0.7 * (((at * 5) % CYCLE) / CYCLE); // where this one leaves the seed behind
    const turned = [other(base.style, Object.keys(state.offer.styles), draw), other(base.theme, Object.keys(state.offer.themes), draw)];
    const style = at % 3 === 1 && far > STYLES_FROM + 0.02 * at ? turned[0] : base.style;
    const theme = at % 4 === 2 && far > THEMES_FROM + 0.01 * at ? turned[1] : base.theme;
    return locks.free({ theme, style, knobs, options, ...(far > 0.2 && at % 4 !== 1 ? colours : {}), ...(far > leap ? { seed } : {}) });
  }

  hueprint.variations = (base, far, round, count) => Array.from({ length: count }, (_, at) => variation(base, far, round, at));
})();
