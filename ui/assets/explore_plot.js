// The plot: a grid whose columns move one thing and whose rows another: a slider, the theme's own too, the seed, or what it is made of.
(() => {
  "use strict";
  const { hueprint } = window;
  if (hueprint.explorePlot) return;
  const { state, explore, board } = hueprint;
  hueprint.explorePlot = true;
  const REST = 350;
  const VALUES = [0, 0.25, 0.5, 0.75, 1];
  const ROWS = 4;
  const ROW_VALUES = [0, 0.33, 0.67, 1];

  let base = null;
  let axes = { x: "detail", y: "energy" };
  let selects = null;
  let timer = 0;

  const titled = (name) => name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");

  // The first is what is in hand; the others follow in the order of the catalogue.
  function following(names, now, count) {
    const at = Math.max(0, names.indexOf(now));
    return Array.from({ length: Math.min(count, names.length) }, (_, step) => names[(at + step) % names.length]);
  }

  // -> [{label, patch}]: the steps along an axis.
  function steps(axis, count) {
    const values = count === ROWS ? ROW_VALUES : VALUES;
    const sliders = (make) => values.map((value) => ({ label: value.toFixed(2), patch: make(value) }));
    if (state.offer.knobs.includes(axis)) return sliders((value) => ({ knobs: { [axis]: value } }));
    if (axis === "seed") return Array.from({ length: count }, (_, at) => (base.seed + at) % (state.offer.limits.seed + 1)).map((seed) => ({ label: String(seed), patch: { seed } }));
    const shelf = { theme: state.offer.themes, style: state.offer.styles, palette: state.offer.palettes }[axis];
    if (!shelf) return sliders((value) => ({ options: { [axis.slice(1)]: value } }));
    const wells = axis === "palette" ? { background: null, accent: null } : {};
    return following(Object.keys(shelf), base[axis], count).map((name) => ({ label: shelf[name].name ?? shelf[name], patch: { [axis]: name, ...wells } }));
  }

  const joined = (one, other) => ({ ...one, ...other, knobs: { ...one.knobs, ...other.knobs }, options: { ...base.options, ...one.options, ...other.options } });

  function lay() {
    clearTimeout(timer);
    if (!explore.isOn("plot")) return;
    const across = steps(axes.x, VALUES.length);
    const down = steps(axes.y, ROWS);
    const called = (axis) => selects[axis].selectedOptions[0].textContent;
    const wishes = down.flatMap((row) =>
      across.map((column) => ({
        state: explore.with(base, joined(row.patch, column.patch)),
        about: `${called("x")} ${column.label}, ${called("y")} ${row.label}`,
      })),
    );
    board.lay(wishes, { columns: across.length, across: across.map(({ label }) => label), down: down.map(({ label }) => label) });
  }

  function offerAxes() {
    const own = state.own(base.theme).map(({ name }) => [`+${name}`, titled(name)]);
    const kinds = [["seed", "Seed"], ["theme", "Theme"], ["style", "Style"], ["palette", "Palette"]];
    const all = [...state.offer.knobs.map((name) => [name, titled(name)]), ...own, ...kinds];
    for (const axis of ["x", "y"]) {
      selects[axis].replaceChildren(...all.map(([value, text]) => new Option(text, value)));
      if (!all.some(([value]) => value === axes[axis])) axes[axis] = axis === "x" ? "detail" : "energy";
      selects[axis].value = axes[axis];
    }
  }

  function begin() {
    base = state.now;
    offerAxes();
    lay();
  }

  explore.mode("plot", {
    mount(root) {
      selects = { x: root.querySelector("#plot-x"), y: root.querySelector("#plot-y") };
      for (const axis of ["x", "y"]) {
        selects[axis].addEventListener("change", () => {
          const other = axis === "x" ? "y" : "x";
          if (selects[axis].value === axes[other]) axes[other] = axes[axis]; // the same on both: they change places
          axes[axis] = selects[axis].value;
          begin();
        });
      }
      root.querySelector("#plot-swap").addEventListener("click", () => {
        axes = { x: axes.y, y: axes.x };
        begin();
      });
    },
    enter() {
      board.show(true);
      board.forget();
      begin();
    },
    leave() {
      clearTimeout(timer);
      board.show(false);
    },
    show(now, before) {
      if (board.holds(now) && (!before || String(now.size) === String(before.size))) return;
      clearTimeout(timer);
      timer = setTimeout(() => explore.isOn("plot") && begin(), REST);
    },
  });
})();
