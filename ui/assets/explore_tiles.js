// Four boards: variations around a picture; every theme, every style, every palette of it. A board stays while one takes from it, so that
// one tile can be weighed against the next; when the hand changes the picture otherwise, it is laid anew around that.
(() => {
  "use strict";
  const { hueprint } = window;
  if (hueprint.exploreTiles) return;
  const { state, explore, board, locks, titleOf } = hueprint;
  hueprint.exploreTiles = true;
  const REST = 350;
  const FEW = 12;
  const MANY = 15; // three rows where five stand in one
  const WIDE = "(min-width: 1800px)";

  let base = null;
  let round = 0;
  let timer = 0;
  let far = null;

  const titled = (name) => name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");

  // What a variation changes, in words.
  function told(patch) {
    const now = explore.with(base, patch);
    const sliders = Object.entries(now.knobs).concat(Object.entries(now.options)).filter(([name, value]) => value !== (base.knobs[name] ?? base.options[name] ?? 0.5));
    const parts = [
      now.theme !== base.theme && titleOf("theme", now.theme),
      now.style !== base.style && titleOf("style", now.style),
      now.seed !== base.seed && `seed ${now.seed}`,
      ...sliders.map(([name, value]) => `${titled(name)} ${value.toFixed(2)}`),
      now.palette !== base.palette && "other shares",
    ];
    return parts.filter(Boolean).join(", ") || "This picture";
  }

  const wishesOf = {
    around: () => hueprint.variations(base, far.valueAsNumber, round, matchMedia(WIDE).matches ? MANY : FEW).map((patch) => ({ state: explore.with(base, patch), about: told(patch) })),
    // A theme stands where a photograph stands: whoever takes one leaves the photograph, and one step back has it again.
    theme: () => Object.entries(state.offer.themes).map(([theme, name]) => ({ state: explore.with(base, { theme, photo: null }), name })),
    // Of a photograph that only changes its colours no style is seen: whoever takes one has it painted.
    style() {
      const painted = base.photo && { ...base.photo, recolour: false };
      return Object.entries(state.offer.styles).map(([style, name]) => ({ state: explore.with(base, { style, photo: painted }), name }));
    },
    palette: () =>
      Object.entries(state.offer.palettes).map(([palette, { name }]) => ({ state: explore.with(base, { palette, background: null, accent: null }), name })),
  };

  function lay(kind) {
    clearTimeout(timer);
    if (explore.isOn(kind)) board.lay(wishesOf[kind]());
  }

  function recentre(kind, wait = 0) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      base = state.now;
      lay(kind);
    }, wait);
  }

  for (const kind of Object.keys(wishesOf)) {
    explore.mode(kind, {
      enter() {
        base = state.now;
        board.show(true);
        board.forget();
        lay(kind);
      },
      leave() {
        clearTimeout(timer);
        board.show(false);
      },
      show(now, before) {
        const sameShape = !before || String(now.size) === String(before.size);
        if (board.holds(now) && sameShape) clearTimeout(timer);
        else recentre(kind, REST);
      },
      mount: kind !== "around" ? null : (root) => {
        far = root.querySelector("#explore-far");
        board.mount(root);
        const showFar = () => {
          far.style.setProperty("--from", 0);
          far.style.setProperty("--to", far.value);
        };
        far.addEventListener("input", () => {
          showFar();
          clearTimeout(timer);
          timer = setTimeout(lay, 120, "around");
        });
        showFar();
        root.querySelector("#explore-others").addEventListener("click", () => {
          round += 1;
          lay("around");
        });
        root.querySelector("#explore-here").addEventListener("click", () => recentre("around"));
        board.twice(() => explore.isOn("around") && recentre("around"));
        document.addEventListener("hueprint:locks", () => lay("around"));
      },
    });
  }
})();
