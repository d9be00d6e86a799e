// The pictures on the pickers' tiles: each theme in the style and colours now chosen, and each style on the theme. They come in sheets
// of a few tiles, one sheet at a time, and only for tiles that are in view; repainted once the hand rests.
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

  const due = (kind) => kinds[kind].asked && kinds[kind].groups.find((group) => group.key !== kinds[kind].key && group.tiles.some((tile) => tile.hpInView));

  function put(group, url, key) {
    group.tiles.forEach((tile, at) => {
      const { style } = tile.querySelector(".hp-thumb");
      style.backgroundImage = `url(${url})`;
      style.backgroundSize = `${group.tiles.length * 100}% 100%`;
      style.backgroundPosition = `${group.tiles.length > 1 ? (at / (group.tiles.length - 1)) * 100 : 0}% 0`;
    });
    if (group.url) URL.revokeObjectURL(group.url);
    Object.assign(group, { url, key });
  }

  // False when the server cannot just now, so that it is asked again. Tiles that it fails to paint stay as they are; the others come.
  async function paint(kind, group) {
    const { key, asked } = kinds[kind];
    const names = group.tiles.map((tile) => tile.dataset.name);
    const body = JSON.stringify({ kind, names, preferences: asked, density: devicePixelRatio > 1.25 ? 2 : 1 });
    const answer = await fetch("thumbnails", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
    if (!answer || answer.status === 503) return false;
    if (!answer.ok) {
      group.key = key;
      return true;
    }
    const url = URL.createObjectURL(await answer.blob());
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    if (kinds[kind].key === key && group.tiles[0].isConnected) put(group, url, key);
    else URL.revokeObjectURL(url);
    return true;
  }

  // The kinds take turns, so that the top of both grids stands first.
  async function next() {
    if (busy) return;
    const ready = KINDS.map((kind) => [kind, due(kind)]).filter(([, group]) => group);
    if (!ready.length) return;
    const [kind, group] = ready.sort(([, one], [, other]) => one.at - other.at)[0];
    busy = true;
    const fine = await paint(kind, group).catch(() => false);
    busy = false;
    if (fine) next();
    else setTimeout(next, RETRY);
  }

  function refresh(kind, wait = REST) {
    const { seed, knobs, words, options, tile, ...asked } = state.preferences({ ...state.now, photo: null, edits: [], frame: null });
    delete asked[kind];
    const key = JSON.stringify(asked);
    const wanted = kinds[kind];
    if (wanted.key === key) return;
    clearTimeout(wanted.timer);
    const first = wanted.key === "";
    wanted.timer = setTimeout(() => {
      Object.assign(wanted, { key, asked });
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
