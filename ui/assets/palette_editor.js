// Shows the palette and takes the hand's changes: presets, a tile for each colour, the selected one's fields.
// Built with DOM calls and textContent only.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteEditor) return;
  const { palette, paletteBar: bar, paletteOrder: order, paletteGallery: gallery, paletteSources: sources } = hueprint;
  const { say, fill, typed, bind: bindMessage } = hueprint.paletteMessage;
  const STEP = 0.01;
  const WIDEST_ROW = 7;

  let root = null;
  let parts = {};
  let selected = 0;

  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const percent = (share) => `${Math.round(share * 100)}%`;
  const notAColour = (text) => `“${text.slice(0, 32)}” is not a colour; write it like #e8663f, rgb(232, 102, 63) or hsl(14, 79%, 58%).`;

  // focus: the place, within the tile, of what the hand goes to: 0 the colour, 1 its share.
  function select(at, focus = null) {
    selected = Math.max(0, Math.min(at, palette.swatches.length - 1));
    say("");
    show();
    if (focus !== null) parts.tiles.children[selected].children[focus].focus();
  }

  function remove(at) {
    if (palette.swatches.length <= palette.FEWEST) return say(`A palette needs at least ${palette.FEWEST} colours.`, { under: parts.one });
    palette.remove(at);
    palette.settle();
    select(Math.min(at, palette.swatches.length - 1));
  }

  function add() {
    if (palette.swatches.length >= palette.MOST) return say(`A palette holds at most ${palette.MOST} colours.`, { under: parts.actions });
    const place = palette.add();
    palette.settle();
    select(place);
  }

  function takeShare(at, text) {
    const typed = Number(text.replace("%", "").replace(",", ".")) / 100;
    if (text === "" || !Number.isFinite(typed)) return say("A share is a number of percent between 1 and 99.", { under: parts.tiles });
    const most = 1 - palette.LEAST * (palette.swatches.length - 1);
    const wanted = Math.min(most, Math.max(palette.LEAST, typed));
    const why = typed > most ? `Every other colour keeps 1%, so this one has ${percent(most)}.` : typed < palette.LEAST ? "A colour has at least 1%." : "";
    say(why, { under: parts.tiles, note: true });
    if (Math.round(wanted * 100) !== palette.apportion(100)[at] || !Number.isInteger(wanted * 100)) palette.share(at, wanted);
  }

  // Nothing typed asks for nothing: what was there comes back.
  function takeColour(at, text) {
    if (!text) {
      say("");
      return true;
    }
    const hex = palette.hexOf(text);
    if (!hex && /[\s,;|-]/.test(text)) return sources.useText(text, parts.one);
    say(hex ? "" : notAColour(text), { under: parts.one });
    if (hex && hex !== palette.swatches[at].hex) palette.recolour(at, hex);
    return Boolean(hex);
  }

  const settle = () => {
    palette.settle();
    show();
  };

  // A hand sees where it carries a colour; by keys it is told.
  function carry(at, by) {
    const to = order.step(at, by);
    if (to !== null) say(`${palette.swatches[to].hex} is colour ${to + 1} of ${palette.swatches.length} now.`, { under: parts.tiles, note: true });
  }

  function tile(at) {
    const chip = make("button", { type: "button", class: "hp-pal-chip", title: "Drag it among the others, or Alt and an arrow" }, parts.lock.querySelector("svg:last-of-type").cloneNode(true));
    const share = make("input", { type: "text", inputmode: "decimal", class: "hp-pal-share", maxlength: "8", autocomplete: "off" });
    chip.addEventListener("click", () => select(at));
    chip.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || (event.altKey && !by)) return;
      if (by && event.altKey) carry(at, by);
      else if (by) select(at + by, 0);
      else if (key === "delete" || key === "backspace") remove(at);
      else if (key === "l") palette.lock(at);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    typed(share, (text) => takeShare(at, text), settle);
    share.addEventListener("keydown", (event) => {
      const to = { ArrowRight: 1, ArrowLeft: -1 }[event.key]; // among the shares, unless the hand is typing
      if (to && !share.dataset.typing && !event.shiftKey) {
        event.preventDefault();
        select(at + to, 1);
      }
      const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
      if (!by) return;
      event.preventDefault();
      delete share.dataset.typing;
      palette.share(at, palette.swatches[at].share + by);
    });
    return make("div", { class: "hp-pal-tile" }, chip, share);
  }

  // New tiles for another number of colours; a hand that was on them stays on the selected one.
  function rebuild(count) {
    const held = parts.tiles.contains(document.activeElement) || parts.bar.contains(document.activeElement);
    bar.build(count);
    parts.tiles.style.setProperty("--columns", count <= WIDEST_ROW ? count : Math.ceil(count / 2));
    parts.tiles.replaceChildren(...Array.from({ length: count }, (_, at) => tile(at)));
    if (held) parts.tiles.children[selected].firstChild.focus({ preventScroll: true });
  }

  function showTiles(swatches, whole) {
    swatches.forEach(({ hex, locked }, at) => {
      const [chip, share] = parts.tiles.children[at].children;
      chip.style.background = hex;
      chip.style.color = palette.lightness(hex) > 140 ? "#000" : "#fff";
      chip.setAttribute("aria-label", `${hex}, ${whole[at]}%${locked ? ", locked" : ""}`);
      chip.setAttribute("aria-pressed", String(at === selected));
      chip.tabIndex = at === selected ? 0 : -1;
      chip.classList.toggle("hp-pal-locked", locked);
      share.tabIndex = at === selected ? 0 : -1;
      share.setAttribute("aria-label", `Share of ${hex} in percent`);
      fill(share, `${whole[at]}%`);
    });
  }

  function showWell(extra) {
    const hex = palette.wells[extra.dataset.well];
    const [well, field, none] = extra.lastElementChild.children;
    well.classList.toggle("hp-pal-none", !hex);
    well.value = hex ?? "#808080";
    fill(field, hex ?? "");
    none.disabled = !hex;
  }

  function show() {
    if (!root) return;
    const { swatches } = palette;
    selected = Math.min(selected, swatches.length - 1);
    if (parts.tiles.children.length !== swatches.length) rebuild(swatches.length);
    const whole = palette.apportion(100);
    bar.show(swatches, whole, selected);
    showTiles(swatches, whole);
    const one = swatches[selected];
    parts.well.value = one.hex;
    fill(parts.hex, one.hex);
    parts.lock.setAttribute("aria-pressed", String(one.locked));
    parts.wells.forEach(showWell);
    gallery.show();
  }

  function bindInspector() {
    parts.well.addEventListener("input", () => palette.recolour(selected, parts.well.value));
    parts.well.addEventListener("change", palette.settle);
    typed(parts.hex, (text) => takeColour(selected, text), settle);
    parts.lock.addEventListener("click", () => palette.lock(selected));
    parts.remove.addEventListener("click", () => remove(selected));
    parts.harmony.addEventListener("change", () => {
      sources.harmony(palette.swatches[selected].hex, parts.harmony.value, parts.one);
      parts.harmony.value = "";
    });
  }

  function bindWell(extra) {
    const name = extra.dataset.well;
    const [well, field, none] = extra.lastElementChild.children;
    well.addEventListener("input", () => palette.well(name, well.value));
    well.addEventListener("change", palette.settle);
    none.addEventListener("click", () => {
      well.focus(); // the button is about to be off
      palette.well(name, null);
      palette.settle();
    });
    const row = extra.parentElement;
    const take = (text) => {
      const hex = /^(none)?$/i.test(text) ? null : palette.hexOf(text);
      const wrong = hex === null && !/^(none)?$/i.test(text);
      say(wrong ? notAColour(text) : "", { under: row });
      if (!wrong && hex !== palette.wells[name]) palette.well(name, hex);
      return !wrong;
    };
    typed(field, take, settle);
  }

  function openPaste(open) {
    const holds = parts.paste.contains(document.activeElement);
    parts.paste.hidden = !open;
    parts.actions.querySelector('[data-do="paste"]').setAttribute("aria-expanded", String(open));
    if (open) parts.paste.firstChild.focus();
    else if (holds) parts.actions.querySelector('[data-do="paste"]').focus();
  }

  function bindActions() {
    const file = parts.actions.querySelector("input");
    const deeds = { add, paste: () => (say(""), openPaste(parts.paste.hidden)), picture: () => file.click(), reroll: () => sources.reroll(parts.actions), ramp: () => sources.ramp(parts.actions) };
    parts.actions.addEventListener("click", (event) => deeds[event.target.dataset.do]?.());
    file.addEventListener("change", () => {
      if (file.files[0]) sources.take(file.files[0]);
      file.value = "";
    });
    const text = parts.paste.firstChild;
    parts.paste.addEventListener("submit", async (event) => {
      event.preventDefault();
      if ((await sources.useText(text.value, parts.paste)) === false) return;
      text.value = "";
      openPaste(false);
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) parts.paste.requestSubmit();
      if (event.key === "Escape") deeds.paste();
    });
  }

  function bind() {
    root = document.querySelector("#palette .hp-palette");
    const one = (name) => root.querySelector(`.hp-pal-${name}`);
    const names = ["bar", "tiles", "one", "hex", "well", "harmony", "lock", "remove", "actions", "paste", "message"];
    parts = Object.fromEntries(names.map((name) => [name, one(name)]));
    parts.wells = [...root.querySelectorAll("[data-well]")];
    bar.bind(parts.bar, select);
    order.bind(parts.tiles, (at) => select(at, 0));
    parts.bar.addEventListener("pointerdown", () => say(""));
    gallery.bind(root);
    bindMessage(parts.message);
    bindInspector();
    parts.wells.forEach(bindWell);
    bindActions();
    const busy = (on) => root.setAttribute("aria-busy", String(on));
    const selectColour = (hex) => select(Math.max(0, palette.swatches.findIndex((swatch) => swatch.hex === hex)));
    sources.bind(root, { busy, selectColour });
    palette.watch(show);
  }

  hueprint.paletteEditor = true;
  hueprint.onMount(bind);
})();
