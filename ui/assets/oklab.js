// sRGB and OKLab (Björn Ottosson, 2020), for judging in the page how near two colours are, and for mixing them. engine/palette/oklab.py is
// its twin.
//
//   hueprint.oklab("#rrggbb") -> [L, a, b]    hueprint.oklab.hex([L, a, b])    hueprint.oklab.distance(lab, lab)
(() => {
  "use strict";
  const hueprint = (window.hueprint = window.hueprint || {});
  if (hueprint.oklab) return;

  const linear = (byte) => (byte <= 0.04045 ? byte / 12.92 : ((byte + 0.055) / 1.055) ** 2.4);

  // "#rrggbb" -> [L, a, b].
  function oklab(hex) {
    const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255));
    const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return [
      0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
      1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
      0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    ];
  }

  const encoded = (value) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);

  // [L, a, b] -> "#rrggbb", each channel cut to what a screen has.
  oklab.hex = ([L, a, b]) => {
    const long = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
    const middle = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
    const short = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
    const channels = [
      4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
      -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
      -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    ];
    return `#${channels.map((value) => Math.round(255 * Math.min(1, Math.max(0, encoded(value)))).toString(16).padStart(2, "0")).join("")}`;
  };

  oklab.distance = (one, other) => Math.hypot(...one.map((value, at) => value - other[at]));

  hueprint.oklab = oklab;
})();
