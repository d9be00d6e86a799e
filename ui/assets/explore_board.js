// The board: a grid of pictures to take. A click takes one as a step of the history; Shift and a click, a long press, or any click while
// "Mix half-way" is on go half-way there. Arrows move from tile to tile; Enter takes. Tiles in view are painted first.
//
//   hueprint.board.lay(wishes, {columns, across, down, axes})   wishes: [{state, name, about}]; across, down: what stands beside the grid;
//                                                               axes: what goes across it and what down
//   hueprint.board.holds(now)                                   whether a tile shows that state; marks it
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.board) return;
  const { state, locks, sheets, radioKeys, radioShow } = hueprint;
  const LONG_PRESS = 450;

  let grid = null;
  let template = null;
  let tiles = []; // {button, wish, key, painted}
  let job = null;
  let timer = 0;
  let onTwice = () => {};

  const keyOf = (of) => JSON.stringify(state.preferences(of));

  const sight = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) target.hpInView = isIntersecting;
      clearTimeout(timer);
      timer = setTimeout(paint, 30);
    },
    { rootMargin: "80px" },
  );

  function put(tile, bitmap) {
    const canvas = tile.button.querySelector("canvas");
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    tile.painted = tile.key;
    tile.shown = tile.wish.state; // what a click takes is what the tile shows
    tile.button.classList.add("hp-painted");
  }

  function paint() {
    job?.stop();
    const due = tiles.filter((tile) => tile.painted !== tile.key && tile.button.hpInView);
    const aspect = hueprint.explore.aspect();
    const wanted = due.map(({ wish, key }) => ({ wish, key }));
    job = sheets.paint(due.map(({ wish }) => ({ state: wish.state, aspect })), (at, bitmap) => due[at].key === wanted[at].key && put(due[at], bitmap));
  }

  function take(tile, half) {
    const target = tile.shown ?? tile.wish.state;
    const { size, words, ...whole } = target;
    if (half) locks.take(hueprint.mix([{ state: state.now, weight: 0.5 }, { state: target, weight: 0.5 }]));
    else locks.take(whole);
  }

  const mixes = () => document.getElementById("explore-mix").getAttribute("aria-pressed") === "true";
  const tileOf = (event) => tiles.find(({ button }) => button === event.target.closest(".hp-ex-tile"));

  function bind() {
    let pressed = 0;
    let finger = null;
    let long = false;
    grid.addEventListener("click", (event) => {
      const tile = tileOf(event);
      if (tile && !long) take(tile, event.shiftKey || mixes());
      long = false;
    });
    grid.addEventListener("dblclick", (event) => tileOf(event) && onTwice());
    grid.addEventListener("pointerdown", (event) => {
      const tile = tileOf(event);
      long = false;
      if (!tile || event.pointerType === "mouse") return;
      finger = event.pointerId;
      pressed = setTimeout(() => {
        long = true;
        take(tile, true);
      }, LONG_PRESS);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) grid.addEventListener(end, ({ pointerId }) => pointerId === finger && clearTimeout(pressed));
    grid.addEventListener("contextmenu", (event) => long && event.preventDefault());
    radioKeys(grid, (button) => tiles.forEach((tile) => (tile.button.tabIndex = tile.button === button ? 0 : -1)));
  }

  const label = (text, kind) => Object.assign(document.createElement("span"), { className: `hp-ex-label hp-ex-${kind}`, textContent: text });

  function make() {
    const button = template.content.firstElementChild.cloneNode(true);
    sight.observe(button);
    return { button, wish: null, key: "", painted: "", shown: null };
  }

  function dress(tile, wish) {
    tile.wish = wish;
    tile.key = keyOf(wish.state);
    const { button } = tile;
    button.style.setProperty("--aspect", hueprint.explore.aspect());
    button.querySelector(".hp-name").textContent = wish.name ?? "";
    button.setAttribute("aria-label", wish.about ?? wish.name);
    button.title = wish.about ?? "";
  }

  function lay(wishes, { columns = 0, across = [], down = [], axes = [] } = {}) {
    while (tiles.length > wishes.length) {
      const { button } = tiles.pop();
      sight.unobserve(button);
      button.remove();
    }
    while (tiles.length < wishes.length) tiles.push(make());
    tiles.forEach((tile, at) => dress(tile, wishes[at]));
    grid.classList.toggle("hp-ex-plot", columns > 0);
    grid.style.setProperty("--columns", columns || 1);
    const rows = columns ? down.flatMap((text, row) => [label(text, "down"), ...tiles.slice(row * columns, (row + 1) * columns).map(({ button }) => button)]) : tiles.map(({ button }) => button);
    grid.style.setProperty("--rows", down.length || 1);
    const heads = () => [...["x", "y"].map((axis, at) => label(axes[at], `axis hp-ex-${axis}`)), label("", "corner"), ...across.map((text) => label(text, "across"))];
    grid.replaceChildren(...(columns ? heads() : []), ...rows);
    mark();
    clearTimeout(timer);
    timer = setTimeout(paint, 30);
  }

  function mark() {
    const key = keyOf(state.now);
    radioShow(grid, (button) => tiles.some((tile) => tile.button === button && tile.key === key));
    return tiles.some((tile) => tile.key === key);
  }

  hueprint.board = {
    mount(root) {
      grid = root.querySelector("#explore-board");
      template = root.querySelector(".hp-ex-board > template");
      tiles = [];
      const mix = root.querySelector("#explore-mix");
      mix.addEventListener("click", () => mix.setAttribute("aria-pressed", String(!mixes())));
      bind();
    },
    lay,
    holds: mark,
    twice: (act) => (onTwice = act),
    show: (on) => {
      grid.hidden = !on;
      if (!on) job?.stop();
    },
    forget() {
      for (const { button } of tiles) sight.unobserve(button);
      tiles = [];
      grid.replaceChildren();
    },
  };
})();
