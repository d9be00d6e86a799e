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

  async function share() {
    history.replaceState(history.state, "", link.hash(state.now));
    try {
      await navigator.clipboard.writeText(location.href);
      hueprint.say("Link copied. Whoever opens it sees this picture.");
    } catch {
      hueprint.say("The address of this page is the link: copy it from the address bar.");
    }
  }

  const help = () => {
    const sheet = document.getElementById("help-sheet");
    if (sheet.open) sheet.close();
    else sheet.showModal();
  };

  const alone = (on) => document.getElementById("studio").classList.toggle("hp-alone", on);

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

  hueprint.actions = { surprise, share, help, contrast, alone, undo: state.undo, redo: state.redo };

  const typing = (target) => target.matches?.("textarea, select, [contenteditable=true], input:not([type=range]):not([type=checkbox]):not([type=color])");

  const PLAIN = {
    d: () => hueprint.seed.roll(),
    r: surprise,
    s: () => hueprint.exporter.keep(),
    e: () => hueprint.exporter.download(),
    l: share,
    f: () => alone(),
    "?": help,
  };

  // In a field of text the browser's own undo belongs to the typing; a number is applied as it is typed, so ours serves it better.
  const ownUndo = (target) => typing(target) && target.type !== "number";

  document.addEventListener("keydown", (event) => {
    if (!state.now || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    const command = event.ctrlKey || event.metaKey;
    const act = command
      ? { z: !ownUndo(event.target) && (event.shiftKey ? state.redo : state.undo), y: !ownUndo(event.target) && state.redo, s: PLAIN.s }[key]
      : !typing(event.target) && !event.repeat && !document.querySelector("dialog[open]:not(#help-sheet)") && PLAIN[key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("keydown", (event) => event.key === "Escape" && alone(false));

  onMount(() => {
    for (const id of ["undo", "redo", "share", "help", "contrast", "surprise"]) {
      document.getElementById(id).addEventListener("click", hueprint.actions[id]);
    }
    const sheet = document.getElementById("help-sheet");
    sheet.querySelector("button").addEventListener("click", () => sheet.close());
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
    restoreSurroundings();
    state.watch("history", () => {
      // Not `disabled`: that would throw the focus away at the last step.
      document.getElementById("undo").setAttribute("aria-disabled", String(!state.canUndo));
      document.getElementById("redo").setAttribute("aria-disabled", String(!state.canRedo));
    });
  });
})();
