// Words for colours, as people say them: hues, blacks and whites, and the tone of a whole palette.
//
//   hueprint.colourWord("warm")   -> a test of a palette, [{lab, share}], or null where the word says nothing of colours
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.colourWord) return;
  const NEAR = 0.08; // OKLab distance that still counts as the colour typed
  const SAME_HUE = 24; // degrees, for a colour called by its name: "blue" is many blues
  const SAME_LIGHT = 0.3;
  const SAME_SHADE = 0.12; // of a colour that has a name of its own: terracotta is no red
  const VIVID = 0.05;
  const SEEN = 0.08; // the least share that a picture is remembered by
  const MOSTLY = 0.6;

  // What a browser has no name for, and designers do.
  const ALSO = {
    amber: "#f5a623", apricot: "#f8b88b", blush: "#e8b4b8", bronze: "#a9743b", burgundy: "#6b1f33", copper: "#b8683c", emerald: "#1f9d63", lilac: "#b79fd6", mauve: "#9c7a97", mint: "#9fe0c0",
    mustard: "#d5a021", ochre: "#c68a2e", peach: "#ffb997", petrol: "#1f5f6b", rose: "#e0567f", ruby: "#b0193f", rust: "#a8471f", sage: "#9caf88", sand: "#dcc8a0", terracotta: "#c8633f", wine: "#5f1a30",
  };

  const chroma = ([, a, b]) => Math.hypot(a, b);
  const hue = ([, a, b]) => (Math.atan2(b, a) * 180) / Math.PI;
  const apart = (one, other) => Math.abs(((one - other + 540) % 360) - 180);

  // Without a hue to tell them by.
  const GREYS = {
    black: (lab) => lab[0] < 0.3 && chroma(lab) < 0.06,
    white: (lab) => lab[0] > 0.9 && chroma(lab) < 0.05,
    grey: (lab) => lab[0] > 0.3 && lab[0] < 0.88 && chroma(lab) < 0.03,
  };
  GREYS.gray = GREYS.grey;

  const mean = (palette, of) => palette.reduce((sum, { lab, share }) => sum + share * of(lab), 0);
  const light = (palette) => mean(palette, ([L]) => L);
  const colourful = (palette) => mean(palette, chroma);
  const isWarm = (lab) => apart(hue(lab), 45) < 80;
  const ofHue = (palette, isMeant) => colourful(palette) > 0.02 && mean(palette, (lab) => (isMeant(lab) ? chroma(lab) : 0)) > MOSTLY * colourful(palette);

  const TONES = {
    dark: (palette) => light(palette) < 0.5,
    light: (palette) => light(palette) > 0.72,
    vivid: (palette) => colourful(palette) > 0.12,
    muted: (palette) => colourful(palette) < 0.06,
    pastel: (palette) => light(palette) > 0.75 && colourful(palette) > 0.025 && colourful(palette) < 0.1,
    warm: (palette) => ofHue(palette, isWarm),
    cool: (palette) => ofHue(palette, (lab) => !isWarm(lab)),
    monochrome: (palette) => colourful(palette) < 0.02,
  };

  const hasColour = (isMeant, least = 0) => (palette) => palette.some(({ lab, share }) => share >= least && isMeant(lab));

  const within = (hex, far) => (lab) => hueprint.oklab.distance(lab, hueprint.oklab(hex)) <= far;

  function ofHueOf(hex) {
    const meant = hueprint.oklab(hex);
    const isVivid = (lab) => chroma(lab) > VIVID;
    return (lab) => within(hex, NEAR)(lab) || (isVivid(meant) && isVivid(lab) && Math.abs(lab[0] - meant[0]) <= SAME_LIGHT && apart(hue(lab), hue(meant)) <= SAME_HUE);
  }

  const ofShadeOf = (hex) => (lab) => within(hex, SAME_SHADE)(lab) && chroma(lab) > VIVID / 2 && apart(hue(lab), hue(hueprint.oklab(hex))) <= SAME_HUE;

  hueprint.colourWord = (word) => {
    const own = (words) => Object.hasOwn(words, word) && words[word];
    if (own(TONES)) return TONES[word];
    if (own(GREYS)) return hasColour(GREYS[word], SEEN);
    if (own(ALSO)) return hasColour(ofShadeOf(ALSO[word]), SEEN);
    const hex = hueprint.palette.hexOf(word);
    if (!hex) return null;
    return /^[a-z]+$/.test(word) ? hasColour(ofHueOf(hex), SEEN) : hasColour(within(hex, NEAR));
  };
})();
