// The size nearest to one that was typed which the studio paints, and a sentence where that is another.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.sizeNear) return;
  const SIDES = ["width", "height"];

  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const pair = (side, other, at) => (at ? [other, side] : [side, other]);

  // Both sides, the one at `at` as near to `side` as the other lets it. shape: width over height.
  function inShape(side, at, shape, { minSide, maxSide, pixels }) {
    const times = at ? 1 / shape : shape;
    const low = Math.ceil(minSide * Math.max(1, times));
    let high = Math.floor(Math.min(maxSide * Math.min(1, times), Math.sqrt(pixels * times)));
    const beside = (value) => Math.max(minSide, Math.round(value / times));
    while (high > low && high * beside(high) > pixels) high -= 1;
    const held = within(side, low, high);
    return { size: pair(held, beside(held), at), low, high };
  }

  // One side, beside the other as it is.
  function alone(side, at, other, { minSide, maxSide, pixels, aspect }) {
    const low = Math.max(minSide, Math.ceil(other / aspect));
    const high = Math.min(maxSide, Math.floor(other * aspect), Math.floor(pixels / other));
    return { size: pair(within(side, low, high), other, at), low, high };
  }

  // at: which side was typed, 0 the width. shape: that is locked, or null. -> {size, told}
  hueprint.sizeNear = (typed, at, now, shape, limits) => {
    const { minSide, maxSide, aspect } = limits;
    const other = now[1 - at];
    const [name, beside] = at ? [...SIDES].reverse() : SIDES;
    const goes = ({ size, low, high }, where) => ({ size, told: size[at] === typed ? "" : `${where} the ${name} goes from ${low} to ${high} pixels: it is ${size[at]} now.` });
    if (shape) return goes(inShape(typed, at, shape, limits), "In this shape");
    const side = within(typed, minSide, maxSide);
    const along = inShape(side, at, now[0] / now[1], limits).size;
    const isNarrow = Math.max(side / other, other / side) > aspect;
    if (typed < minSide || !isNarrow || (along[at] !== side && side > other)) return goes(alone(side, at, other, limits), `Beside a ${beside} of ${other}`);
    // Without the other along, 64 × 64 could not be typed.
    return { size: along, told: `The longer side may be at most ${aspect} times the shorter one: the ${beside} came along, to ${along[1 - at]}.` };
  };
})();
