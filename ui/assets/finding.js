// Whether a picture is what the words in the search box say: its theme, what is in it, its style, palette, seed or size, or its colours.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.finding) return;
  const HEX = /^#[0-9a-f]{6}$/i;

  const NO_SHARE = 0.03;

  // With what lies behind and what stands out, which have no share of their own: found by their very colour, not by a word for it.
  function paletteOf({ palette = [], background, accent }) {
    const all = Array.isArray(palette) ? palette.filter(({ hex }) => HEX.test(hex)) : [];
    const whole = all.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const extra = [background, accent].filter((hex) => HEX.test(hex)).map((hex) => ({ hex, weight: NO_SHARE * whole }));
    return [...all, ...extra].map(({ hex, weight }) => ({ lab: hueprint.oklab(hex), share: weight / whole }));
  }

  // What a theme's tile says of it: the sea is an ocean's.
  const aboutOf = (theme) => (theme ? hueprint.partsOf(theme).map((name) => document.querySelector(`#theme [data-name="${CSS.escape(name)}"]`)?.title ?? "").join(" ") : "");

  function wordsOf(item) {
    const { preferences: asked, palette_name: palette } = item.recipe;
    const name = hueprint.state.offer.palettes[palette]?.name ?? "";
    const said = [hueprint.strip.short(item), `seed ${asked.seed}`, aboutOf(asked.theme), name, asked.words];
    return said.join(" ").toLowerCase().split(/[^\p{L}\p{N}]+/u);
  }

  // A size is meant whole: whoever types a 2 means no side of 200.
  const sizesOf = ({ recipe: { size } }) => (size ? [`${size.width}`, `${size.height}`, `${size.width}x${size.height}`] : []);

  const splits = (text) => text.toLowerCase().replace(/(\d)\s*[x×]\s*(?=\d)/g, "$1x").split(/[\s,]+/).filter(Boolean);

  // query -> a test of items; every word must be met, from its beginning.
  hueprint.finding = (query) => {
    const asked = splits(query).map((text) => ({ parts: text.split(/[^\p{L}\p{N}]+/u).filter(Boolean), isColour: hueprint.colourWord(text) }));
    return (item) => {
      const words = wordsOf(item);
      const sizes = sizesOf(item);
      const palette = paletteOf(item.recipe.preferences);
      const isSaid = (parts) => parts.length > 0 && parts.every((part) => sizes.includes(part) || words.some((word) => word.startsWith(part)));
      return asked.every(({ parts, isColour }) => isSaid(parts) || (palette.length > 0 && isColour?.(palette)));
    };
  };
})();
