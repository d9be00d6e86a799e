// The pictures on the pickers' tiles: each theme in the style and colours now chosen, each style near by on the theme or the photograph in hand, all
// composed by the seed in hand, so that a click brings what its tile shows.
// They come in sheets of a few tiles, one sheet at a time, and only for tiles that are in view; repainted once the hand rests.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.thumbs) return;
  const { state, onMount } = hueprint;
  const KINDS = ["theme", "style"];
  const SHEET = 3; // a row; groups in catalogue order: what one visitor asked for serves the next
  const REST = 450;
  const RETRY = 4000;

  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, { key: "", timer: 0, asked: null, groups: [] }]));
  let busy = false;

  const sight = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) target.hpInView = isIntersecting;
      next();
    },
    { rootMargin: "0px" },
  );

  const isLate = (kind) => (group) => group.key !== kinds[kind].key;
  const inView = ({ tiles }) => tiles.some((tile) => tile.hpInView);
  // What is chosen comes first; then from the top.
  const place = ({ tiles, at }) => (tiles.some((tile) => tile.getAttribute("aria-pressed") === "true") ? -1 : at);
  const byPlace = (one, other) => place(one) - place(other);

  const due = (kind) => kinds[kind].asked && kinds[kind].groups.filter(isLate(kind)).filter(inView).sort(byPlace)[0];

  // What shows another palette or subject than the picture says so until it is painted anew.
  const dim = (kind) => kinds[kind].groups.forEach((group) => group.tiles.forEach((tile) => tile.classList.toggle("hp-stale", group.key !== "" && isLate(kind)(group))));

  // Most styles are told apart by marks that are finer than a tile's pixels: a style's tile is the middle of the picture, nearer.
  function bodyOf(kind, asked, names) {
    const zoom = kind === "style" ? 2 : 1;
    if (!asked.photo) return { kind, names, preferences: asked, zoom };
    return { ...hueprint.tileSheets.ofPhoto(asked.photo, names.map((name) => ({ ...asked, [kind]: name }))), zoom };
  }

  // False when the server cannot just now, so that it is asked again. Tiles that it fails to paint stay as they are; the others come.
  async function paint(kind, group) {
    const { key, asked } = kinds[kind];
    const body = bodyOf(kind, asked, group.tiles.map((tile) => tile.dataset.name));
    const isMeant = () => kinds[kind].key === key && group.tiles[0].isConnected;
    const url = await hueprint.tileSheets.paint(group.tiles, body, isMeant);
    if (url === null) return false;
    if (!isMeant()) return true;
    if (url && group.url) URL.revokeObjectURL(group.url);
    Object.assign(group, { key, url: url || group.url });
    dim(kind);
    return true;
  }

  // The kinds take turns, so that the top of both grids stands first.
  async function next() {
    if (busy) return;
    const ready = KINDS.map((kind) => [kind, due(kind)]).filter(([, group]) => group);
    if (!ready.length) return;
    const [kind, group] = ready.sort(([, one], [, other]) => byPlace(one, other))[0];
    busy = true;
    const fine = await paint(kind, group).catch(() => false);
    busy = false;
    if (fine) next();
    else setTimeout(next, RETRY);
  }

  function refresh(kind, wait = REST) {
    const photo = kind === "style" ? state.now.photo : null; // a theme would take its place
    const { knobs, words, options, tile, ...asked } = state.preferences({ ...state.now, photo, edits: [], frame: null });
    delete asked[kind];
    const key = JSON.stringify(asked);
    const wanted = kinds[kind];
    if (wanted.key === key) return;
    clearTimeout(wanted.timer);
    const first = wanted.key === "";
    wanted.timer = setTimeout(() => {
      Object.assign(wanted, { key, asked });
      dim(kind);
      next();
    }, first ? 0 : wait);
  }

  hueprint.thumbs = { refresh: (wait) => KINDS.forEach((kind) => refresh(kind, wait)) };

  onMount(() => {
    sight.disconnect();
    for (const kind of KINDS) {
      const tiles = [...document.querySelectorAll(`#${kind} .hp-tiles button`)];
      const starts = tiles.map((_, at) => at).filter((at) => at % SHEET === 0);
      kinds[kind].key = "";
      kinds[kind].groups = starts.map((at) => ({ at, tiles: tiles.slice(at, at + SHEET), url: "", key: "" }));
      tiles.forEach((tile) => sight.observe(tile));
    }
  });
})();
