// A name for a palette that has none, of the words that people have for its colours: "Petrol and coral".
//
//   hueprint.paletteName([{ hex, weight }, ...])
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteName) return;
  const { oklab } = hueprint;

  const WORDS = {
    black: "#121212", charcoal: "#33363b", slate: "#5a6878", grey: "#838383", silver: "#c2c3c6", mist: "#d5dee3",
    white: "#fdfdfd", cream: "#f7edd8", sand: "#dcc8a0", stone: "#a49c8f", brown: "#6b4a2f", umber: "#3b2a20",
    rust: "#a8471f", terracotta: "#c8633f", orange: "#f08030", amber: "#f5a623", ochre: "#c68a2e", yellow: "#f5d84a",
    olive: "#7a7a32", lime: "#a8d848", sage: "#9caf88", moss: "#56683a", green: "#2f9e4f", forest: "#1f4d33",
    mint: "#9fe0c0", teal: "#1f8a8a", petrol: "#1f5261", turquoise: "#40c8c0", sky: "#8ec5ea", blue: "#2f6fd0",
    navy: "#16264a", indigo: "#3b3a8f", violet: "#7a4fc0", lilac: "#b79fd6", mauve: "#9c7a97", plum: "#5b2a52",
    aubergine: "#25142e", magenta: "#c8358f", rose: "#e0567f", pink: "#f2a6bd", blush: "#e8c4c4", peach: "#ffc49a",
    coral: "#ef6b55", red: "#d02f2f", wine: "#8a2240", burgundy: "#551626",
  };
  const KNOWN = Object.entries(WORDS).map(([word, hex]) => [word, oklab(hex)]);

  function wordOf(lab) {
    const away = ([, known]) => Math.hypot(0.5 * (lab[0] - known[0]), lab[1] - known[1], lab[2] - known[2]); // a hue says more than its light
    return KNOWN.reduce((nearest, entry) => (away(entry) < away(nearest) ? entry : nearest))[0];
  }

  // What most of it is, and its liveliest colour beside that.
  hueprint.paletteName = (colours) => {
    const seen = colours.map(({ hex, weight }) => ({ lab: oklab(hex), word: wordOf(oklab(hex)), weight }));
    const chroma = ({ lab: [, a, b] }) => Math.hypot(a, b);
    const [most] = [...seen].sort((one, other) => other.weight - one.weight);
    const [live] = seen.filter(({ word }) => word !== most.word).sort((one, other) => chroma(other) - chroma(one));
    const name = live ? `${most.word} and ${live.word}` : most.word;
    return name[0].toUpperCase() + name.slice(1);
  };
})();
