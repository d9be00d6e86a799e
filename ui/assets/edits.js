// Edits as data: a list in the state, each {mask, feather, inside, on} as engine/edits.py has it, laid over the picture one by one.
// Places are in picture heights from the middle of the picture as it was composed, so they hold at every size and however wide one looks.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.edits) return;
  const { state } = hueprint;
  const { rounded, away, moved } = hueprint.editShapes;
  const MOST = 24;
  const MOST_POINTS = 64;
  const FEATHER = 0.065;
  const ASIDE = 0.04; // how far a copy lies from what it was copied from
  const NUMBERS = { brush: ["radius"], rectangle: ["left", "top", "right", "bottom"], ellipse: ["left", "top", "right", "bottom"], region: ["x", "y", "tolerance"] };
  const CALLED = { brush: "Brush", rectangle: "Rectangle", ellipse: "Ellipse", region: "Colour" };
  let chosen = -1;

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  /* ---- from a recipe: somebody else's ---------------------------------------------------------------------------------- */

  function shapeFrom(shape) {
    const names = isObject(shape) && Object.hasOwn(NUMBERS, shape.kind) ? NUMBERS[shape.kind] : null;
    if (!names?.every((name) => Number.isFinite(shape[name]))) return null;
    const read = { kind: shape.kind, ...Object.fromEntries(names.map((name) => [name, shape[name]])) };
    if (shape.kind !== "brush") return read;
    const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
    if (!Array.isArray(shape.points) || !shape.points.length || !shape.points.every(isPoint)) return null;
    return { kind: shape.kind, points: shape.points, radius: shape.radius }; // in the order in which it was drawn: the same state, letter by letter
  }

  const sameColours = (preset, { palette, background, accent }) =>
    preset.colours.length === palette.length &&
    preset.colours.every(({ hex, weight }, at) => hex === palette[at].hex && weight === palette[at].weight) &&
    (preset.background ?? null) === (background ?? null) &&
    (preset.accent ?? null) === (accent ?? null);

  // A recipe says colours one by one; a preset that still has them is called by its name again.
  function insideFrom(inside) {
    const read = Object.fromEntries(Object.entries(inside).filter(([, value]) => value !== null && !(isObject(value) && !Object.keys(value).length)));
    const { themes, styles, palettes } = state.offer;
    const known = (value, all) => value === undefined || typeof value !== "string" || Object.hasOwn(all, value);
    if (!known(read.theme, themes) || !known(read.style, styles) || !known(read.palette, palettes)) return null;
    const name = Array.isArray(read.palette) && Object.keys(palettes).find((id) => sameColours(palettes[id], read));
    if (!name) return read;
    const { palette, background, accent, ...rest } = read;
    return { ...rest, palette: name };
  }

  function editFrom(edit) {
    const mask = Array.isArray(edit?.mask) ? edit.mask.map(shapeFrom) : [];
    const inside = insideFrom(isObject(edit?.inside) ? edit.inside : {});
    if (!mask.length || mask.length > 16 || !mask.every(Boolean) || !inside) return null;
    const feather = Number.isFinite(edit.feather) ? Math.min(0.5, Math.max(0, edit.feather)) : FEATHER;
    return { mask, feather, inside, on: edit.on !== false };
  }

  function read(list, lack) {
    const all = Array.isArray(list) ? list : [];
    const usable = all.slice(0, MOST).map(editFrom).filter(Boolean);
    if (usable.length < all.length) lack();
    return usable;
  }

  function readFrame(frame, lack) {
    if (frame === null || frame === undefined) return null;
    const { aspect, x = 0, y = 0, height = 1 } = frame;
    if ([aspect, x, y, height].every(Number.isFinite) && aspect >= 0.125 && aspect <= 8 && height >= 0.25 && height <= 8) return { aspect, x, y, height };
    lack();
    return null;
  }

  /* ---- where things are ------------------------------------------------------------------------------------------------ */

  const frameOf = (now = state.now) => now.frame ?? { aspect: now.size[0] / now.size[1], x: 0, y: 0, height: 1 };

  // What is seen: the middle, the width and the height on the plane.
  function view(now = state.now) {
    const { x, y, height } = frameOf(now);
    return { x, y, height, width: (height * now.size[0]) / now.size[1] };
  }

  // Parts of the picture -> a place on the plane.
  function placeAt([u, v]) {
    const { x, y, width, height } = view();
    return [rounded(x + (u - 0.5) * width), rounded(y + (v - 0.5) * height)];
  }

  // Douglas and Peucker (1973): the fewest corners that keep the line within `slack`.
  function thinned(points, slack) {
    if (points.length < 3) return points;
    const gaps = points.map((point) => away(point, points[0], points.at(-1)));
    const far = gaps.indexOf(Math.max(...gaps));
    if (gaps[far] <= slack) return [points[0], points.at(-1)];
    return [...thinned(points.slice(0, far + 1), slack).slice(0, -1), ...thinned(points.slice(far), slack)];
  }

  function simplified(points) {
    let slack = 0.003;
    let few = thinned(points, slack);
    while (few.length > MOST_POINTS) few = thinned(points, (slack *= 1.6));
    return few;
  }

  /* ---- changes, each a step of undo ------------------------------------------------------------------------------------ */

  const put = (list, tag = null, how = {}) => state.change({ edits: list }, tag, how);
  const at = (index, patch) => state.now.edits.map((edit, place) => (place === index ? { ...edit, ...patch } : edit));

  function choose(index) {
    chosen = index;
    document.dispatchEvent(new CustomEvent("hueprint:edit-chosen"));
  }

  function isFull() {
    const full = state.now.edits.length >= MOST;
    if (full) hueprint.say(`A picture holds ${MOST} edits; delete one first.`, { error: true });
    return full;
  }

  // One more outline: of the chosen edit, or of a new one, painted as is first proposed.
  function draw(shape, { add = false } = {}) {
    const { edits } = state.now;
    if (add && edits[chosen]) {
      if (edits[chosen].mask.length < 16) put(at(chosen, { mask: [...edits[chosen].mask, shape] }));
      else hueprint.say("This edit has 16 outlines; draw the next as an edit of its own.", { error: true });
      return;
    }
    if (isFull()) return;
    chosen = edits.length;
    put([...edits, { mask: [shape], feather: FEATHER, inside: hueprint.editProposals.first(state.now), on: true }]);
    choose(chosen);
  }

  const isEmpty = (value) => value === undefined || value === "" || (isObject(value) && !Object.keys(value).length);

  // Another palette brings its own background and accent, or none.
  function merged(inside, patch) {
    const { background, accent } = patch;
    const all = { ...inside, ...patch, ...("palette" in patch && { background, accent }) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => !isEmpty(value)));
  }

  function inside(patch, tag = null, how = {}) {
    const edit = state.now.edits[chosen];
    if (edit) put(at(chosen, { inside: merged(edit.inside, patch) }), tag, how);
  }

  function remove(index) {
    const { edits } = state.now;
    put(edits.filter((_, place) => place !== index));
    choose(Math.min(chosen > index ? chosen - 1 : chosen, edits.length - 2));
  }

  // by: 1 over the next, -1 under the one before. False where there is none.
  function reorder(index, by) {
    const { edits } = state.now;
    const to = index + by;
    if (!edits[index] || !edits[to]) return false;
    const list = edits.toSpliced(index, 1).toSpliced(to, 0, edits[index]);
    chosen = to;
    put(list);
    choose(to);
    return true;
  }

  // On top of it, and a little aside, so that it is seen.
  function duplicate(index) {
    const { edits } = state.now;
    if (!edits[index] || isFull()) return;
    chosen = index + 1;
    put(edits.toSpliced(chosen, 0, { ...edits[index], mask: moved(edits[index].mask, [ASIDE, ASIDE]) }));
    choose(chosen);
  }

  const titleOf = (kind, value) => (typeof value === "string" ? hueprint.titleOf(kind, value) : "a mix");
  const paletteOf = (palette) => state.offer.palettes[palette]?.name ?? "own colours";

  // What an edit that says nothing paints: what is around; over a photograph that stays as it is, the style or the colours in hand.
  function unsaid({ photo, style, palette }) {
    if (!photo?.plain) return "as around";
    return photo.recolour ? paletteOf(palette) : titleOf("style", style);
  }

  // “Brush: Ocean, Stitch, Lagoon, seed 7941”.
  function nameOf({ mask, inside: { seed, theme, style, palette, knobs } }) {
    const said = [theme && titleOf("theme", theme), style && titleOf("style", style), palette && paletteOf(palette), knobs && "adjusted", seed !== undefined && `seed ${seed}`].filter(Boolean);
    const kinds = [...new Set(mask.map(({ kind }) => CALLED[kind]))].join(" and ");
    return `${kinds}: ${said.join(", ") || unsaid(state.now)}`;
  }

  hueprint.edits = {
    read,
    readFrame,
    frameOf,
    view,
    placeAt,
    simplified,
    draw,
    inside,
    merged,
    remove,
    reorder,
    duplicate,
    nameOf,
    choose,
    rounded,
    change: (index, patch, tag = null, how = {}) => put(at(index, patch), tag, how),
    get chosen() {
      return Math.min(chosen, state.now.edits.length - 1);
    },
  };
})();
