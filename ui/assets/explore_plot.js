// The plot: a grid whose columns move one thing and whose rows another: a slider, the theme's own too, the seed, or what it is made of.
(() => {
  "use strict";
  const { hueprint } = window;
  if (hueprint.explorePlot) return;
  const { state, explore, board } = hueprint;
  hueprint.explorePlot = true;
  const REST = 350;
  const VALUES = [0, 0.25, 0.5, 0.75, 1];
  const MIDDLE = 0.5; // where a slider of the theme's own stands that was never moved

  let base = null;
  let axes = { x: "energy", y: "scale" }; // measured over the themes: the two that change a picture most
  let selects = null;
  let timer = 0;

  const titled = (name) => name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");

  // The others follow in the order of the catalogue on what is in hand, be it a mixture.
  function following(names, now, count) {
    const at = names.indexOf(now);
    return Array.from({ length: Math.min(count - 1, names.length) }, (_, step) => names[(at + 1 + step) % names.length]).filter((name) => name !== now);
  }

  // What is in hand takes the place of the step that is nearest to it, never of an end.
  function among(values, now) {
    if (values.includes(now)) return values;
    const inner = values.slice(1, -1);
    const away = (value) => Math.abs(value - now);
    const nearest = inner.findLastIndex((value) => away(value) === Math.min(...inner.map(away)));
    return now <= 0 || now >= 1 ? values : [values[0], ...inner.map((value, at) => (at === nearest ? now : value)), values.at(-1)];
  }

  // -> [{label, patch}]: the steps along an axis, one of them where the picture in hand stands.
  function steps(axis) {
    const count = VALUES.length;
    const sliders = (now, make) => among(VALUES, now).map((value) => ({ label: value.toFixed(2), patch: value === now ? {} : make(value) }));
    if (state.offer.knobs.includes(axis)) return sliders(base.knobs[axis], (value) => ({ knobs: { [axis]: value } }));
    if (axis === "seed") return Array.from({ length: count }, (_, at) => (base.seed + at) % (state.offer.limits.seed + 1)).map((seed) => ({ label: String(seed), patch: { seed } }));
    const shelf = { theme: state.offer.themes, style: state.offer.styles, palette: state.offer.palettes }[axis];
    if (!shelf) return sliders(base.options[axis.slice(1)] ?? MIDDLE, (value) => ({ options: { [axis.slice(1)]: value } }));
    const wells = axis === "palette" ? { background: null, accent: null } : {};
    const called = (name) => shelf[name]?.name ?? shelf[name] ?? "In hand";
    const others = following(Object.keys(shelf), base[axis], count).map((name) => ({ label: called(name), patch: { [axis]: name, ...wells } }));
    return [{ label: called(base[axis]), patch: {} }, ...others];
  }

  const joined = (one, other) => ({ ...one, ...other, knobs: { ...one.knobs, ...other.knobs }, options: { ...base.options, ...one.options, ...other.options } });

  function lay() {
    clearTimeout(timer);
    if (!explore.isOn("plot")) return;
    const across = steps(axes.x);
    const down = steps(axes.y);
    const called = (axis) => selects[axis].selectedOptions[0].textContent;
    const wishes = down.flatMap((row) =>
      across.map((column) => ({
        state: explore.with(base, joined(row.patch, column.patch)),
        about: `${called("x")} ${column.label}, ${called("y")} ${row.label}`,
      })),
    );
    const labels = (steps) => steps.map(({ label }) => label);
    board.lay(wishes, { columns: across.length, across: labels(across), down: labels(down), axes: [called("x"), called("y")] });
  }

  function offerAxes() {
    const own = state.own(base.theme).map(({ name }) => [`+${name}`, titled(name)]);
    const kinds = [["seed", "Seed"], ["theme", "Theme"], ["style", "Style"], ["palette", "Palette"]];
    const all = [...state.offer.knobs.map((name) => [name, titled(name)]), ...own, ...kinds];
    for (const axis of ["x", "y"]) {
      selects[axis].replaceChildren(...all.map(([value, text]) => new Option(text, value)));
      if (!all.some(([value]) => value === axes[axis])) axes[axis] = ["energy", "scale", "depth"].find((name) => !Object.values(axes).includes(name));
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
