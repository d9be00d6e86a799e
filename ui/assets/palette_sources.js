// Where a palette may come from besides the hand: a harmony, the dice, pasted text, a picture. The server works them out.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteSources) return;
  const { palette } = hueprint;
  const LARGEST = 20 * 2 ** 20;
  const UNREACHED = "The studio cannot be reached just now; try again.";

  let turn = 0;
  let quiet = () => {};
  let busy = () => {};

  // The newest request wins; an older answer, or one that arrives after the colours were changed, is dropped.
  async function ask(path, body, type) {
    const mine = ++turn;
    const before = JSON.stringify(palette.get());
    busy(true);
    quiet("");
    const answer = await fetch(`palette/${path}`, { method: "POST", headers: { "Content-Type": type }, body }).catch(() => null);
    const data = await answer?.json().catch(() => null);
    if (mine !== turn) return;
    busy(false);
    if (!answer?.ok || !data?.colours) quiet(data?.error?.message ?? UNREACHED);
    else if (JSON.stringify(palette.get()) === before && palette.replace(data.colours)) palette.settle();
  }

  const askJson = (path, body) => ask(path, JSON.stringify(body), "application/json");

  function extract(file) {
    if (file.size > LARGEST) return quiet("This picture is larger than 20 MB; choose a smaller one.");
    const count = Math.max(3, palette.swatches.length || 5);
    return ask(`extract?count=${count}`, file, file.type.startsWith("image/") ? file.type : "application/octet-stream");
  }

  // One colour is added to the palette; several become it.
  function useText(text) {
    const one = palette.hexOf(text.trim().replace(/[;,]$/, ""));
    if (!one) return askJson("parse", { text });
    if (palette.swatches.length >= palette.MOST) return quiet(`A palette holds at most ${palette.MOST} colours.`);
    palette.add(one);
    palette.settle();
    return quiet("");
  }

  function reroll() {
    const locked = palette.swatches.flatMap((swatch, at) => (swatch.locked ? [at] : []));
    if (locked.length === palette.swatches.length) return quiet("Every colour is locked; open a lock to re-roll.");
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;
    return askJson("reroll", { colours: palette.swatches.map(({ hex, share }) => ({ hex, weight: share })), locked, seed });
  }

  const harmony = (colour, kind) => askJson("harmony", { colour, kind });
  const pictureIn = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/")) ?? transfer?.files?.[0];
  const isField = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  function bindDrop(root) {
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    root.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      root.classList.add("hp-pal-over");
    });
    root.addEventListener("dragleave", (event) => !root.contains(event.relatedTarget) && root.classList.remove("hp-pal-over"));
    root.addEventListener("drop", (event) => {
      root.classList.remove("hp-pal-over");
      const file = pictureIn(event.dataTransfer);
      if (!file) return;
      event.preventDefault();
      extract(file);
    });
  }

  // A picture pasted anywhere on the page; colours pasted while the editor has the focus.
  document.addEventListener("paste", (event) => {
    const root = document.querySelector("#palette .hp-palette");
    const file = pictureIn(event.clipboardData);
    if (!root || (isField(event.target) && !file)) return;
    const text = event.clipboardData.getData("text/plain");
    if (file) extract(file);
    else if (text && root.contains(document.activeElement)) useText(text);
    else return;
    event.preventDefault();
  });

  hueprint.paletteSources = {
    bind(root, onMessage, onBusy) {
      quiet = onMessage;
      busy = onBusy;
      bindDrop(root);
    },
    extract,
    useText,
    reroll,
    harmony,
  };
})();
