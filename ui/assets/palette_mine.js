// The group of one's own palettes, on top of the gallery: each is renamed where it stands and deleted (and brought back), all of them go
// out as one file and come in from one.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteMine) return;
  const { ownPalettes: own } = hueprint;
  const FILE = "hueprint-palettes.json";
  const MOST_BYTES = 256 * 1024;

  let group = null;
  let list = null;
  let drawn = () => {};

  const rowOf = (id) => list.querySelector(`[data-own="${CSS.escape(id)}"]`)?.parentElement;

  function focusOn(row) {
    const target = row?.firstElementChild ?? group.closest(".hp-pal-gallery").querySelector("input");
    target.focus({ preventScroll: true });
  }

  // Swatches in their shares, with hard edges.
  function stripes(colours) {
    const all = colours.reduce((sum, { weight }) => sum + weight, 0) / 100;
    let end = 0;
    const stops = colours.map(({ hex, weight }) => `${hex} ${(end / all).toFixed(2)}% ${((end += weight) / all).toFixed(2)}%`);
    return `linear-gradient(to right, ${stops})`;
  }

  function fill(row, { id, name, value }) {
    const [item, rename, drop] = row.children;
    item.dataset.own = id;
    item.title = name;
    item.firstElementChild.style.background = stripes(value.palette);
    item.lastElementChild.textContent = name;
    for (const [button, deed] of [[rename, "Rename"], [drop, "Delete"]]) button.setAttribute("aria-label", `${deed} ${name}`);
    return row;
  }

  const make = () => group.querySelector("template").content.firstElementChild.cloneNode(true);

  // A hand on a row stays on it; rows that only change their names are not laid out anew under it.
  function draw() {
    if (list.contains(document.activeElement) && document.activeElement.matches("input")) document.activeElement.blur();
    const held = list.contains(document.activeElement) && document.activeElement.closest(".hp-pal-row").firstElementChild.dataset.own;
    const old = new Map([...list.children].map((row) => [row.firstElementChild.dataset.own, row]));
    const rows = own.all.map((kept) => fill(old.get(kept.id) ?? make(), kept));
    if (rows.length !== list.children.length || rows.some((row, at) => row !== list.children[at])) list.replaceChildren(...rows);
    group.querySelector(".hp-pal-unsaved").hidden = own.all.length > 0;
    group.querySelector("[data-do=export]").hidden = own.all.length === 0;
    drawn();
    if (held && !list.contains(document.activeElement)) focusOn(rowOf(held));
  }

  // One stop for the Tab key: the deeds of one row at a time.
  function reach(row) {
    for (const other of list.children) for (const button of other.querySelectorAll("[data-do]")) button.tabIndex = other === row ? 0 : -1;
  }

  function rename(row) {
    const { own: id } = row.firstElementChild.dataset;
    const field = row.lastElementChild;
    row.classList.add("hp-pal-naming");
    field.hidden = false;
    hueprint.naming(field, own.get(id).name, (typed, byKey) => {
      row.classList.remove("hp-pal-naming");
      field.hidden = true;
      if (typed) own.rename(id, typed);
      if (byKey) focusOn(rowOf(id));
    });
  }

  function drop(row) {
    const { own: id } = row.firstElementChild.dataset;
    const { name } = own.get(id);
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.firstElementChild.dataset.own;
    const bringBack = own.remove(id);
    focusOn(next && rowOf(next));
    const undo = () => {
      bringBack();
      if (list.checkVisibility()) focusOn(rowOf(id));
    };
    hueprint.say(`“${name}” is deleted.`, { undo });
  }

  function keys(event) {
    const item = event.target.closest("[role=radio]");
    const deed = { F2: rename, Delete: drop }[event.key];
    if (!item || !deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed(item.parentElement);
  }

  function exportAll() {
    const url = URL.createObjectURL(new Blob([own.text()], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: FILE }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  function told({ names, left }) {
    const came = names.length === 1 ? `“${names[0]}” is among your palettes.` : `${names.length} palettes are among yours.`;
    return left ? `${came} What was no palette is left out (${left}).` : came;
  }

  // A file of palettes with names joins one's own. False when it is none: other colours are for the palette in hand.
  async function take(file) {
    if (!/\.json$/i.test(file.name) || file.size > MOST_BYTES) return false;
    const text = await file.text();
    try {
      const added = own.add(text);
      if (added) hueprint.say(told(added), { undo: added.undo });
      return Boolean(added);
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      hueprint.say(error.message, { error: true });
      return true;
    }
  }

  async function importFile(file) {
    if (await take(file)) return;
    hueprint.say(`This file holds no palettes with names; choose a ${FILE} of at most ${MOST_BYTES / 1024} KB.`, { error: true });
  }

  hueprint.paletteMine = {
    stripes,
    take,
    show: () => reach(list.querySelector("[aria-checked=true]")?.parentElement ?? list.firstElementChild),
    // show: marks among the rows what is in hand.
    bind(sheet, show) {
      group = sheet.querySelector(".hp-pal-mine");
      list = group.querySelector("div");
      drawn = show;
      const file = group.querySelector("input[type=file]");
      const deeds = { rename, delete: drop, export: exportAll, import: () => file.click() };
      group.addEventListener("click", ({ target }) => {
        const button = target.closest("[data-do]");
        if (button) deeds[button.dataset.do](button.parentElement);
      });
      group.addEventListener("keydown", keys);
      list.addEventListener("focusin", ({ target }) => reach(target.closest(".hp-pal-row")));
      file.addEventListener("change", () => {
        if (file.files[0]) importFile(file.files[0]);
        file.value = "";
      });
      own.watch(draw);
    },
  };
})();
