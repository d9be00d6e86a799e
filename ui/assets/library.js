// The library: all kept pictures on one sheet. What of them is shown, in which order and how large; and the bar for those selected.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.library) return;
  const { memory, state, onMount, libraryOrder } = hueprint;
  const { counted } = hueprint.kept;
  const HINT = "Click opens; Ctrl or Shift and a click select";
  const HINT_TOUCH = "Tap opens; the ring selects";
  const SIZES = [96, 280];

  let sheet = null;
  let tiles = null;
  let chosen = null;
  let deeds = null;
  let download = null;
  let seen = { query: "", sort: "newest", onlyStars: false, row: 160 };

  const part = (selector) => sheet.querySelector(selector);
  const shelf = () => hueprint.kept.shelf;

  function shown() {
    const isMeant = hueprint.finding(seen.query.trim());
    return libraryOrder.of(seen.sort, shelf().items.filter((item) => (!seen.onlyStars || item.starred) && isMeant(item)));
  }

  function draw() {
    const all = shelf().items.length;
    for (const count of document.querySelectorAll(".hp-library-count")) count.textContent = all || "";
    document.getElementById("library-open").setAttribute("aria-label", `Library, ${counted(all)}`);
    if (!sheet.open) return;
    const items = shown();
    tiles.draw(items);
    chosen.keep((id) => shelf().get(id));
    const count = items.length < all ? `${items.length} of ${all}` : all && counted(all);
    if (part(".hp-lib-count").textContent !== String(count || "")) part(".hp-lib-count").textContent = count || "";
    part(".hp-lib-empty").hidden = all > 0;
    part(".hp-lib-nothing").hidden = !all || items.length > 0;
    for (const control of [part(".hp-lib-deeds"), ...part(".hp-lib-look").children]) control.hidden = all === 0;
    if (chosen.ids.length) showChosen();
    else showAll();
  }

  // ---- the bar at the foot

  let lastUndo = null;
  function tell(text, undo = null) {
    lastUndo = undo;
    part(".hp-lib-said").textContent = text;
    part(".hp-lib-undo").hidden = !undo;
  }

  function showChosen() {
    const { length } = chosen.ids;
    const hidden = length - chosen.shown.length;
    tiles.mark();
    const hint = matchMedia("(hover: none)").matches ? HINT_TOUCH : HINT;
    const said = [`${length} selected`, hidden > 0 && `${hidden} hidden`].filter(Boolean).join(", ");
    tell(length ? said : shelf().items.length ? hint : "");
    showDeeds();
  }

  // None, unless there is only more to gather.
  const isNone = () => chosen.ids.length > 0 && (chosen.shown.length > 0 || !part("li"));

  function showAll() {
    part(".hp-lib-all").textContent = isNone() ? "Select none" : "Select all";
    part(".hp-lib-all").hidden = !isNone() && !part("li");
  }

  function showDeeds() {
    const { length } = chosen.ids;
    const most = Number(part("[data-do=morph]").dataset.most);
    const seen = chosen.shown.length;
    const can = { star: length > 0, compare: length === 2, morph: length > 1 && length <= most, zip: length > 0 && !download.busy, remove: seen > 0 };
    for (const button of part(".hp-lib-deeds").querySelectorAll("[data-do]")) button.setAttribute("aria-disabled", String(!can[button.dataset.do]));
    showAll();
    sheet.classList.toggle("hp-choosing", length > 0);
    sheet.classList.toggle("hp-zipping", download.busy);
    part("[data-do=zip]").hidden = part("#library-size").hidden = download.busy;
    part(".hp-lib-zip").hidden = !download.busy;
  }

  const say = (text, error) => (sheet.open ? tell(text) : hueprint.say(text, { error }));

  const DEEDS = {
    star: () => deeds.star(chosen.ids),
    compare: () => deeds.compare(chosen.ids),
    morph: () => deeds.morph(chosen.ids),
    zip: () => download.start(chosen.ids.map((id) => shelf().get(id)), part("#library-size").value === "now" ? { size: state.now.size, format: hueprint.exporter.format } : null),
    remove: () => deeds.remove(chosen.shown),
  };

  // ---- how it is looked at

  function look(patch) {
    seen = { ...seen, ...patch };
    memory.set("library", { sort: seen.sort, row: seen.row });
    part("#library-sort").value = seen.sort;
    part(".hp-lib-stars").setAttribute("aria-pressed", String(seen.onlyStars));
    const slider = part("#library-row");
    slider.value = seen.row;
    slider.style.setProperty("--from", 0);
    slider.style.setProperty("--to", (seen.row - SIZES[0]) / (SIZES[1] - SIZES[0]));
    sheet.style.setProperty("--row", `${seen.row}px`);
    draw();
  }

  // Anybody may have written into storage.
  function remembered() {
    const { sort, row } = memory.get("library") ?? {};
    return { ...(libraryOrder.has(sort) && { sort }), ...(row >= SIZES[0] && row <= SIZES[1] && { row }) };
  }

  function open() {
    if (sheet.open) return;
    const [width, height] = state.now.size;
    part("#library-size [value=now]").textContent = `${width} × ${height} ${hueprint.exporter.format.toUpperCase()}`;
    sheet.showModal();
    draw();
    showChosen();
    tiles.focus();
  }

  const close = () => sheet.close();

  // What was selected for a deed is not selected for the next.
  function leave() {
    chosen.clear();
    close();
  }

  // What the page does at these keys is not meant while the library stands over it.
  function bindKeys() {
    sheet.addEventListener("keydown", (event) => {
      const key = event.key.toLowerCase();
      const isTyping = event.target.matches("input[type=search], select");
      const act = event.ctrlKey || event.metaKey ? { z: deeds.undo, a: chosen.all, s: () => {}, y: () => {} }[key] : { "/": () => part("input[type=search]").focus(), j: close }[key];
      if (event.ctrlKey || event.metaKey) event.stopPropagation();
      if (!act || isTyping || event.altKey || !sheet.open) return;
      event.preventDefault();
      event.stopPropagation(); // or J, which shuts it, would open it again
      act();
    });
    sheet.addEventListener("keydown", (event) => {
      const { key, target } = event;
      const isFinding = target.type === "search";
      if (key === "Escape" && isFinding && target.value) find("");
      else if (key === "Escape" && chosen.ids.length) chosen.clear();
      else if (isFinding && ["ArrowDown", "Enter"].includes(key)) part("li button")?.focus();
      else return;
      event.preventDefault();
    });
  }

  function find(query) {
    part("input[type=search]").value = query;
    look({ query });
  }

  function bindLook() {
    part(".hp-lib-clear").addEventListener("click", () => {
      look({ onlyStars: false });
      find("");
      part("input[type=search]").focus();
    });
    part("input[type=search]").addEventListener("input", ({ target }) => look({ query: target.value }));
    part("#library-sort").addEventListener("change", ({ target }) => look({ sort: target.value }));
    part("#library-row").addEventListener("input", ({ target }) => look({ row: target.valueAsNumber }));
    part(".hp-lib-stars").addEventListener("click", () => look({ onlyStars: !seen.onlyStars }));
  }

  hueprint.keys.add("j", open);
  hueprint.library = { open };

  onMount(() => {
    sheet = document.getElementById("library");
    const list = part("ul");
    deeds = hueprint.libraryDeeds(tell, leave);
    chosen = hueprint.libraryChosen(() => [...list.children].map(({ dataset }) => dataset.id), showChosen);
    download = hueprint.libraryDownload(part(".hp-lib-foot"), { say, changed: showDeeds });
    tiles = hueprint.libraryTiles(list, {
      open: deeds.open,
      toggle: chosen.toggle,
      reach: chosen.reach,
      star: (id) => deeds.star(chosen.has(id) ? chosen.ids : [id]),
      remove: (id) => deeds.remove(chosen.has(id) ? chosen.shown : [id]),
      isChosen: chosen.has,
      isChoosing: () => chosen.ids.length > 0,
      lost: () => part("[data-close]"),
    });
    for (const id of ["library-open", "library-menu"]) document.getElementById(id).addEventListener("click", open);
    part("[data-close]").addEventListener("click", close);
    part(".hp-lib-all").addEventListener("click", () => (isNone() ? chosen.clear() : chosen.all()));
    part(".hp-lib-undo").addEventListener("click", () => lastUndo?.());
    part(".hp-lib-deeds").addEventListener("click", ({ target }) => {
      const name = target.closest("[data-do]:not([aria-disabled=true])")?.dataset.do;
      if (name) DEEDS[name]();
    });
    sheet.addEventListener("click", ({ target }) => target === sheet && close());
    sheet.addEventListener("close", tiles.rest);
    bindKeys();
    bindLook();
    look(remembered());
    shelf().watch("library", draw);
  });
})();
