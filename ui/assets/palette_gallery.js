// The preset palettes: a sheet that opens over the editor, in families, with a box that filters them by name.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteGallery) return;
  const { palette } = hueprint;

  let button = null;
  let sheet = null;
  let filter = null;
  let marked; // the preset the sheet marks

  const items = () => [...sheet.querySelectorAll("[role=radio]")];
  const listed = () => items().filter((item) => !item.hidden);

  function choose(item) {
    hueprint.paletteMessage.say("");
    palette.choose(item.dataset.name);
    palette.settle();
  }

  // A family's name lists all of it.
  function sift() {
    const wanted = filter.value.trim().toLowerCase();
    for (const family of sheet.querySelectorAll("section")) {
      const whole = family.firstElementChild.textContent.toLowerCase().includes(wanted);
      const own = [...family.querySelectorAll("[role=radio]")];
      for (const item of own) item.hidden = !whole && !item.textContent.toLowerCase().includes(wanted);
      family.hidden = own.every((item) => item.hidden);
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
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== filter && key.length === 1 && key !== " ") {
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

  document.addEventListener("pointerdown", (event) => {
    if (sheet && !sheet.contains(event.target) && !button.contains(event.target)) open(false);
  });

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
        if (relatedTarget && !sheet.contains(relatedTarget) && relatedTarget !== button) open(false);
      });
    },
    show(preset) {
      if (preset === marked) return;
      marked = preset;
      button.firstChild.textContent = preset ? hueprint.state.offer.palettes[preset].name : "Your own";
      hueprint.radioShow(sheet, (item) => item.dataset.name === preset);
    },
  };
})();
