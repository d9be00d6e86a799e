// In which order the library stands: the newest first, the starred before the others, or by hue, as a shelf of inks would.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.libraryOrder) return;
  const GREY = 0.03; // a chroma in OKLab under which no hue is seen
  const TURN = 2 * Math.PI;

  const coloursOf = ({ recipe: { preferences: { palette } } }) => (Array.isArray(palette) ? palette : (hueprint.state.offer.palettes[palette]?.colours ?? []));

  // Where a picture stands on the wheel, by the colour that does most for it; greys come after the wheel, the light ones first.
  function turnOf(item) {
    const inks = coloursOf(item).filter(({ hex }) => /^#[0-9a-f]{6}$/i.test(hex)).map(({ hex, weight = 1 }) => ({ lab: hueprint.oklab(hex), weight }));
    const force = ({ lab: [, a, b], weight }) => weight * Math.hypot(a, b);
    const strongest = inks.reduce((best, ink) => (best && force(best) >= force(ink) ? best : ink), null);
    if (!strongest) return 2 * TURN;
    const [lightness, a, b] = strongest.lab;
    return Math.hypot(a, b) < GREY ? TURN + 1 - lightness : (Math.atan2(b, a) + TURN) % TURN;
  }

  const ORDERS = {
    newest: (items) => items,
    stars: (items) => [...items.filter(({ starred }) => starred), ...items.filter(({ starred }) => !starred)],
    hue: (items) => items.map((item) => [turnOf(item), item]).sort(([one], [other]) => one - other).map(([, item]) => item),
  };

  hueprint.libraryOrder = {
    has: (name) => Object.hasOwn(ORDERS, name),
    // items: the newest first, as shelves give them.
    of: (name, items) => ORDERS[name](items),
  };
})();
