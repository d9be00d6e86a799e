// Palettes by how near they are in OKLab to the colours around: the mean way from each colour of one to the nearest of the other, by share,
// there and back. A photograph that stays as it is around its edits has no palette: its own colours are read off the picture.
//
//   hueprint.editHarmony.ordered(now)   ids of presets, the nearest first
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editHarmony) return;
  const { state, oklab } = hueprint;
  const SIDE = 8; // cells that a photograph is read in

  const hexOf = (bytes) => `#${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

  function seen() {
    const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(document.querySelector("#preview .hp-frame:not(.hp-other) canvas"), 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return Array.from({ length: SIDE * SIDE }, (_, at) => ({ hex: hexOf(data.slice(4 * at, 4 * at + 3)), weight: 1 }));
  }

  function labs(colours) {
    const whole = colours.reduce((total, { weight }) => total + weight, 0);
    return colours.map(({ hex, weight }) => ({ lab: oklab(hex), share: weight / whole }));
  }

  const way = (from, to) => from.reduce((total, { lab, share }) => total + share * Math.min(...to.map((one) => oklab.distance(lab, one.lab))), 0);

  function around(now) {
    if (now.photo?.plain) return seen();
    return typeof now.palette === "string" ? state.offer.palettes[now.palette].colours : now.palette;
  }

  hueprint.editHarmony = {
    ordered(now) {
      const own = labs(around(now));
      const far = Object.entries(state.offer.palettes).map(([id, { colours }]) => [id, way(own, labs(colours)) + way(labs(colours), own)]);
      return far.sort(([, one], [, other]) => one - other).map(([id]) => id);
    },
  };
})();
