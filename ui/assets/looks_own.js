// One's own looks, in this browser's storage: saved from the picture in hand, renamed, deleted (and brought back), written to one file and
// taken from one. A file is read by the server, by the schema of the shipped looks; here it is only ever text.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.ownLooks) return;
  const { state, recipe, sheets, titleOf } = hueprint;
  const SHELF = "looks";
  const MOST = 100;
  const LONGEST = 64;
  const ASPECT = 4 / 3;
  const FILE = "hueprint-looks.json";
  const MOST_BYTES = 256 * 1024;

  let looks = []; // {id, name, state: a patch}
  let chosen = null;
  let shown = () => {};
  let job = null;

  const newId = () => `own-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const whole = (patch) => patch?.theme && patch.style && patch.palette;

  // Anybody may have written into storage: what is no whole look is left out.
  function read(item) {
    const { photo, edits, frame, ...patch } = recipe.stateOf({ preferences: item?.state }) ?? {}; // what belongs to one picture stays with it
    if (!whole(patch) || typeof item.name !== "string") return null;
    const id = typeof item.id === "string" && item.id.startsWith("own-") ? item.id : newId();
    return { id, name: item.name.slice(0, LONGEST), state: { background: null, accent: null, words: "", ...patch } };
  }

  const load = () => {
    const stored = hueprint.memory.get(SHELF);
    return Array.isArray(stored) ? stored.map(read).filter(Boolean).slice(0, MOST) : [];
  };

  // Another tab may have saved one since: what is stored is read again before it is written.
  function store(edit) {
    looks = edit(load()).slice(0, MOST);
    hueprint.memory.set(SHELF, looks);
    draw();
  }

  function tile(template, { id, name }) {
    const made = template.content.firstElementChild.cloneNode(true);
    made.dataset.look = id;
    made.title = `${name} (your own look)`;
    made.querySelector(".hp-name").textContent = name;
    return made;
  }

  const tilesNow = () => [...document.querySelectorAll("#looks [data-look^=own-]")];

  function draw() {
    const row = document.querySelector("#looks .hp-looks");
    const held = document.activeElement?.dataset?.look;
    for (const old of tilesNow()) old.remove();
    const tiles = looks.map((look) => tile(document.querySelector("#looks template"), look));
    row.prepend(...tiles);
    if (held) row.querySelector(`[data-look="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    shown();
    showChosen();
    paint(tiles);
  }

  function paint(tiles) {
    job?.stop();
    const seen = { ...state.now, edits: [], frame: null };
    job = sheets.paint(looks.map((look) => ({ state: { ...seen, ...look.state }, aspect: ASPECT })), (at, bitmap) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
      canvas.getContext("2d").drawImage(bitmap, 0, 0);
      tiles[at].querySelector(".hp-thumb").replaceChildren(canvas);
    });
  }

  function showChosen() {
    const look = looks.find(({ id }) => id === chosen);
    const line = document.getElementById("look-own");
    line.hidden = !look;
    if (look) line.querySelector("input").value = look.name;
  }

  function choose(id) {
    chosen = looks.some((look) => look.id === id) ? id : null;
    showChosen();
  }

  function save() {
    if (looks.length >= MOST) {
      hueprint.say(`At most ${MOST} looks of your own are kept; delete one first.`, { error: true });
      return;
    }
    const { size, photo, edits, frame, ...wishes } = state.now; // as with the shipped ones, size and photograph stay whoever takes it
    chosen = newId();
    const name = `${titleOf("theme", wishes.theme)}, ${titleOf("style", wishes.style).toLowerCase()}`.slice(0, LONGEST);
    store((all) => [{ id: chosen, name, state: wishes }, ...all]);
    document.querySelector("#looks .hp-looks").scrollLeft = 0;
    document.querySelector("#look-own input").focus();
  }

  // The name is open while its field has the focus.
  function rename({ target: field }) {
    const id = chosen;
    hueprint.naming(field, looks.find((look) => look.id === id).name, (name, byKey) => {
      if (name) store((all) => all.map((look) => (look.id === id ? { ...look, name } : look)));
      else showChosen();
      if (byKey) document.querySelector(`#looks [data-look=${id}]`).focus({ preventScroll: true });
    });
  }

  function drop() {
    const at = looks.findIndex(({ id }) => id === chosen);
    const look = looks[at];
    store((all) => all.filter(({ id }) => id !== look.id));
    document.getElementById("looks-save").focus({ preventScroll: true });
    const undo = () => {
      chosen = look.id;
      store((all) => [...all.slice(0, at), look, ...all.slice(at).filter(({ id }) => id !== look.id)]);
    };
    hueprint.say(`“${look.name}” is deleted.`, { undo });
  }

  function rowOf({ name, state: { words, ...wishes } }) {
    const plain = Object.entries(wishes).filter(([key, value]) => value !== null && !(key === "tile" && value === "none") && !(key === "options" && !Object.keys(value).length));
    return { name, ...Object.fromEntries(plain) };
  }

  function exportAll() {
    if (!looks.length) {
      hueprint.say("There is no look of your own yet; save one first.");
      return;
    }
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(looks.map(rowOf), null, 2)}\n`], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: FILE }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  async function ask(file) {
    if (file.size > MOST_BYTES) throw new Error(`This file is too large for looks; at most ${MOST_BYTES / 1024} KB are read.`);
    const body = JSON.stringify({ text: await file.text() });
    const answer = await fetch("looks", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (!answer?.ok || !told) throw new Error(told?.error?.message ?? "The studio cannot be reached, so the file was not read; try again.");
    return told.looks;
  }

  async function importFile(file) {
    try {
      const found = (await ask(file)).map(({ name, preferences }) => read({ name, state: preferences })).filter(Boolean);
      const room = MOST - load().length;
      if (found.length > room) throw new Error(`There is room for ${room} more looks, and this file holds ${found.length}; delete some first.`);
      store((all) => [...found, ...all]);
      const ids = new Set(found.map(({ id }) => id));
      hueprint.say(found.length === 1 ? `“${found[0].name}” is among your looks.` : `${found.length} looks were added.`, {
        undo: () => store((all) => all.filter(({ id }) => !ids.has(id))),
      });
    } catch (error) {
      hueprint.say(error.message, { error: true });
    }
  }

  window.addEventListener("storage", (event) => {
    if (event.key !== `hueprint.${SHELF}` || !state.now) return;
    looks = load();
    draw();
  });

  hueprint.ownLooks = {
    save,
    get: (id) => looks.find((look) => look.id === id)?.state,
    choose,
    // show: marks in the row what is on screen.
    mount(show) {
      shown = show;
      const file = document.querySelector("#looks input[type=file]");
      const name = document.querySelector("#look-own input");
      document.getElementById("looks-save").addEventListener("click", save);
      document.getElementById("looks-export").addEventListener("click", exportAll);
      document.getElementById("looks-import").addEventListener("click", () => file.click());
      document.getElementById("look-delete").addEventListener("click", drop);
      file.addEventListener("change", () => {
        if (file.files.length) importFile(file.files[0]);
        file.value = "";
      });
      name.addEventListener("focus", rename);
      looks = load();
      draw();
      state.watch("own-looks", (now, before) => before && now.photo?.sha256 !== before.photo?.sha256 && looks.length && paint(tilesNow()), ["photo"]);
    },
  };
})();
