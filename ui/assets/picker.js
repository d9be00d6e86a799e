// The theme and style pickers: choose one, or mix two with Shift and a click or an arrow (on a phone: a long press).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.pickers) return;
  const { state, onMount, radioKeys, radioShow } = hueprint;
  const LONG_PRESS = 450;
  const REST = 450;

  const partsOf = (value) => (typeof value === "string" ? [value] : Object.keys(value));

  function mixed(kind, second) {
    const parts = partsOf(state.now[kind]);
    if (parts.includes(second)) {
      const left = parts.filter((name) => name !== second);
      return left.length === 1 ? left[0] : state.now[kind];
    }
    return { [parts[0]]: 0.5, [second]: 0.5 };
  }

  function bindTiles(kind, group) {
    let pressed = 0;
    let longPressed = false;
    const pick = (tile, mix) => state.change({ [kind]: mix ? mixed(kind, tile.dataset.name) : tile.dataset.name });
    group.addEventListener("click", (event) => {
      const tile = event.target.closest("[role=radio]");
      if (tile && !longPressed) pick(tile, event.shiftKey);
      longPressed = false;
    });
    group.addEventListener("pointerdown", (event) => {
      const tile = event.target.closest("[role=radio]");
      longPressed = false;
      if (!tile || event.pointerType === "mouse") return;
      pressed = setTimeout(() => {
        longPressed = true;
        pick(tile, true);
      }, LONG_PRESS);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) group.addEventListener(end, () => clearTimeout(pressed));
    group.addEventListener("contextmenu", (event) => event.target.closest("[role=radio]") && longPressed && event.preventDefault());
    radioKeys(group, pick);
  }

  function bindMix(kind, mix) {
    const slider = mix.querySelector("input");
    slider.addEventListener("input", () => {
      const [first, second] = partsOf(state.now[kind]);
      const share = Math.round(slider.valueAsNumber * 100) / 100;
      state.change({ [kind]: { [first]: Math.round((1 - share) * 100) / 100, [second]: share } }, `${kind}-mix`);
    });
    slider.addEventListener("change", state.close);
    mix.querySelector("button").addEventListener("click", () => state.change({ [kind]: partsOf(state.now[kind])[0] }));
  }

  function show(kind, root, names, value) {
    const parts = partsOf(value);
    const mix = root.querySelector(".hp-mix");
    radioShow(root.querySelector(".hp-tiles"), (tile) => parts.includes(tile.dataset.name));
    mix.hidden = parts.length !== 2;
    if (mix.hidden) return;
    const share = value[parts[1]] / (value[parts[0]] + value[parts[1]]);
    const slider = mix.querySelector("input");
    slider.value = share;
    slider.style.setProperty("--at", share);
    mix.querySelectorAll("[data-side]").forEach((side, at) => {
      side.textContent = names[parts[at]];
    });
  }

  // The tiles show each theme in the style and colours now chosen (and each style on the theme), repainted once the hand rests.
  const sheets = { theme: { key: "", timer: 0 }, style: { key: "", timer: 0 } };

  async function fetchSheet(kind, key, asked) {
    const answer = await fetch("thumbnails", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ kind, preferences: asked }) }).catch(() => null);
    const sheet = sheets[kind];
    if (!answer?.ok || sheet.key !== key) {
      if (sheet.key === key) sheet.key = ""; // the next change asks again
      return;
    }
    const url = URL.createObjectURL(await answer.blob());
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    if (sheet.key !== key) return URL.revokeObjectURL(url);
    const thumbs = [...document.querySelectorAll(`#${kind} .hp-thumb`)];
    thumbs.forEach((thumb, at) => {
      thumb.style.backgroundImage = `url(${url})`;
      thumb.style.backgroundSize = `${thumbs.length * 100}% 100%`;
      thumb.style.backgroundPosition = `${thumbs.length > 1 ? (at / (thumbs.length - 1)) * 100 : 0}% 0`;
    });
    if (sheet.url) URL.revokeObjectURL(sheet.url);
    sheet.url = url;
  }

  function refresh(kind, wait = REST) {
    const { seed, knobs, words, ...asked } = state.preferences();
    delete asked[kind];
    const key = JSON.stringify(asked);
    const sheet = sheets[kind];
    if (sheet.key === key) return;
    clearTimeout(sheet.timer);
    sheet.timer = setTimeout(() => {
      sheet.key = key;
      fetchSheet(kind, key, asked);
    }, wait);
  }

  hueprint.pickers = { refresh: (wait) => ["theme", "style"].forEach((kind) => refresh(kind, wait)) };

  onMount(() => {
    for (const kind of ["theme", "style"]) {
      const root = document.getElementById(kind);
      const names = state.offer[`${kind}s`];
      bindTiles(kind, root.querySelector(".hp-tiles"));
      bindMix(kind, root.querySelector(".hp-mix"));
      state.watch(`picker-${kind}`, (now, before) => {
        if (now[kind] !== before?.[kind]) show(kind, root, names, now[kind]);
      });
      sheets[kind].key = "";
    }
  });
})();
