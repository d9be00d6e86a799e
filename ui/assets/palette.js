// The palette in hand: 2 to 12 colours whose shares sum to one, a background and an accent, or the preset they still are.
// Knows nothing of the page: palette_editor.js shows it, studio.js asks for it.
(() => {
  "use strict";
  const hueprint = (window.hueprint = window.hueprint || {});
  if (hueprint.palette) return;

  const FEWEST = 2;
  const MOST = 12;
  const LEAST = 0.01; // the smallest share an edit leaves to a colour
  const HEAVIEST = 1e6; // as in a recipe
  const NOT_ONE_COLOUR = /^(transparent|currentcolor)$/i;

  let preset = null;
  let swatches = []; // { hex, share, locked }
  let wells = { background: null, accent: null };
  let given = wells; // what the last preset brought
  let shown = null;

  const stored = hueprint.memory?.get("locked-colours"); // anybody may have written into storage
  let remembered = Array.isArray(stored) ? stored : []; // until the first palette is read

  const presets = () => hueprint.state?.offer?.palettes ?? {};
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  const pixel = document.createElement("canvas");
  pixel.width = pixel.height = 1;
  const pen = pixel.getContext("2d", { willReadFrequently: true });

  // Any opaque CSS colour, or bare hex -> "#rrggbb"; null when it is none. The browser's own parser decides.
  function hexOf(text) {
    const plain = String(text).trim().replace(/^([0-9a-f]{3}|[0-9a-f]{6})$/i, "#$1");
    if (plain.length > 64 || NOT_ONE_COLOUR.test(plain)) return null;
    const read = (before) => {
      pen.fillStyle = before;
      pen.fillStyle = plain;
      return pen.fillStyle;
    };
    const colour = read("#010203");
    if (colour !== read("#040506")) return null;
    pen.clearRect(0, 0, 1, 1);
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return alpha === 255 ? `#${[red, green, blue].map((byte) => byte.toString(16).padStart(2, "0")).join("")}` : null;
  }

  // Positive numbers -> the same proportions summing to `total`, none under LEAST.
  function fit(numbers, total) {
    const scale = total / sum(numbers);
    const above = numbers.map((number) => Math.max(0, number * scale - LEAST));
    const room = total - LEAST * numbers.length;
    const whole = sum(above);
    return above.map((part) => LEAST + (whole > 0 ? (part / whole) * room : room / numbers.length));
  }

  const lockedColours = () => swatches.filter(({ locked }) => locked).map(({ hex }) => hex);

  const give = (shares) => {
    swatches = swatches.map((swatch, at) => ({ ...swatch, share: shares[at] }));
  };

  const colourIn = (text) => (typeof text === "string" ? hexOf(text) : null);

  // Colours, whoever wrote them -> [{ hex, share }], or null when they are no palette.
  function usable(colours) {
    if (!Array.isArray(colours) || colours.length < FEWEST || colours.length > MOST) return null;
    const found = colours.map((colour) => {
      const { hex, weight = 1 } = typeof colour === "string" ? { hex: colour } : colour ?? {};
      return { hex: colourIn(hex), weight };
    });
    if (!found.every(({ hex, weight }) => hex && weight > 0 && weight <= HEAVIEST)) return null;
    const total = sum(found.map(({ weight }) => weight));
    return found.map(({ hex, weight }) => ({ hex, share: weight / total }));
  }

  function read(colours) {
    const found = usable(colours);
    if (!found) return false;
    const locked = new Set([...remembered, ...lockedColours()]);
    remembered = [];
    swatches = found.map((swatch) => ({ ...swatch, locked: locked.has(swatch.hex) }));
    return true;
  }

  function take(name) {
    const offered = Object.hasOwn(presets(), name) && presets()[name];
    if (!offered || !read(offered.colours)) return false;
    preset = name;
    wells = given = { background: offered.background, accent: offered.accent };
    return true;
  }

  // Shares -> whole parts of `whole` that sum to it exactly: the largest remainders are rounded up.
  function apportion(whole, list = swatches) {
    const exact = list.map(({ share }) => Math.round(share * whole * 1e6) / 1e6);
    const parts = exact.map(Math.floor);
    const order = exact.map((value, at) => [value - parts[at], at]).sort((one, other) => other[0] - one[0]);
    for (const [, at] of order.slice(0, Math.max(0, whole - sum(parts)))) parts[at] += 1;
    return parts;
  }

  const weighed = (list = swatches) => apportion(1e4, list).map((part, at) => ({ hex: list[at].hex, weight: part / 1e4 }));

  // What anybody wrote of a palette, as get() says it; null when it is none.
  function normal({ palette, background, accent }) {
    const found = usable(palette);
    const colours = found && weighed(found);
    if (!colours?.every(({ weight }) => weight > 0)) return null;
    return { palette: colours, background: colourIn(background), accent: colourIn(accent) };
  }

  const get = () => (preset ? { palette: preset, background: null, accent: null } : { palette: weighed(), ...wells });

  function tell(silent) {
    shown?.();
    if (!silent) document.dispatchEvent(new CustomEvent("hueprint:palette", { detail: get() }));
  }

  // value: what get() gives; a preset's name with a background or accent of one's own is that preset, edited. False when unusable.
  function set(value, { silent = false } = {}) {
    const { palette, background = null, accent = null } = value ?? {};
    if (typeof palette === "string") {
      if (!take(palette)) return false;
      if (background !== null || accent !== null) {
        preset = null;
        wells = { background: background === null ? wells.background : hexOf(background), accent: accent === null ? wells.accent : hexOf(accent) };
      }
    } else {
      if (!read(palette)) return false;
      preset = null;
      wells = { background: background && hexOf(background), accent: accent && hexOf(accent) };
    }
    tell(silent);
    return true;
  }

  const chosen = (well) => (wells[well] === given[well] ? null : wells[well]);

  const edit = (change) => {
    change();
    preset = null;
    tell(false);
  };

  const lightness = (hex) => sum([0.3, 0.59, 0.11].map((weight, at) => weight * parseInt(hex.slice(1 + 2 * at, 3 + 2 * at), 16)));

  // The colour half-way across the widest step of lightness, the one a palette misses most, and its place beside the darker.
  function missing() {
    const order = [...swatches].sort((one, other) => lightness(one.hex) - lightness(other.hex));
    const steps = order.slice(1).map(({ hex }, at) => lightness(hex) - lightness(order[at].hex));
    const at = steps.indexOf(Math.max(...steps));
    const mix = (place) => Math.round((parseInt(order[at].hex.slice(place, place + 2), 16) + parseInt(order[at + 1].hex.slice(place, place + 2), 16)) / 2);
    return { hex: hexOf(`rgb(${mix(1)}, ${mix(3)}, ${mix(5)})`), place: swatches.indexOf(order[at]) + 1 };
  }

  hueprint.palette = {
    FEWEST,
    MOST,
    LEAST,
    get,
    set,
    normal,
    hexOf,
    lightness,
    apportion,
    get preset() {
      return preset;
    },
    get swatches() {
      return swatches;
    },
    get wells() {
      return wells;
    },
    watch(show) {
      shown = show;
      if (swatches.length) show();
    },
    settle: () => hueprint.state?.close(), // the end of a drag or of typing: one step of the history
    choose: (name) => set({ palette: name }),
    // A palette saved whole: its background and accent are its own, as a preset's are.
    adopt(value) {
      if (!set(value, { silent: true })) return;
      given = wells;
      tell(false);
    },
    // Colours that came as a whole palette: a well that was only the last preset's own goes with it, one that a person chose stays.
    replace: (colours, moved = {}) => set({ palette: colours, background: chosen("background"), accent: chosen("accent"), ...moved }),
    recolour: (at, hex) => edit(() => (swatches = swatches.map((swatch, place) => (place === at ? { ...swatch, hex } : swatch)))),
    well: (name, hex) => edit(() => (wells = { ...wells, [name]: hex })),
    // Moves the border between colour `at` and the next so that it ends at `reach` of the whole bar.
    divide: (at, reach) =>
      edit(() => {
        const shares = swatches.map(({ share }) => share);
        const start = sum(shares.slice(0, at));
        const pair = shares[at] + shares[at + 1];
        const least = Math.min(LEAST, pair / 2);
        shares[at] = Math.min(pair - least, Math.max(least, reach - start));
        shares[at + 1] = pair - shares[at];
        give(shares);
      }),
    // Gives colour `at` a share; the others keep their proportions in what is left.
    share: (at, wanted) =>
      edit(() => {
        const most = 1 - LEAST * (swatches.length - 1);
        const own = Math.min(most, Math.max(LEAST, wanted));
        const others = fit(swatches.filter((_, place) => place !== at).map(({ share }) => share), 1 - own);
        others.splice(at, 0, own);
        give(others);
      }),
    // A colour of one's own at the end, else the missing one in its place. Returns the place.
    add(own = null) {
      const { hex, place } = own ? { hex: own, place: swatches.length } : missing();
      edit(() => {
        const share = Math.min(0.12, 1 / (swatches.length + 1));
        swatches = [...swatches.slice(0, place), { hex, share: share / (1 - share), locked: false }, ...swatches.slice(place)];
        give(fit(swatches.map((swatch) => swatch.share), 1));
      });
      return place;
    },
    move: (from, to) =>
      edit(() => {
        const others = swatches.filter((_, place) => place !== from);
        swatches = [...others.slice(0, to), swatches[from], ...others.slice(to)];
      }),
    remove: (at) =>
      edit(() => {
        swatches = swatches.filter((_, place) => place !== at);
        give(fit(swatches.map(({ share }) => share), 1));
      }),
    lock(at) {
      swatches = swatches.map((swatch, place) => (place === at ? { ...swatch, locked: !swatch.locked } : swatch));
      hueprint.memory?.set("locked-colours", lockedColours());
      tell(true); // a lock changes no picture
    },
  };
})();
