// A picture as an address: the whole recipe in the URL's hash, "#h1." and base64url of its JSON.
// What comes in is somebody else's text: unknown keys are ignored, values out of range dropped; the server checks all of it again.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.link) return;

  const PREFIX = "#h1.";
  const MOST = 12000;
  const TILES = ["none", "x", "y", "both"];
  const COLOUR = /^#[0-9a-f]{6}$/i;

  const encode = (text) => {
    const bytes = new TextEncoder().encode(text);
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const decode = (text) => {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  };

  const rounded = (value) => Math.round(value * 1e4) / 1e4;
  const normalised = (swatches) => {
    const sum = swatches.reduce((total, swatch) => total + swatch.weight, 0);
    return swatches.map(({ hex, weight }) => ({ hex: hex.toLowerCase(), weight: rounded(weight / sum) }));
  };

  // A recipe names its colours one by one, so that an edited preset changes no old picture.
  function recipeOf(state) {
    const preset = hueprint.state.offer.palettes[state.palette];
    const { size } = state;
    return {
      version: 1,
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

  function nameOrBlend(value, known) {
    if (typeof value === "string") return Object.hasOwn(known, value) ? value : undefined;
    if (!value || typeof value !== "object" || Array.isArray(value)) return undefined;
    const parts = Object.entries(value).filter(([name, weight]) => Object.hasOwn(known, name) && Number.isFinite(weight) && weight > 0);
    return parts.length > 1 ? Object.fromEntries(parts.slice(0, hueprint.state.offer.limits.blend)) : parts[0]?.[0];
  }

  function swatchesOf(value) {
    if (!Array.isArray(value)) return undefined;
    const swatches = value
      .map((item) => (typeof item === "string" ? { hex: item, weight: 1 } : { hex: item?.hex, weight: item?.weight ?? 1 }))
      .filter(({ hex, weight }) => COLOUR.test(hex) && Number.isFinite(weight) && weight > 0);
    return swatches.length >= 2 && swatches.length <= 12 ? normalised(swatches) : undefined;
  }

  const same = (a, b) => a.length === b.length && a.every((s, i) => s.hex === b[i].hex && Math.abs(s.weight - b[i].weight) < 0.002);

  // The colours of a preset that has not been edited since are called by its name again.
  function coloursOf(recipe) {
    const asked = recipe.preferences;
    const well = (value) => (COLOUR.test(value) ? value.toLowerCase() : null);
    const background = well(asked.background);
    const accent = well(asked.accent);
    const presets = hueprint.state.offer.palettes;
    if (typeof asked.palette === "string") return Object.hasOwn(presets, asked.palette) ? { palette: asked.palette, background, accent } : {};
    const swatches = swatchesOf(asked.palette);
    if (!swatches) return {};
    const preset = Object.hasOwn(presets, recipe.palette_name ?? "") ? presets[recipe.palette_name] : null;
    const unedited = preset && same(normalised(preset.colours), swatches) && preset.background === background && preset.accent === accent;
    return unedited ? { palette: recipe.palette_name, background: null, accent: null } : { palette: swatches, background, accent };
  }

  const whole = (value, low, high) => (Number.isInteger(value) && value >= low && value <= high ? value : undefined);

  // What of a recipe this studio understands, as a patch of the state; null when it is none.
  function stateOf(recipe) {
    const asked = recipe?.preferences;
    if (!asked || typeof asked !== "object") return null;
    const { limits, themes, styles, knobs, options } = hueprint.state.offer;
    const unit = (value) => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0.5);
    const known = [...new Set(Object.values(options).flatMap((own) => own.map(({ name }) => name)))];
    const width = whole(recipe.size?.width, limits.minSide, limits.maxSide);
    const height = whole(recipe.size?.height, limits.minSide, limits.maxSide);
    const patch = {
      theme: nameOrBlend(asked.theme, themes),
      style: nameOrBlend(asked.style, styles),
      ...coloursOf(recipe),
      knobs: Object.fromEntries(knobs.map((name) => [name, unit(asked.knobs?.[name])])),
      options: Object.fromEntries(known.filter((name) => Number.isFinite(asked.options?.[name])).map((name) => [name, unit(asked.options[name])])),
      tile: TILES.includes(asked.tile) ? asked.tile : "none",
      seed: whole(asked.seed, 0, limits.seed),
      words: typeof asked.words === "string" ? asked.words.slice(0, 500) : undefined,
      size: width && height ? [width, height] : undefined,
    };
    return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  }

  function read(hash) {
    if (!hash.startsWith(PREFIX) || hash.length > MOST) return null;
    try {
      return stateOf(JSON.parse(decode(hash.slice(PREFIX.length))));
    } catch {
      return null;
    }
  }

  hueprint.link = {
    recipeOf,
    stateOf,
    read,
    isOurs: (hash) => hash.startsWith("#h"),
    hash: (state) => PREFIX + encode(JSON.stringify(recipeOf(state))),
  };
})();
