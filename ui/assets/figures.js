// The line beneath the picture: asked and measured shares, on-palette share, share error, time, size.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.figures) return;
  const { state, onMount, titleOf } = hueprint;
  const READABLE_MS = 150;
  let shownAt = 0;
  hueprint.figures = true;

  const percent = (value, digits) => `${(value * 100).toFixed(digits)}%`;

  // A frame comes every few hundredths of a second: what stays as it is must not be laid out anew.
  function rewrite(text, now) {
    if (text.data !== now) text.data = now;
  }

  const drawn = new WeakMap(); // bar -> what it shows

  function drawBar(bar, colours, shares) {
    const key = `${colours} ${shares}`;
    if (drawn.get(bar) === key) return;
    drawn.set(bar, key);
    while (bar.children.length > colours.length) bar.lastChild.remove();
    while (bar.children.length < colours.length) bar.append(document.createElement("i"));
    colours.forEach((colour, at) => {
      bar.children[at].style.background = colour;
      bar.children[at].style.flexGrow = shares[at];
    });
  }

  function drawShares(root, recipe, measured) {
    const swatches = recipe.preferences.palette;
    if (!Array.isArray(swatches) || !measured) return;
    const sum = swatches.reduce((total, swatch) => total + swatch.weight, 0);
    const colours = swatches.map((swatch) => swatch.hex);
    const asked = swatches.map((swatch) => swatch.weight / sum);
    drawBar(root.querySelector("[data-bar=asked]"), colours, asked);
    drawBar(root.querySelector("[data-bar=measured]"), colours, measured);
    const told = colours.map((colour, at) => `${colour} ${percent(asked[at], 0)} asked, ${percent(measured[at], 0)} measured`);
    root.querySelector(".hp-shares").setAttribute("aria-label", `Shares. ${told.join("; ")}`);
  }

  function show({ recipe, renderMs, people, fidelity }) {
    const root = document.getElementById("figures");
    if (!root) return;
    const figure = (name) => root.querySelector(`[data-figure=${name}]`);
    const write = (name, text) => rewrite(figure(name).firstChild, text);
    const { theme, style } = recipe.preferences;
    const canvas = document.querySelector("#preview canvas");
    const label = `The picture, live: ${titleOf("theme", theme)} in ${titleOf("style", style)}`;
    if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
    write("render", `${Math.round(renderMs)} ms`);
    write("people", String(people));
    const many = figure("people").parentElement;
    if (many.hidden === people > 1) many.hidden = !many.hidden;
    if (!fidelity) return;
    write("on-palette", percent(fidelity.on_palette_share, 1));
    rewrite(figure("on-palette").nextSibling, fidelity.palettes > 1 ? ` on ${fidelity.palettes} palettes` : " on palette");
    write("share-error", percent(fidelity.share_error, 1));
    drawShares(root, recipe, fidelity.shares);
  }

  // While drafts rush by, no faster than they can be read; the full frame that ends them is always told.
  document.addEventListener("hueprint:frame", ({ detail }) => {
    const now = performance.now();
    if (!detail.final && now - shownAt < READABLE_MS) return;
    shownAt = now;
    show(detail);
  });
  document.addEventListener("hueprint:figures", ({ detail }) => show(detail));

  onMount(() => {
    const pixels = document.querySelector("#figures [data-figure=pixels]");
    state.watch("figures", (now) => {
      pixels.textContent = `${now.size[0]} × ${now.size[1]}`;
    }, ["size"]);
  });
})();
