// The row beneath the picture: the chosen edit painted as each of a few proposals of a kind. A click takes one, a step of the history; arrows
// walk, and a run of them is one step. The row stays while one takes from it; when the picture or the edit changes otherwise, it is laid anew,
// in the order in which it stood as long as it proposes what is there.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editRow) return;
  hueprint.editRow = true;
  const { edits, state, rooms, locks, sheets, editProposals, editCrop, radioKeys, radioShow, onMount } = hueprint;
  const REST = 350;
  const SHARPER = 1.5;
  const TAG = "edit-proposal";
  const OWN = { seed: ["seed"], style: ["style", "recolour"], palette: ["palette", "background", "accent"], theme: ["theme"] };

  let root = null;
  let list = null;
  let wanted = null; // the kind a hand has chosen
  let round = 0;
  let laid = { key: "", around: "", proposals: [] };
  let job = null;
  let timer = 0;

  const one = (selector) => root.querySelector(selector);
  const chosen = () => state.now.edits[edits.chosen];
  const tiles = () => [...list.children];
  const offered = () => editProposals.kinds(state.now);
  const open = () => offered().filter((kind) => !locks.has(kind));
  const kindNow = () => (open().includes(wanted) ? wanted : open()[0]);

  // The state with a patch inside the chosen edit.
  function dressed(patch) {
    const edit = chosen();
    return { ...state.now, edits: state.now.edits.with(edits.chosen, { ...edit, on: true, inside: edits.merged(edit.inside, patch) }) };
  }

  // What proposals of a kind hang on: all but what they change.
  function keyOf(kind) {
    const blank = Object.fromEntries(OWN[kind].map((name) => [name, undefined]));
    return JSON.stringify([kind, round, edits.chosen, state.now.size, state.preferences({ ...dressed(blank), words: "" })]);
  }

  // What the proposals are chosen by, beside the edit.
  function aroundOf(kind) {
    const { theme, style, palette, seed, photo } = state.now;
    return JSON.stringify([kind, round, edits.chosen, theme, style, palette, seed, photo]);
  }

  const isTaken = ({ patch }) => OWN[kindNow()].every((name) => JSON.stringify(patch[name]) === JSON.stringify(chosen().inside[name]));

  function mark() {
    const at = laid.proposals.findIndex(isTaken);
    radioShow(list, (tile) => tiles().indexOf(tile) === at);
    return at >= 0;
  }

  function fit(count) {
    const { content } = one("template");
    while (list.children.length > count) list.lastChild.remove();
    while (list.children.length < count) list.append(content.firstElementChild.cloneNode(true));
  }

  function dress(tile, { name, about }, { aspect }) {
    tile.style.setProperty("--aspect", aspect);
    tile.lastElementChild.textContent = name;
    tile.setAttribute("aria-label", about);
    tile.title = about;
    tile.classList.add("hp-late");
  }

  function lay() {
    clearTimeout(timer);
    list.classList.remove("hp-stale");
    const kind = kindNow();
    const around = aroundOf(kind);
    const proposals = around === laid.around && laid.proposals.some(isTaken) ? laid.proposals : editProposals.of(kind, edits.chosen, round);
    laid = { key: keyOf(kind), around, proposals };
    const crop = editCrop.of(chosen().mask, edits.view());
    fit(laid.proposals.length);
    tiles().forEach((tile, at) => dress(tile, laid.proposals[at], crop));
    mark();
    paint(crop);
  }

  // Of the whole picture, so that the part that a tile shows has the screen's pixels.
  function areaFor({ clientHeight }, crop, aspect) {
    return ((clientHeight * Math.min(2, devicePixelRatio)) / crop.height) ** 2 * aspect;
  }

  // Small first, so that the row stands soon; then sharp, where that is sharper.
  function paint(crop) {
    job?.stop();
    const aspect = state.now.size[0] / state.now.size[1];
    const wishes = laid.proposals.map(({ patch }) => ({ state: dressed(patch), aspect }));
    const area = areaFor(list.firstElementChild.firstElementChild, crop, aspect);
    const sharp = area > SHARPER * sheets.AREA ? wishes.map((wish) => ({ ...wish, area })) : [];
    const widths = [];
    job = sheets.paint([...wishes, ...sharp], (at, bitmap) => {
      const place = at % wishes.length;
      if (bitmap.width < widths[place]) return;
      widths[place] = bitmap.width;
      const tile = tiles()[place];
      editCrop.draw(tile.firstElementChild, bitmap, crop);
      tile.classList.remove("hp-late");
      tile.classList.add("hp-painted");
    });
  }

  function putOff() {
    clearTimeout(timer);
    job?.stop();
    job = null;
    list.classList.add("hp-stale");
  }

  function layLater() {
    putOff();
    timer = setTimeout(lay, REST);
  }

  function clear() {
    clearTimeout(timer);
    job?.stop();
    laid = { key: "", around: "", proposals: [] };
    list.replaceChildren();
  }

  // The kinds of this picture, and whether there is anything to propose. Written only where it changes: a slider asks for it all the time.
  function showKinds() {
    const [kind, kinds, openKinds] = [kindNow(), offered(), open()];
    const told = JSON.stringify([Boolean(chosen()), kind, kinds, openKinds]);
    if (root.dataset.told === told) return;
    root.dataset.told = told;
    for (const button of root.querySelectorAll("[data-kind]")) {
      button.hidden = !kinds.includes(button.dataset.kind);
      button.setAttribute("aria-disabled", String(!openKinds.includes(button.dataset.kind)));
    }
    radioShow(one("#edit-kind"), ({ dataset }) => dataset.kind === kind);
    root.classList.toggle("hp-none", !chosen() || !kind);
    root.classList.toggle("hp-locked", Boolean(chosen()) && !kind);
    one("#edit-others").disabled = !chosen() || !kind;
    one("#edit-hint").textContent = one("#edit-hint").dataset[kind ? "none" : "locked"];
  }

  // atOnce: the row is of another edit or kind; else the hand is let rest first, and what the row hangs on is looked at once it has.
  function show(atOnce = false) {
    if (rooms.now !== "edit") return putOff();
    showKinds();
    if (!chosen() || !kindNow()) return clear();
    if (!list.classList.contains("hp-stale") && laid.key === keyOf(kindNow()) && mark()) return;
    if (atOnce || !laid.key) lay();
    else layLater();
  }

  const take = (tile, tag = null) => edits.inside(laid.proposals[tiles().indexOf(tile)].patch, tag);

  function choose({ dataset: { kind } }) {
    if (locks.has(kind)) return hueprint.say(`The ${kind} is locked; open the lock to change that.`);
    wanted = kind;
    afresh();
  }

  function afresh() {
    round = 0;
    show(true);
  }

  onMount(() => {
    root = document.getElementById("edit-proposals");
    list = root.querySelector("#edit-tiles");
    laid = { key: "", around: "", proposals: [] };
    delete root.dataset.told;
    const kinds = one("#edit-kind");
    kinds.addEventListener("click", ({ target }) => target.closest("[data-kind]") && choose(target.closest("[data-kind]")));
    radioKeys(kinds, choose);
    list.addEventListener("click", ({ target }) => target.closest("[role=radio]") && take(target.closest("[role=radio]")));
    radioKeys(list, (tile) => {
      tile.scrollIntoView({ block: "nearest", inline: "nearest" });
      take(tile, TAG);
    });
    one("#edit-others").addEventListener("click", () => {
      round += 1;
      lay();
    });
    state.watch("edit-row", () => show());
  });

  document.addEventListener("hueprint:edit-chosen", () => root && afresh());
  for (const event of ["locks", "room"]) document.addEventListener(`hueprint:${event}`, () => root && show(true));
})();
