// The looks: a click takes one, whole, as one step of the history; only the size stays, the photograph, and what is locked. Their pictures
// come in sheets from the engine, those in view first, and not before the picture in hand stands; over a photograph they show it. Arrows only
// move along the row: each is a picture to be weighed, not tried on. One's own stand first (looks_own.js).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.looks) return;
  const { state, onMount, radioKeys, radioShow } = hueprint;
  const SHEET = 4; // as many as stand in view at first
  const REST = 450;
  const RETRY = 4000;
  hueprint.looks = true;

  let groups = [];
  let ready = false;
  let busy = false;
  let timer = 0;

  const sight = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) target.hpInView = isIntersecting;
      next();
    },
    { rootMargin: "0px" },
  );

  // Once the hand that moves the photograph's own sliders rests.
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(next, REST);
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isOn = (look, now) => Object.keys(look).every((key) => same(look[key], now[key]));

  const bodyOf = (photo, names) => (photo ? hueprint.tileSheets.ofPhoto(photo, names.map(stateOf)) : { kind: "look", names, preferences: {} });

  // What a group shows hangs on nothing but the photograph in hand.
  async function next() {
    const { photo } = state.now ?? {};
    const key = JSON.stringify(photo);
    const group = groups.find(({ shown, tiles }) => shown !== key && tiles.some((tile) => tile.hpInView));
    if (!ready || busy || !group) return;
    busy = true;
    const isMeant = () => key === JSON.stringify(state.now.photo);
    const url = await hueprint.tileSheets.paint(group.tiles, bodyOf(photo, group.tiles.map(idOf)), isMeant).catch(() => null);
    busy = false;
    if (url && isMeant()) {
      if (group.url) URL.revokeObjectURL(group.url);
      group.url = url;
    }
    if (url !== null) group.shown = key;
    setTimeout(next, url === null ? RETRY : 0);
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
    groups = tiles.flatMap((_, at) => (at % SHEET ? [] : [{ tiles: tiles.slice(at, at + SHEET), shown: null, url: "" }]));
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
    state.watch("looks-photo", soon, ["photo"]);
  });
})();
