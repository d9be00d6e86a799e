// The looks: a click takes one, whole, as one step of the history; only the size stays, and what is locked. Their pictures come in sheets from
// the engine, those in view first, and not before the picture in hand stands. Arrows only move along the row: each is a picture to be weighed,
// not tried on. One's own stand first (looks_own.js).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.looks) return;
  const { state, onMount, radioKeys, radioShow } = hueprint;
  const SHEET = 4; // as many as stand in view at first
  const RETRY = 4000;
  hueprint.looks = true;

  let groups = [];
  let ready = false;
  let busy = false;

  const sight = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) target.hpInView = isIntersecting;
      next();
    },
    { rootMargin: "0px" },
  );

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isOn = (look, now) => Object.keys(look).every((key) => same(look[key], now[key]));

  async function paint(tiles) {
    const body = JSON.stringify({ kind: "look", names: tiles.map((tile) => tile.dataset.look), preferences: {}, density: devicePixelRatio > 1.25 ? 2 : 1 });
    const answer = await fetch("thumbnails", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
    if (!answer?.ok) return false;
    const url = URL.createObjectURL(await answer.blob());
    tiles.forEach((tile, at) => {
      const { style } = tile.querySelector(".hp-thumb");
      style.backgroundImage = `url(${url})`;
      style.backgroundSize = `${tiles.length * 100}% 100%`;
      style.backgroundPosition = `${tiles.length > 1 ? (at / (tiles.length - 1)) * 100 : 0}% 0`;
    });
    return true;
  }

  async function next() {
    const group = groups.find(({ painted, tiles }) => !painted && tiles.some((tile) => tile.hpInView));
    if (!ready || busy || !group) return;
    busy = true;
    group.painted = await paint(group.tiles).catch(() => false);
    busy = false;
    setTimeout(next, group.painted ? 0 : RETRY);
  }

  const idOf = (tile) => tile.dataset.look;
  const stateOf = (id) => state.offer.looks[id] ?? hueprint.ownLooks.get(id);
  const tilesIn = (row) => [...row.querySelectorAll("[data-look]")];

  function take(id) {
    hueprint.ownLooks.choose(id);
    hueprint.locks.take({ edits: [], frame: null, ...stateOf(id) }); // of the picture before nothing stays
  }

  function bind(row) {
    const tiles = tilesIn(row).filter((tile) => idOf(tile) in state.offer.looks);
    row.addEventListener("click", (event) => {
      const tile = event.target.closest("[data-look]");
      if (tile) take(idOf(tile));
    });
    radioKeys(row, (tile) => {
      for (const other of tilesIn(row)) other.tabIndex = other === tile ? 0 : -1;
    });
    sight.disconnect();
    groups = tiles.flatMap((_, at) => (at % SHEET ? [] : [{ tiles: tiles.slice(at, at + SHEET), painted: false }]));
    for (const tile of tiles) sight.observe(tile);
    return (now) => radioShow(row, (tile) => isOn(stateOf(idOf(tile)) ?? { theme: null }, now));
  }

  document.addEventListener("hueprint:frame", (event) => {
    if (ready || !event.detail.final) return;
    ready = true;
    next();
  });

  // Names by id, one's own first; and what a look asks for.
  hueprint.lookNames = () => Object.fromEntries(tilesIn(document.querySelector("#looks .hp-looks")).map((tile) => [idOf(tile), tile.textContent]));
  hueprint.lookOf = stateOf;

  onMount(() => {
    const row = document.querySelector("#looks .hp-looks");
    const show = bind(row);
    hueprint.ownLooks.mount(() => show(state.now));
    state.watch("looks", show);
  });
})();
