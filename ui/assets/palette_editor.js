// Shows the palette and takes the hand's changes: presets, a tile for each colour, the selected one's fields.
// Built with DOM calls and textContent only.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteEditor) return;
  const { palette, paletteBar: bar, paletteSources: sources } = hueprint;
  const STEP = 0.01;
  const WIDEST_ROW = 7;

  let root = null;
  let parts = {};
  let selected = 0;
  let namedAs; // the preset the gallery marks

  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const percent = (share) => `${Math.round(share * 100)}%`;
  const say = (text) => {
    parts.message.textContent = text;
  };
  const notAColour = (text) => `“${text.slice(0, 32)}” is not a colour; write it like #e8663f, rgb(232, 102, 63) or hsl(14, 79%, 58%).`;

  const fieldValue = (field, text) => {
    if (document.activeElement !== field || !field.dataset.typing) field.value = text;
  };

  // A text field: Enter or leaving takes what was typed, Escape puts back what was there.
  function typed(field, take) {
    field.addEventListener("input", () => (field.dataset.typing = "yes"));
    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => {
      delete field.dataset.typing;
      take(field.value.trim());
      palette.settle();
      show();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") field.blur();
      if (event.key !== "Escape") return;
      delete field.dataset.typing;
      show();
      field.select();
    });
  }

  function select(at, focus = false) {
    selected = Math.max(0, Math.min(at, palette.swatches.length - 1));
    say("");
    show();
    if (focus) parts.tiles.children[selected].firstChild.focus();
  }

  function remove(at) {
    if (palette.swatches.length <= palette.FEWEST) return say(`A palette needs at least ${palette.FEWEST} colours.`);
    palette.remove(at);
    palette.settle();
    select(Math.min(at, palette.swatches.length - 1));
  }

  function add() {
    if (palette.swatches.length >= palette.MOST) return say(`A palette holds at most ${palette.MOST} colours.`);
    const place = palette.add();
    palette.settle();
    select(place);
  }

  function takeShare(at, text) {
    const wanted = Number(text.replace("%", "").replace(",", ".")) / 100;
    if (text === "" || !Number.isFinite(wanted) || wanted <= 0 || wanted >= 1) return say("A share is a number of percent between 1 and 99.");
    const most = 1 - palette.LEAST * (palette.swatches.length - 1);
    say(wanted > most ? `Every other colour keeps 1%, so this one has ${percent(most)}.` : "");
    if (Math.round(wanted * 100) !== palette.apportion(100)[at] || !Number.isInteger(wanted * 100)) palette.share(at, wanted);
  }

  function takeColour(at, text) {
    const hex = palette.hexOf(text);
    if (hex) {
      say("");
      if (hex !== palette.swatches[at].hex) palette.recolour(at, hex);
    } else if (/[\s,;|-]/.test(text)) sources.useText(text);
    else say(notAColour(text));
  }

  function tile(at) {
    const chip = make("button", { type: "button", class: "hp-pal-chip" }, parts.lock.querySelector("svg:last-of-type").cloneNode(true));
    const share = make("input", { type: "text", inputmode: "decimal", class: "hp-pal-share", maxlength: "8", autocomplete: "off" });
    chip.addEventListener("click", () => select(at));
    chip.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (by) select(at + by, true);
      else if (key === "delete" || key === "backspace") remove(at);
      else if (key === "l") palette.lock(at);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    typed(share, (text) => takeShare(at, text));
    share.addEventListener("keydown", (event) => {
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
      share.setAttribute("aria-label", `Share of ${hex} in percent`);
      fieldValue(share, `${whole[at]}%`);
    });
  }

  function showWell(extra) {
    const hex = palette.wells[extra.dataset.well];
    const [well, field, none] = extra.lastElementChild.children;
    well.classList.toggle("hp-pal-none", !hex);
    well.value = hex ?? "#808080";
    fieldValue(field, hex ?? "");
    none.disabled = !hex;
  }

  function show() {
    if (!root) return;
    const { swatches, preset } = palette;
    selected = Math.min(selected, swatches.length - 1);
    if (parts.tiles.children.length !== swatches.length) rebuild(swatches.length);
    const whole = palette.apportion(100);
    bar.show(swatches, whole);
    showTiles(swatches, whole);
    const one = swatches[selected];
    parts.well.value = one.hex;
    fieldValue(parts.hex, one.hex);
    parts.lock.setAttribute("aria-pressed", String(one.locked));
    parts.wells.forEach(showWell);
    if (preset === namedAs) return;
    namedAs = preset;
    parts.name.firstChild.textContent = preset ? hueprint.state.offer.palettes[preset].name : "Your own";
    hueprint.radioShow(parts.gallery, (item) => item.dataset.name === preset);
  }

  function openGallery(open) {
    if (parts.gallery.hidden === !open) return;
    parts.gallery.hidden = !open;
    parts.name.setAttribute("aria-expanded", String(open));
    if (!open) return;
    parts.gallery.scrollIntoView({ block: "nearest" });
    parts.gallery.querySelector('[role=radio][tabindex="0"]').focus();
  }

  function bindGallery() {
    const choose = (item) => {
      say("");
      palette.choose(item.dataset.name);
      palette.settle();
    };
    parts.name.addEventListener("click", () => openGallery(parts.gallery.hidden));
    parts.gallery.addEventListener("click", (event) => {
      const item = event.target.closest("[role=radio]");
      if (item) choose(item);
    });
    hueprint.radioKeys(parts.gallery, choose);
    parts.gallery.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      openGallery(false);
      parts.name.focus();
    });
    parts.gallery.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !parts.gallery.contains(relatedTarget) && relatedTarget !== parts.name) openGallery(false);
    });
  }

  function bindInspector() {
    parts.well.addEventListener("input", () => palette.recolour(selected, parts.well.value));
    parts.well.addEventListener("change", palette.settle);
    typed(parts.hex, (text) => takeColour(selected, text));
    parts.lock.addEventListener("click", () => palette.lock(selected));
    parts.remove.addEventListener("click", () => remove(selected));
    parts.harmony.addEventListener("change", () => {
      sources.harmony(palette.swatches[selected].hex, parts.harmony.value);
      parts.harmony.value = "";
    });
  }

  function bindWell(extra) {
    const name = extra.dataset.well;
    const [well, field, none] = extra.lastElementChild.children;
    well.addEventListener("input", () => palette.well(name, well.value));
    well.addEventListener("change", palette.settle);
    none.addEventListener("click", () => {
      palette.well(name, null);
      palette.settle();
    });
    typed(field, (text) => {
      const hex = /^(none)?$/i.test(text) ? null : palette.hexOf(text);
      say(hex === null && text && !/^none$/i.test(text) ? notAColour(text) : "");
      if (hex !== palette.wells[name] && (hex || !text || /^none$/i.test(text))) palette.well(name, hex);
    });
  }

  function openPaste(open) {
    parts.paste.hidden = !open;
    parts.actions.querySelector('[data-do="paste"]').setAttribute("aria-expanded", String(open));
    if (open) parts.paste.firstChild.focus();
  }

  function bindActions() {
    const file = parts.actions.querySelector("input");
    const deeds = { add, paste: () => openPaste(parts.paste.hidden), picture: () => file.click(), reroll: sources.reroll };
    parts.actions.addEventListener("click", (event) => deeds[event.target.dataset.do]?.());
    file.addEventListener("change", () => {
      if (file.files[0]) sources.extract(file.files[0]);
      file.value = "";
    });
    const text = parts.paste.firstChild;
    parts.paste.addEventListener("submit", async (event) => {
      event.preventDefault();
      await sources.useText(text.value);
      if (parts.message.textContent) return;
      text.value = "";
      openPaste(false);
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) parts.paste.requestSubmit();
      if (event.key === "Escape") openPaste(false);
    });
  }

  document.addEventListener("pointerdown", (event) => {
    if (root && !parts.gallery.contains(event.target) && !parts.name.contains(event.target)) openGallery(false);
  });

  function bind() {
    root = document.querySelector("#palette .hp-palette");
    const one = (name) => root.querySelector(`.hp-pal-${name}`);
    const names = ["name", "gallery", "bar", "tiles", "hex", "well", "harmony", "lock", "remove", "actions", "paste", "message"];
    parts = Object.fromEntries(names.map((name) => [name, one(name)]));
    parts.wells = [...root.querySelectorAll("[data-well]")];
    namedAs = undefined;
    bar.bind(parts.bar, select);
    parts.bar.addEventListener("pointerdown", () => say(""));
    bindGallery();
    bindInspector();
    parts.wells.forEach(bindWell);
    bindActions();
    sources.bind(root, say, (busy) => root.setAttribute("aria-busy", String(busy)));
    palette.watch(show);
  }

  hueprint.paletteEditor = true;
  hueprint.onMount(bind);
})();
