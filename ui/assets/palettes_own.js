// One's own palettes, in this browser's storage: each a name, colours with shares, a background and an accent. Saved, renamed, taken away
// and brought back; written to one file, in the form of presets/palettes.yaml, and read from one. Knows nothing of the page.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.ownPalettes) return;
  const { palette, memory } = hueprint;
  const SHELF = "palettes";
  const MOST = 100;
  const LONGEST = 64;

  let palettes = []; // { id, name, value: as palette.get() says it, key: the same as text }
  let isStored = true; // without storage they last as long as the page
  let shown = () => {};

  const newId = () => `own-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const keyOf = (value) => JSON.stringify(value);

  function rowOf({ name, value: { palette: colours, background, accent } }) {
    return { name, colours, ...(background && { background }), ...(accent && { accent }) };
  }

  // A row of storage or of a file, either of which anybody may have written; null when it is no palette.
  function read(row) {
    const value = palette.normal({ ...row, palette: row?.colours });
    const name = typeof row?.name === "string" ? row.name.trim().slice(0, LONGEST) : "";
    if (!value || !name) return null;
    return { id: typeof row.id === "string" && row.id.startsWith("own-") ? row.id : newId(), name, value, key: keyOf(value) };
  }

  function load() {
    const stored = memory.get(SHELF);
    const found = Array.isArray(stored) ? stored.map(read).filter(Boolean) : [];
    return [...new Map(found.map((own) => [own.id, own])).values()].slice(0, MOST);
  }

  // Another tab may have saved one since: what is stored is read again before it is written.
  const current = () => (isStored ? load() : palettes);

  function store(edit) {
    palettes = edit(current()).slice(0, MOST);
    isStored = memory.set(SHELF, palettes.map((own) => ({ id: own.id, ...rowOf(own) })));
    shown();
    if (isStored) return;
    hueprint.say("This browser's storage is full or off, so your palettes end with this page; save them as a file.", { error: true });
  }

  function freeName(wanted) {
    const taken = new Set(palettes.map(({ name }) => name));
    const numbered = (count) => (count > 1 ? `${wanted} ${count}` : wanted);
    let count = 1;
    while (taken.has(numbered(count))) count += 1;
    return numbered(count);
  }

  hueprint.ownPalettes = {
    LONGEST,
    get all() {
      return palettes;
    },
    get: (id) => palettes.find((own) => own.id === id),
    // The one whose colours are in hand now, wherever they came from.
    inHand() {
      if (palette.preset || !palettes.length) return undefined;
      const key = keyOf(palette.get());
      return palettes.find((own) => own.key === key);
    },
    // Saves the palette in hand -> its id; null when there is no more room.
    save() {
      if (current().length >= MOST) {
        hueprint.say(`At most ${MOST} palettes of your own are kept; delete one first.`, { error: true });
        return null;
      }
      const value = palette.get();
      const own = { id: newId(), name: freeName(hueprint.paletteName(value.palette)), value, key: keyOf(value) };
      store((all) => [own, ...all]);
      return own.id;
    },
    rename(id, name) {
      store((all) => all.map((own) => (own.id === id ? { ...own, name: name.slice(0, LONGEST) } : own)));
    },
    // -> what brings it back.
    remove(id) {
      const at = palettes.findIndex((own) => own.id === id);
      const own = palettes[at];
      store((all) => all.filter((other) => other.id !== id));
      return () => store((all) => [...all.slice(0, at), own, ...all.slice(at)]);
    },
    text: () => `${JSON.stringify(palettes.map(rowOf), null, 2)}\n`,
    // A file's text -> the names that came, how many rows were no palette, and what takes them back; null when it holds none at all.
    add(text) {
      const rows = JSON.parse(text);
      const list = Array.isArray(rows) ? rows : rows?.palettes;
      const found = Array.isArray(list) ? list.map((row) => read({ ...row, id: null })).filter(Boolean) : [];
      if (!found.length) return null;
      const room = MOST - current().length;
      if (found.length > room) throw new Error(`There is room for ${room} more palettes, and this file holds ${found.length}; delete some first.`);
      store((all) => [...found, ...all]);
      const ids = new Set(found.map(({ id }) => id));
      const undo = () => store((all) => all.filter(({ id }) => !ids.has(id)));
      return { names: found.map(({ name }) => name), left: list.length - found.length, undo };
    },
    watch(show) {
      shown = show;
      palettes = load();
      show();
    },
  };

  window.addEventListener("storage", ({ key }) => {
    if (key !== null && key !== `hueprint.${SHELF}`) return;
    palettes = load();
    shown();
  });
})();
