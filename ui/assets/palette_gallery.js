// The palettes to choose from, one's own and the presets: a sheet that opens over the editor, in families, with a box that filters them by
// name.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteGallery) return;
  const { palette, ownPalettes: own, paletteMine: mine, paletteSave } = hueprint;

  let button = null;
  let sheet = null;
  let filter = null;
  let marked; // the palette the sheet marks, by preset's name or id of one's own

  const items = () => [...sheet.querySelectorAll("[role=radio]")];
  const rowOf = (item) => item.closest(".hp-pal-row") ?? item;
  const listed = () => items().filter((item) => !item.closest("[hidden]"));

  function choose(item) {
    hueprint.paletteMessage.say("");
    if (item.dataset.own) palette.adopt(own.get(item.dataset.own).value);
    else palette.choose(item.dataset.name);
    palette.settle();
  }

  // A family's name lists all of it.
  function sift() {
    const wanted = filter.value.trim().toLowerCase();
    for (const family of sheet.querySelectorAll("section")) {
      const whole = family.firstElementChild.textContent.toLowerCase().includes(wanted);
      const rows = [...family.querySelectorAll("[role=radio]")].map(rowOf);
      for (const row of rows) row.hidden = !whole && !row.textContent.toLowerCase().includes(wanted);
      family.hidden = !whole && rows.every((row) => row.hidden);
    }
    sheet.querySelector(".hp-pal-nothing").hidden = listed().length > 0;
  }

  function open(on) {
    if (sheet.hidden === !on) return;
    sheet.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (!on) return;
    filter.value = "";
    sift();
    sheet.scrollIntoView({ block: "nearest" });
    const chosen = sheet.querySelector('[role=radio][tabindex="0"]');
    chosen.focus({ preventScroll: true });
    const list = sheet.querySelector(".hp-pal-list");
    list.scrollTop = chosen.offsetTop - (list.clientHeight - chosen.offsetHeight) / 2;
  }

  function close() {
    open(false);
    button.focus();
  }

  function keys(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || (key === "Enter" && event.target.closest("[data-do]"))) return;
    if (!event.target.matches("input") && key.length === 1 && key !== " ") {
      filter.focus(); // and the letter goes into it
      event.stopPropagation();
      return;
    }
    const first = listed()[0];
    if (key === "Escape" && filter.value) {
      filter.value = "";
      sift();
    } else if (key === "Escape") close();
    else if (key === "Enter") {
      if (event.target === filter && filter.value && first) choose(first);
      close();
    } else if (key === "ArrowDown" && event.target === filter && first) first.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // A toast may hold the way back of what was done here.
  const isOutside = (node) => !sheet.contains(node) && !button.contains(node) && !node.closest("#toasts");

  document.addEventListener("pointerdown", ({ target }) => sheet && isOutside(target) && open(false));

  function show() {
    const kept = own.inHand();
    const now = palette.preset ?? kept?.id ?? null;
    const name = palette.preset ? hueprint.state.offer.palettes[palette.preset].name : (kept?.name ?? "Your own");
    if (button.firstChild.textContent !== name) button.firstChild.textContent = name;
    if (now === marked) return;
    marked = now;
    paletteSave.show(now !== null);
    hueprint.radioShow(sheet, (item) => now !== null && (item.dataset.name ?? item.dataset.own) === now);
    mine.show();
  }

  // Rows of one's own came, went or were named anew.
  function redraw() {
    marked = undefined;
    if (palette.swatches.length) show();
    if (!sheet.hidden) sift();
  }

  hueprint.paletteGallery = {
    bind(root) {
      button = root.querySelector(".hp-pal-name");
      sheet = root.querySelector(".hp-pal-gallery");
      filter = sheet.querySelector("input");
      marked = undefined;
      button.addEventListener("click", () => open(sheet.hidden));
      filter.addEventListener("input", sift);
      sheet.addEventListener("keydown", keys);
      sheet.addEventListener("click", (event) => {
        const item = event.target.closest("[role=radio]");
        if (item) choose(item);
      });
      hueprint.radioKeys(sheet, choose);
      sheet.addEventListener("focusout", ({ relatedTarget }) => {
        if (relatedTarget && isOutside(relatedTarget)) open(false);
      });
      for (const item of sheet.querySelectorAll("[data-name]")) item.firstElementChild.style.background = mine.stripes(hueprint.state.offer.palettes[item.dataset.name].colours);
      paletteSave.bind(root);
      mine.bind(sheet, redraw);
    },
    show,
  };
})();
