// Lists of pictures in this browser's own storage. Every item has a key of its own, so that tabs add, star and take away without writing
// over one another; an id begins with the time, so that the newest come first wherever they were added.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.shelf) return;

  const shelves = [];
  let counter = 0;
  let isTold = false;

  const freshId = () => {
    counter = (counter + 1) % 1296;
    const moment = Date.now().toString(36).padStart(9, "0") + counter.toString(36).padStart(2, "0");
    return `${moment}-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
  };

  const parsed = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };

  // Room for one more: what a shelf calls spare goes first, the oldest before the newer.
  const makeRoom = () => shelves.some((shelf) => shelf.shed());

  function write(key, text) {
    for (;;) {
      try {
        localStorage.setItem(key, text);
        return;
      } catch {
        if (makeRoom()) continue;
        if (!isTold) hueprint.say("This browser's storage is full, so new pictures will not outlive this page; the kept files are safe.", { error: true });
        isTold = true;
        return;
      }
    }
  }

  // What anybody may have written into storage: a picture has a theme, a style and a thumbnail.
  const isNamed = (value) => (typeof value === "string" ? value !== "" : Object.keys(value ?? {}).length > 0);
  const isPicture = (item) => (isNamed(item.recipe?.preferences?.theme) || item.recipe?.preferences?.photo) && isNamed(item.recipe.preferences.style) && typeof item.thumbnail === "string";

  // name: of its keys. most: items held; the oldest without a star go first, and `left` is told. isSpare: its items make way
  // when storage is full.
  hueprint.shelf = (name, { most, isSpare = false, left = () => {} }) => {
    const prefix = `hueprint.${name}.`;
    const items = new Map();
    const watchers = new Map();
    let order = null;

    function take(id, text) {
      const item = parsed(text);
      if (item && typeof item === "object" && isPicture(item)) items.set(id, { ...item, id });
      else items.delete(id);
      order = null;
    }

    function load() {
      items.clear();
      order = null;
      try {
        for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) take(key.slice(prefix.length), localStorage.getItem(key));
      } catch {
        // Switched off: the list lasts as long as the page.
      }
    }

    function drop(id) {
      items.delete(id);
      order = null;
      try {
        localStorage.removeItem(prefix + id);
      } catch {
        // Switched off.
      }
    }

    const tell = () => watchers.forEach((hear) => hear());

    const all = () => (order ??= [...items.values()].sort((one, other) => (one.id < other.id ? 1 : -1)));

    const trim = () => {
      while (items.size > most) {
        const last = all().findLast(({ starred }) => !starred) ?? all().at(-1);
        drop(last.id);
        left(last);
      }
    };

    function lay(item) {
      const whole = { id: freshId(), ...item };
      items.set(whole.id, whole);
      order = null;
      trim();
      const { id, ...rest } = whole;
      write(prefix + id, JSON.stringify(rest));
      return whole;
    }

    window.addEventListener("storage", ({ key, newValue }) => {
      if (key === null) load();
      else if (key.startsWith(prefix)) take(key.slice(prefix.length), newValue);
      else return;
      tell();
    });

    const shelf = {
      get items() {
        return all();
      },
      get: (id) => items.get(id),
      // -> the first as it stands there now.
      put(...added) {
        const [first] = added.map(lay);
        tell();
        return first;
      },
      remove(...ids) {
        ids.forEach(drop);
        tell();
      },
      shed() {
        if (!isSpare || items.size < 2) return false;
        drop(all().at(-1).id);
        return true;
      },
      watch: (name, hear) => watchers.set(name, hear),
    };
    shelves.push(shelf);
    load();
    return shelf;
  };
})();
