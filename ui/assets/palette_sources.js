// Where a palette may come from besides the hand: a harmony, the dice, pasted text, a picture. The server works them out.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteSources) return;
  const { palette } = hueprint;
  const { say } = hueprint.paletteMessage;
  const LARGEST = 20 * 2 ** 20;
  const LONGEST_NAME = 40;
  const UNREACHED = "The studio cannot be reached just now; try again.";

  let turn = 0;
  let busy = () => {};
  let selectColour = () => {};
  let actions = null; // where a word on pasted lists stands when no row asked for them

  // The newest request wins; an older answer, or one that arrives after the colours were changed, is dropped. False when refused.
  async function ask(path, body, type, { under, shape = (colours) => colours, tell = (text, note) => say(text, { under, note }) }) {
    const mine = ++turn;
    const before = JSON.stringify(palette.get());
    busy(true);
    say("");
    const answer = await fetch(`palette/${path}`, { method: "POST", headers: { "Content-Type": type }, body }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (mine !== turn) return true;
    busy(false);
    if (!answer?.ok || !data?.colours) {
      tell(data?.error?.message ?? UNREACHED, false);
      return false;
    }
    if (JSON.stringify(palette.get()) === before && palette.replace(shape(data.colours), data.wells)) palette.settle();
    if (data.notice) tell(data.notice, true);
    return true;
  }

  const askJson = (path, body, options) => ask(path, JSON.stringify(body), "application/json", options);

  // What there is to say of a file is a toast that names it: wherever it came in, the editor may be out of sight.
  function sayOf({ name }, text, note = false) {
    const called = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
    const said = text.replace(/\bthis (palette file|picture|recipe|file|text)\b/i, () => called);
    hueprint.say(note && said === text ? `${called}: ${text}` : said, { error: !note });
  }

  function extract(file) {
    if (!file.size) return sayOf(file, "This file is empty.");
    if (file.size > LARGEST) return sayOf(file, "This file is larger than 20 MB; choose a smaller one.");
    const count = Math.max(3, palette.swatches.length || 5);
    const isPicture = file.type.startsWith("image/");
    const tell = (text, note) => sayOf(file, text, note);
    return ask(`${isPicture ? "extract" : "open"}?count=${count}`, file, isPicture ? file.type : "application/octet-stream", { tell });
  }

  // The page may look at a file first (ui/assets/arrivals.js): a picture made here brings more than its colours.
  const take = (file) => (hueprint.takeFile ?? extract)(file);

  const asSwatches = () => palette.swatches.map(({ hex, share }) => ({ hex, weight: share }));
  const ownWells = () => Object.fromEntries(Object.entries(palette.wells).filter(([, hex]) => hex));
  const lockedPlaces = () => palette.swatches.flatMap((swatch, at) => (swatch.locked ? [at] : []));

  // One colour is added to the palette; several become it.
  function useText(text, under = actions) {
    const one = palette.hexOf(text.trim().replace(/[;,]$/, ""));
    if (!one) return askJson("parse", { text }, { under });
    if (palette.swatches.length >= palette.MOST) {
      say(`A palette holds at most ${palette.MOST} colours.`, { under });
      return false;
    }
    const before = palette.get();
    palette.add(one);
    palette.settle();
    const undo = () => {
      palette.set(before);
      palette.settle();
    };
    say(`Added ${one} at the end.`, { under, note: true, undo });
    return true;
  }

  function reroll(under = actions) {
    const locked = lockedPlaces();
    if (locked.length === palette.swatches.length) return say("Every colour is locked; open a lock to re-roll.", { under });
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;
    return askJson("reroll", { colours: asSwatches(), locked, seed }, { under });
  }

  // The locked colours take, with their shares, the places of those nearest them in lightness; the rest share what is left.
  function keepLocked(colours, base) {
    const away = (one, other) => Math.abs(palette.lightness(one) - palette.lightness(other));
    const kept = new Map([[base, null]]); // hex -> its own share; the base has the one that the harmony gives
    const made = [...colours];
    for (const { hex, share, locked } of palette.swatches) {
      if (!locked) continue;
      kept.set(hex, share);
      const free = made.filter((colour) => !kept.has(colour.hex));
      const nearest = free.sort((one, other) => away(one.hex, hex) - away(other.hex, hex))[0];
      const at = made.some((colour) => colour.hex === hex) ? -1 : nearest ? made.indexOf(nearest) : made.length;
      if (at >= 0 && at < palette.MOST) made[at] = { hex, weight: share };
    }
    const held = made.reduce((sum, { hex }) => sum + (kept.get(hex) ?? 0), 0);
    const rest = made.reduce((sum, { hex, weight }) => sum + (kept.get(hex) == null ? weight : 0), 0);
    return made.map(({ hex, weight }) => ({ hex, weight: kept.get(hex) ?? Math.max(palette.LEAST, (weight / rest) * (1 - held)) }));
  }

  // The hand stays on the colour that the harmony grew from.
  async function harmony(base, kind, under) {
    const shape = (colours) => keepLocked(colours, base);
    if (await askJson("harmony", { colour: base, kind }, { under, shape })) selectColour(base);
  }

  const pictureIn = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/")) ?? transfer?.files?.[0];
  const isField = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  // A picture dropped anywhere on the page: beside the editor, the browser would leave the studio and open it.
  const over = (on) => document.querySelector("#palette .hp-palette")?.classList.toggle("hp-pal-over", on);
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  document.addEventListener("drop", (event) => {
    over(false);
    const file = pictureIn(event.dataTransfer);
    if (!file) return;
    event.preventDefault();
    take(file);
  });

  // A list of colours, told apart from whatever else a clipboard may hold: numbers and names alone are none, nor is one colour.
  const COLOUR = /#(?:[0-9a-f]{3}){1,2}\b|\b(?:rgb|hsl)a?\([^()]+\)|\b[0-9a-f]{6}(?=-[0-9a-f]{6}\b)/gi;
  const isList = (text) => (text.match(COLOUR) ?? []).length > 1;

  // What there is to say is a toast: the editor may be out of sight.
  async function pasteList(text) {
    const before = palette.get();
    const undo = () => {
      palette.set(before);
      palette.settle();
    };
    const tell = (told, note) => hueprint.say(told, { error: !note });
    const taken = await askJson("parse", { text }, { tell });
    if (taken && JSON.stringify(palette.get()) !== JSON.stringify(before)) hueprint.say("The pasted colours are the palette.", { undo });
  }

  // A picture or a list of colours pasted anywhere on the page; a single colour while the editor has the focus.
  document.addEventListener("paste", (event) => {
    const root = document.querySelector("#palette .hp-palette");
    const file = pictureIn(event.clipboardData);
    if (!root || (isField(event.target) && !file)) return;
    const text = event.clipboardData.getData("text/plain");
    if (file) take(file);
    else if (text && root.contains(document.activeElement)) useText(text);
    else if (isList(text) && !document.querySelector("dialog[open]")) pasteList(text);
    else return;
    event.preventDefault();
  });

  hueprint.paletteSources = {
    bind(root, told) {
      ({ busy, selectColour } = told);
      actions = root.querySelector(".hp-pal-actions");
    },
    take,
    extract,
    sayOf,
    useText,
    reroll,
    harmony,
    nudge: (kind, under = actions) => askJson("nudge", { colours: asSwatches(), kind, locked: lockedPlaces(), wells: ownWells() }, { under }),
    ramp: (under = actions) => askJson("ramp", { colours: asSwatches(), count: palette.swatches.length }, { under }),
    asSwatches,
  };
})();
