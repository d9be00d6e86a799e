// Whether a picture is what the words in the search box say: its theme, style, palette or seed, or a colour that it has.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.finding) return;
  const NEAR = 0.08; // OKLab distance that still counts as the colour typed
  const SAME_HUE = 24; // degrees, for a colour called by its name: "blue" is many blues
  const VIVID = 0.05;

  const hueOf = ([, a, b]) => (Math.atan2(b, a) * 180) / Math.PI;
  const chromaOf = ([, a, b]) => Math.hypot(a, b);

  const coloursOf = ({ recipe: { preferences: asked } }) =>
    [...(Array.isArray(asked.palette) ? asked.palette.map(({ hex }) => hex) : []), asked.background, asked.accent].filter((hex) => /^#[0-9a-f]{6}$/i.test(hex));

  function isNear(hex, word) {
    const [one, other] = [hueprint.oklab(hex), hueprint.oklab(word.hex)];
    const away = Math.hypot(...one.map((value, at) => value - other[at]));
    if (away <= NEAR) return true;
    const turn = Math.abs(((hueOf(one) - hueOf(other) + 540) % 360) - 180);
    return word.isName && chromaOf(other) > VIVID && chromaOf(one) > VIVID && turn <= SAME_HUE;
  }

  function textOf(item) {
    const { preferences: asked, palette_name: palette } = item.recipe;
    const name = hueprint.state.offer.palettes[palette]?.name ?? "";
    return `${hueprint.titleOf("theme", asked.theme)} ${hueprint.titleOf("style", asked.style)} ${name} ${asked.seed} ${asked.words ?? ""}`.toLowerCase();
  }

  // query -> a test of items; every word must be met.
  hueprint.finding = (query) => {
    const words = query.toLowerCase().split(/[\s,]+/).filter(Boolean).map((text) => {
      const hex = hueprint.palette.hexOf(text);
      return { text, hex, isName: /^[a-z]+$/.test(text) };
    });
    return (item) => {
      const text = textOf(item);
      return words.every((word) => text.includes(word.text) || (word.hex && coloursOf(item).some((hex) => isNear(hex, word))));
    };
  };
})();
