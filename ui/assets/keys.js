// The keyboard, the buttons on top, the help sheet, and light or dark.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.actions) return;
  const { state, link, onMount } = hueprint;

  const anyOf = (names) => names[Math.floor(Math.random() * names.length)];

  function surprise() {
    const { themes, styles, palettes } = state.offer;
    const other = (names, now) => anyOf(names.filter((name) => name !== now));
    hueprint.locks.take({
      theme: other(Object.keys(themes), state.now.theme),
      style: other(Object.keys(styles), state.now.style),
      palette: other(Object.keys(palettes), state.now.palette),
      background: null,
      accent: null,
      seed: hueprint.seed.another(),
    });
  }

  // Under a finger, by the system's own sheet, where it has one; whoever shuts that wants nothing else.
  async function handedOn() {
    if (!navigator.share || !matchMedia("(pointer: coarse)").matches) return false;
    return navigator.share({ title: "Hueprint", url: location.href }).then(() => true, ({ name }) => name === "AbortError");
  }

  async function share() {
    history.replaceState(history.state, "", link.hash(state.now));
    const lacks = state.now.photo && "It has every setting, but not your photograph, which never leaves with a link.";
    if (await handedOn()) return hueprint.say(lacks);
    try {
      await navigator.clipboard.writeText(location.href);
      hueprint.say(`Link copied. ${lacks || "Whoever opens it sees this picture."}`);
    } catch {
      hueprint.say("The address of this page is the link: copy it from the address bar.");
    }
  }

  const help = () => {
    const sheet = document.getElementById("help-sheet");
    if (sheet.open) sheet.close();
    else sheet.showModal();
  };

  const alone = (on) => document.body.classList.toggle("hp-alone", document.getElementById("studio").classList.toggle("hp-alone", on));

  function contrast() {
    const dark = !document.body.classList.contains("dark");
    document.body.classList.toggle("dark", dark);
    hueprint.memory.set("surroundings", dark ? "dark" : "light");
  }

  function restoreSurroundings() {
    if (new URLSearchParams(location.search).has("__theme")) return;
    const chosen = hueprint.memory.get("surroundings");
    if (chosen) document.body.classList.toggle("dark", chosen === "dark");
  }

  // Rooms may add keys of their own, and what Escape leaves; leave() says whether there was anything to leave.
  const leaving = [];
  let isSingle = true; // keys act alone, without Ctrl: not for whoever speaks to the machine, or whose hand slips
  hueprint.keys = { add: (key, act) => (PLAIN[key] = act), escape: (leave) => leaving.push(leave) };
  hueprint.actions = { surprise, share, help, contrast, alone, undo: state.undo, redo: state.redo };

  const typing = (target) => target.matches?.("textarea, select, [contenteditable=true], input:not([type=range]):not([type=checkbox]):not([type=color])");

  const focus = (selector) => document.querySelector(selector)?.focus();
  const reach = (kind) => {
    hueprint.folds.open(kind);
    focus(`#${kind} .hp-tiles [tabindex="0"]`);
  };
  // To Edit one comes to draw: the next key is for the picture.
  const enter = (room) => {
    room.click();
    if (room.dataset.room === "edit") focus(".hp-edit-layer");
  };
  const nudge = (kind) => hueprint.paletteSources.nudge(kind);

  const PLAIN = {
    d: () => hueprint.seed.roll(),
    r: surprise,
    s: () => hueprint.exporter.keep(),
    e: () => hueprint.exporter.download(),
    l: share,
    k: () => hueprint.ownLooks.save(),
    i: () => hueprint.paletteSave.save(),
    o: () => hueprint.openFile(),
    f: () => alone(),
    b: contrast,
    t: () => reach("theme"),
    y: () => reach("style"),
    a: () => focus("#range-detail"),
    p: () => document.querySelector("#palette .hp-pal-name").click(),
    n: () => hueprint.paletteTools.open("nudge"),
    c: () => hueprint.paletteTools.open("check"),
    x: () => hueprint.paletteTools.open("export"),
    "[": () => hueprint.brush?.step(-1) || nudge("darker"),
    "]": () => hueprint.brush?.step(1) || nudge("lighter"),
    v: () => hueprint.sight.next(),
    w: () => focus("#size [data-side=width]"),
    h: () => hueprint.strips.toggle(),
    "/": () => hueprint.strips.find(),
    "?": help,
  };

  // What a key says where the alphabet has it; where it has not (Cyrillic, Greek, Hebrew), what stands on it on a Latin keyboard.
  const ON_LATIN = { Slash: ["/", "?"], BracketLeft: ["[", "{"], BracketRight: ["]", "}"] };
  function keyOf({ key, code, shiftKey }) {
    if (/^[ -~]$/.test(key) || key.length !== 1) return key.toLowerCase();
    return code.startsWith("Key") ? code.slice(3).toLowerCase() : (ON_LATIN[code]?.[Number(shiftKey)] ?? key);
  }

  // In a field of text the browser's own undo belongs to the typing; a number is applied as it is typed, so ours serves it better.
  const ownUndo = (target) => typing(target) && target.type !== "number";

  const plain = (key, room) => (isSingle || key === "?") && (room ? () => enter(room) : PLAIN[key]);

  document.addEventListener("keydown", (event) => {
    if (!state.now || event.altKey || event.isComposing) return;
    const key = keyOf(event);
    const command = event.ctrlKey || event.metaKey;
    const room = /^[1-9]$/.test(key) && document.querySelectorAll("#rooms [role=radio]")[key - 1];
    const act = command
      ? { z: !ownUndo(event.target) && (event.shiftKey ? state.redo : state.undo), y: !ownUndo(event.target) && state.redo, s: PLAIN.s }[key]
      : !typing(event.target) && !event.repeat && !document.querySelector("dialog[open]:not(#help-sheet)") && plain(key, room);
    if (!act) return;
    event.preventDefault();
    const sheet = document.getElementById("help-sheet");
    if (act !== help) sheet.close(); // nothing changes behind it unseen
    act();
  });

  // One thing at a press, and last: a dialog, a field, a drawing and the gallery of palettes each have an Escape of their own.
  document.addEventListener("keydown", ({ key, target, defaultPrevented, isComposing }) => {
    if (key !== "Escape" || defaultPrevented || isComposing || document.querySelector("dialog[open]")) return;
    if (document.body.classList.contains("hp-alone")) alone(false);
    else if (target.matches("select") || !typing(target)) leaving.find((leave) => leave());
  });

  onMount(() => {
    for (const id of ["undo", "redo", "share", "help", "contrast", "surprise"]) {
      document.getElementById(id).addEventListener("click", hueprint.actions[id]);
    }
    const sheet = document.getElementById("help-sheet");
    sheet.querySelector("button").addEventListener("click", () => sheet.close());
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
    const single = document.getElementById("help-single");
    isSingle = single.checked = hueprint.memory.get("single-keys") !== false;
    single.addEventListener("change", () => hueprint.memory.set("single-keys", (isSingle = single.checked)));
    restoreSurroundings();
    state.watch("history", () => {
      // Not `disabled`: that would throw the focus away at the last step.
      for (const [id, can] of [["undo", state.canUndo], ["redo", state.canRedo]]) {
        const button = document.getElementById(id);
        if (button.getAttribute("aria-disabled") !== String(!can)) button.setAttribute("aria-disabled", String(!can));
      }
    });
  });
})();
