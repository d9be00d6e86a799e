// A recipe, from a link, a picture or this browser's storage, as a patch of the state; and the state as a recipe.
// What comes in is somebody else's: nothing is taken that the studio does not offer, and whatever is left out is named.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.recipe) return;

  const TILES = ["none", "x", "y", "both"];
  const COLOUR = /^#[0-9a-f]{6}$/i;
  const MOST_WORDS = 500;
  const KEYS = new Set(["theme", "style", "palette", "background", "accent", "knobs", "options", "seed", "tile", "words", "photo", "phase", "edits", "frame"]);

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isUnit = (value) => Number.isFinite(value) && value >= 0 && value <= 1;
  const isWeight = (value) => Number.isFinite(value) && value > 0 && value <= 1e6;
  const whole = (value, low, high) => (Number.isInteger(value) && value >= low && value <= high ? value : undefined);
  const told = (value) => value !== undefined && value !== null;

  // A recipe names its colours one by one, so that an edited preset changes no old picture.
  function of(state) {
    const preset = hueprint.state.offer.palettes[state.palette];
    const { size } = state;
    return {
      version: 1,
      engine: hueprint.state.offer.engine,
      preferences: {
        ...hueprint.state.preferences(state),
        palette: preset ? preset.colours : state.palette,
        background: state.background ?? (preset ? preset.background : null),
        accent: state.accent ?? (preset ? preset.accent : null),
      },
      size: { width: size[0], height: size[1] },
      palette_name: preset ? state.palette : "",
    };
  }

  // With what the chosen themes or the photograph have no use for too, so that it is there again when another is chosen.
  function everything(state) {
    const made = of(state);
    return { ...made, preferences: { ...made.preferences, theme: state.theme, options: state.options, tile: state.tile, frame: state.frame } };
  }

  function nameOrBlend(value, known, lack) {
    if (typeof value === "string" && Object.hasOwn(known, value)) return value;
    const parts = isObject(value) ? Object.entries(value) : [];
    const usable = parts.filter(([name, weight]) => Object.hasOwn(known, name) && isWeight(weight)).slice(0, hueprint.state.offer.limits.blend);
    if (!parts.length || usable.length < parts.length) lack();
    if (usable.length === 1 && parts.length > 1) return usable[0][0];
    return usable.length ? Object.fromEntries(usable) : undefined;
  }

  function swatches(value) {
    if (!Array.isArray(value) || value.length < 2 || value.length > 12) return undefined;
    const read = value.map((item) => (typeof item === "string" ? { hex: item, weight: 1 } : { hex: item?.hex, weight: item?.weight ?? 1 }));
    return read.every(({ hex, weight }) => COLOUR.test(hex) && isWeight(weight)) ? read.map(({ hex, weight }) => ({ hex: hex.toLowerCase(), weight })) : undefined;
  }

  // Weights are compared to the last bit: a preset that has been edited since is not called by its name.
  const same = (one, other) => one.length === other.length && one.every(({ hex, weight }, at) => hex === other[at].hex && weight === other[at].weight);

  function colours({ preferences: asked, palette_name: name }, lack) {
    const well = (value, called) => {
      if (told(value) && !COLOUR.test(value)) lack(called);
      return COLOUR.test(value) ? value.toLowerCase() : null;
    };
    const background = well(asked.background, "background");
    const accent = well(asked.accent, "accent");
    const presets = hueprint.state.offer.palettes;
    if (typeof asked.palette === "string" && Object.hasOwn(presets, asked.palette)) return { palette: asked.palette, background, accent };
    const palette = swatches(asked.palette);
    if (!palette) {
      lack("palette");
      return {};
    }
    const preset = typeof name === "string" && Object.hasOwn(presets, name) ? presets[name] : null;
    // In the state, null is the preset's own: a preset without the background that it brings is said colour by colour.
    const isPreset = preset && same(preset.colours, palette) && (background ?? preset.background) === background && (accent ?? preset.accent) === accent;
    if (!isPreset) return { palette, background, accent };
    const chosen = (own, wanted) => (wanted === own ? null : wanted);
    return { palette: name, background: chosen(preset.background, background), accent: chosen(preset.accent, accent) };
  }

  // Sliders: a value out of range is brought into it, one that is no number, or of a slider that is not here, is left out.
  function sliders(asked, known, lack) {
    if (told(asked) && !isObject(asked)) lack("sliders");
    const given = isObject(asked) ? Object.entries(asked) : [];
    if (given.some(([name, value]) => !known.includes(name) || !isUnit(value))) lack("sliders");
    return Object.fromEntries(given.filter(([name, value]) => known.includes(name) && Number.isFinite(value)).map(([name, value]) => [name, Math.min(1, Math.max(0, value))]));
  }

  // A recipe names its photograph; only this page can have it at hand. A matched picture is shown as it was made.
  function photograph(preferences, lack) {
    const asked = preferences.photo;
    if (!isObject(asked)) return null;
    const made = asked.match && hueprint.photos?.made(preferences);
    if (made) return { light: 0.5, colour: 0.5, recolour: false, sha256: made.sha256, plain: true };
    const { sha256, light = 0.5, colour = 0.5, recolour = false, plain = false } = asked;
    if (hueprint.photos?.get(sha256) && isUnit(light) && isUnit(colour)) return { light, colour, recolour: recolour === true, sha256, ...(plain === true && { plain }) };
    lack();
    return null;
  }

  function sized(size, lack) {
    const { minSide, maxSide, aspect, pixels } = hueprint.state.offer.limits;
    const [width, height] = [whole(size?.width, minSide, maxSide), whole(size?.height, minSide, maxSide)];
    if (width && height && width * height <= pixels && Math.max(width, height) <= aspect * Math.min(width, height)) return [width, height];
    if (told(size)) lack("size");
    return undefined;
  }

  // -> {patch, lacks: what of it this studio does not have, by name}; null when it is no recipe at all.
  function read(recipe) {
    const asked = recipe?.preferences;
    if (!isObject(asked) || (told(recipe.version) && recipe.version !== 1)) return null;
    const { limits, themes, styles, knobs, options } = hueprint.state.offer;
    const lacking = new Set();
    const lack = (name) => () => lacking.add(name);
    const or = (value, name) => {
      if (value === undefined) lacking.add(name);
      return value;
    };
    const own = [...new Set(Object.values(options).flatMap((list) => list.map(({ name }) => name)))];
    if (Object.keys(asked).some((key) => !KEYS.has(key))) lacking.add("newer settings");
    const words = asked.words ?? "";
    const patch = {
      theme: isObject(asked.photo) && !told(asked.theme) ? undefined : nameOrBlend(asked.theme, themes, lack("theme")),
      photo: photograph(asked, lack("photograph")),
      phase: or(told(asked.phase) ? [asked.phase].find(isUnit) : 0, "phase"),
      style: nameOrBlend(asked.style, styles, lack("style")),
      ...colours(recipe, (name) => lacking.add(name)),
      knobs: { ...Object.fromEntries(knobs.map((name) => [name, 0.5])), ...sliders(asked.knobs, knobs, (name) => lacking.add(name)) },
      options: sliders(asked.options, own, (name) => lacking.add(name)),
      tile: or(told(asked.tile) ? TILES.find((tile) => tile === asked.tile) : "none", "repeat"),
      seed: or(told(asked.seed) ? whole(asked.seed, 0, limits.seed) : 0, "seed"),
      words: or(typeof words === "string" && [...words].length <= MOST_WORDS ? words : undefined, "words"),
      edits: hueprint.edits.read(asked.edits, lack("edits")),
      frame: hueprint.edits.readFrame(asked.frame, lack("framing")),
      size: sized(recipe.size, (name) => lacking.add(name)),
    };
    return { patch: Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)), lacks: [...lacking] };
  }

  const listed = (names) => [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");

  hueprint.recipe = {
    of,
    everything,
    read,
    stateOf: (recipe) => read(recipe)?.patch ?? null,
    // One sentence on what a recipe's picture will not be here, or "".
    caveat(recipe, what) {
      const { lacks } = read(recipe) ?? { lacks: [] };
      if (lacks.length) return `This studio lacks the ${listed(lacks)} of that ${what}; the rest of it is here.`;
      const other = told(recipe.engine) && recipe.engine !== hueprint.state.offer.engine;
      return other ? `That ${what} was made by another version of Hueprint; the picture may differ from it.` : "";
    },
  };
})();
