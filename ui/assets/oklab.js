// sRGB -> OKLab (Björn Ottosson, 2020), for judging in the page how near two colours are. engine/palette/oklab.py is its twin.
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

  hueprint.oklab = oklab;
})();
