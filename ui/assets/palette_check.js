// The palette judged: contrast between every two colours, and how other eyes see the palette and the picture. The figures are the server's
// (engine/palette/contrast.py, vision.py); asked for only while the panel is open, the newest question winning.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.sight) return;
  const { palette, paletteSources: sources, radioKeys, radioShow, onMount } = hueprint;
  const REST = 60;
  const MARKS = { AAA: "AAA", AA: "AA", large: "large", "": "" };

  let panel = null;
  let asked = "";
  let judged = null;
  let timer = 0;
  let sight = "";

  const make = (tag, text = "", attributes = {}) => {
    const node = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };

  const chip = (hex, scope) => {
    const cell = make("th", "", { scope });
    cell.append(make("i", "", { style: `background:${hex}`, title: hex }), make("span", hex));
    return cell;
  };

  function drawTable(colours) {
    const table = make("table", "", { class: colours.length > 7 ? "hp-pal-dense" : "" });
    table.append(make("caption", "Contrast between the colours"));
    const head = make("tr");
    head.append(make("td"), ...colours.slice(0, -1).map((hex) => chip(hex, "col")));
    table.append(head);
    colours.slice(1).forEach((hex, row) => {
      const line = make("tr");
      line.append(chip(hex, "row"));
      colours.slice(0, -1).forEach((other, column) => {
        if (column > row) return line.append(make("td"));
        const [ratio, level] = [judged.contrast[row + 1][column], judged.levels[row + 1][column]];
        const cell = make("td", ratio.toFixed(1), { "data-level": level || "none", title: `${hex} on ${other}: ${ratio.toFixed(2)} ${MARKS[level]}` });
        cell.append(make("small", MARKS[level] || "–"));
        return line.append(cell);
      });
      table.append(line);
    });
    panel.querySelector(".hp-pal-table").replaceChildren(table);
  }

  function drawSight(colours) {
    const told = panel.querySelector(".hp-pal-alike");
    const bar = panel.querySelector(".hp-pal-seen");
    const seen = judged?.sights[sight];
    bar.replaceChildren(...(seen ? seen.colours : []).map((hex, at) => make("i", "", { style: `background:${hex};flex-grow:${palette.swatches[at]?.share ?? 1}` })));
    const pairs = seen?.alike ?? [];
    const named = pairs.map((pair) => pair.map((at) => colours[at]).join(" and ")).join("; ");
    told.textContent = !seen ? "" : named ? `Hard to tell apart: ${named}.` : "All colours stay apart.";
  }

  const draw = () => {
    const colours = palette.swatches.map(({ hex }) => hex);
    if (judged && judged.contrast.length === colours.length) {
      drawTable(colours);
      drawSight(colours);
    }
  };

  async function judge() {
    if (!panel || panel.hidden) return;
    const colours = sources.asSwatches();
    const key = JSON.stringify(colours.map(({ hex }) => hex));
    if (key === asked) return;
    asked = key;
    const body = JSON.stringify({ colours });
    const answer = await fetch("palette/check", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (asked !== key) return;
    if (answer?.ok && told?.contrast) judged = told;
    else asked = "";
    draw();
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(judge, REST);
  };

  function badge() {
    const stage = document.getElementById("preview");
    if (!stage) return;
    let note = stage.querySelector(".hp-sight");
    if (!sight) return note?.remove();
    if (!note) {
      note = make("button", "", { type: "button", class: "hp-sight", title: "Back to full colour" });
      note.addEventListener("click", () => set(""));
      stage.querySelector(".hp-frame").after(note);
    }
    const seen = sight === "grey" ? "greys" : `${sight} eyes do`;
    note.textContent = `Seen as ${seen} ×`;
    return undefined;
  }

  function set(name) {
    sight = name;
    if (name) document.documentElement.dataset.sight = name;
    else delete document.documentElement.dataset.sight;
    radioShow(panel.querySelector("[role=radiogroup]"), (button) => button.dataset.sight === sight);
    drawSight(palette.swatches.map(({ hex }) => hex));
    badge();
  }

  hueprint.sight = {
    set,
    next() {
      const names = [...panel.querySelectorAll("[data-sight]")].map((button) => button.dataset.sight);
      set(names[(names.indexOf(sight) + 1) % names.length]);
    },
  };

  document.addEventListener("hueprint:palette-panel", judge);
  onMount(() => {
    panel = document.getElementById("palette-check");
    const group = panel.querySelector("[role=radiogroup]");
    group.addEventListener("click", ({ target }) => target.dataset.sight !== undefined && set(target.dataset.sight));
    radioKeys(group, (button) => set(button.dataset.sight));
    set(sight);
    hueprint.state.watch("palette-check", later);
  });
})();
