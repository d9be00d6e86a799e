// The line beneath the picture: asked and measured shares, on-palette share, share error, time, size.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.figures) return;
  const { state, onMount, titleOf } = hueprint;
  hueprint.figures = true;

  const percent = (value, digits) => `${(value * 100).toFixed(digits)}%`;

  function drawBar(bar, colours, shares) {
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
    const write = (name, text) => {
      root.querySelector(`[data-figure=${name}]`).textContent = text;
    };
    const { theme, style } = recipe.preferences;
    document.querySelector("#preview canvas").setAttribute("aria-label", `The picture, live: ${titleOf("theme", theme)} in ${titleOf("style", style)}`);
    write("render", `${Math.round(renderMs)} ms`);
    write("people", people);
    root.querySelector("[data-figure=people]").parentElement.hidden = !(people > 1);
    if (!fidelity) return;
    write("on-palette", percent(fidelity.on_palette_share, 1));
    root.querySelector("[data-figure=on-palette]").nextSibling.textContent = fidelity.palettes > 1 ? ` on ${fidelity.palettes} palettes` : " on palette";
    write("share-error", percent(fidelity.share_error, 1));
    drawShares(root, recipe, fidelity.shares);
  }

  document.addEventListener("hueprint:frame", (event) => show(event.detail));

  onMount(() => {
    const pixels = document.querySelector("#figures [data-figure=pixels]");
    state.watch("figures", (now) => {
      pixels.textContent = `${now.size[0]} × ${now.size[1]}`;
    }, ["size"]);
  });
})();
