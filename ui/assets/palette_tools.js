// The panels under the palette's buttons, one open at a time; nudges, and files to take along.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteTools) return;
  const { palette, paletteSources: sources } = hueprint;
  const { say } = hueprint.paletteMessage;

  let root = null;
  const panelOf = (name) => root.querySelector(`#palette-${name}`);
  const openers = () => [...root.querySelectorAll("[data-panel]")];

  function open(name) {
    for (const button of openers()) {
      const mine = button.dataset.panel === name && panelOf(name).hidden;
      button.setAttribute("aria-expanded", String(mine));
      panelOf(button.dataset.panel).hidden = !mine;
    }
    document.dispatchEvent(new CustomEvent("hueprint:palette-panel"));
  }

  const nameOf = () => (palette.preset ? hueprint.state.offer.palettes[palette.preset].name : (hueprint.ownPalettes.inHand()?.name ?? "Palette"));

  function hand(blob, name) {
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  async function save(format) {
    const under = panelOf("export");
    const body = JSON.stringify({ colours: sources.asSwatches(), name: nameOf(), format });
    const answer = await fetch("palette/save", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
    if (!answer?.ok) return say((await answer?.json().catch(() => null))?.error?.message ?? "The studio cannot be reached just now; try again.", { under });
    hand(await answer.blob(), `${nameOf().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.${format}`);
    return say("");
  }

  async function copy() {
    const whole = palette.apportion(1e4);
    const text = palette.swatches.map(({ hex }, at) => `${hex} ${whole[at] / 100}%`).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      say("Copied: hex codes and shares.", { under: panelOf("export"), note: true });
    } catch {
      say("This browser does not let the page copy; export the hex codes as a file instead.", { under: panelOf("export") });
    }
  }

  hueprint.paletteTools = {
    open: (name) => {
      open(name);
      const first = panelOf(name).hidden ? root.querySelector(`[data-panel=${name}]`) : panelOf(name).querySelector("button:not([tabindex='-1'])");
      first.focus();
      first.scrollIntoView({ block: "nearest" });
    },
  };

  hueprint.onMount(() => {
    root = document.querySelector("#palette .hp-palette");
    for (const button of openers()) button.addEventListener("click", () => {
        open(button.dataset.panel);
        panelOf(button.dataset.panel).scrollIntoView({ block: "nearest" });
      });
    panelOf("nudge").addEventListener("click", ({ target }) => target.dataset.nudge && sources.nudge(target.dataset.nudge, panelOf("nudge")));
    panelOf("export").addEventListener("click", ({ target }) => {
      if (target.dataset.format) save(target.dataset.format);
      if (target.dataset.do === "copy") copy();
    });
    // From within the panel, and from the buttons above it: a click that opens it leaves the focus there.
    for (const part of root.querySelectorAll(".hp-pal-panel, .hp-pal-actions")) {
      part.addEventListener("keydown", (event) => {
        const opener = openers().find(({ dataset }) => !panelOf(dataset.panel).hidden);
        if (event.key !== "Escape" || !opener) return;
        event.stopPropagation();
        open(opener.dataset.panel);
        opener.focus();
      });
    }
  });
})();
