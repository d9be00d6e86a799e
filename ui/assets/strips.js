// The strip under the picture: which of its two rows is shown, what the search box and the star leave of them, and which picture is in hand.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.strips) return;
  const { state, recipe, strip, onMount, radioKeys } = hueprint;
  const rows = new Map(); // name -> {shelf, draw}
  let open = hueprint.memory.get("strip") === "history" ? "history" : "kept";
  let onlyStars = false;

  const one = (selector) => document.querySelector(`#kept ${selector}`);

  function drawRow(name) {
    const row = rows.get(name);
    if (!row) return;
    const query = one("input[type=search]").value.trim();
    const isMeant = hueprint.finding(query);
    const shown = row.shelf.items.filter((item) => (!onlyStars || name !== "kept" || item.starred) && isMeant(item));
    row.draw(shown);
    const panel = document.getElementById(`strip-${name}`);
    panel.querySelector(".hp-empty").hidden = row.shelf.items.length > 0;
    panel.querySelector(".hp-nothing").hidden = shown.length > 0 || !row.shelf.items.length;
    const all = row.shelf.items.length;
    document.querySelector(`#tab-${name} small`).textContent = all && shown.length < all ? `${shown.length}/${all}` : all || "";
    one(".hp-kept").classList.toggle("hp-none", [...rows.values()].every(({ shelf }) => !shelf.items.length));
    one(".hp-find").hidden = !rows.get(open)?.shelf.items.length;
    mark();
  }

  // The picture in hand, where it stands in a row.
  function mark() {
    if (!state.now) return;
    const key = strip.keyOf({ recipe: recipe.of(state.now) });
    const node = document.querySelector(`#strip-${open} ul`);
    for (const item of node.children) {
      const held = rows.get(open)?.shelf.get(item.dataset.id);
      if (held && strip.keyOf(held) === key) item.firstElementChild.setAttribute("aria-current", "true");
      else item.firstElementChild.removeAttribute("aria-current");
    }
  }

  function show(name) {
    open = name;
    hueprint.memory.set("strip", name);
    for (const row of ["kept", "history"]) {
      const tab = document.getElementById(`tab-${row}`);
      tab.setAttribute("aria-selected", String(row === name));
      tab.tabIndex = row === name ? 0 : -1;
      document.getElementById(`strip-${row}`).hidden = row !== name;
    }
    one(".hp-only-stars").hidden = name !== "kept";
    document.getElementById("clear-history").hidden = name !== "history";
    drawRow(name);
  }

  hueprint.strips = {
    add(name, shelf, draw) {
      rows.set(name, { shelf, draw });
      shelf.watch("strip", () => drawRow(name));
      drawRow(name);
    },
    toggle() {
      show(open === "kept" ? "history" : "kept");
      document.getElementById(`tab-${open}`).focus({ preventScroll: true });
    },
    find() {
      if (!one(".hp-find").hidden) one("input[type=search]").focus();
    },
  };

  onMount(() => {
    const tabs = one("[role=tablist]");
    tabs.addEventListener("click", ({ target }) => target.closest("[role=tab]") && show(target.closest("[role=tab]").dataset.row));
    tabs.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      hueprint.strips.toggle();
    });
    const box = one("input[type=search]");
    box.addEventListener("input", () => {
      drawRow(open);
      const found = document.getElementById(`strip-${open}`).querySelectorAll("li").length;
      one(".hp-find [role=status]").textContent = box.value ? `${found} found` : "";
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (!box.value) document.getElementById(`tab-${open}`).focus({ preventScroll: true }); // or the next key would be typed here
      box.value = "";
      drawRow(open);
    });
    one(".hp-only-stars").addEventListener("click", ({ currentTarget }) => {
      onlyStars = !onlyStars;
      currentTarget.setAttribute("aria-pressed", String(onlyStars));
      drawRow("kept");
    });
    show(open);
    state.watch("strips", mark);
  });
})();
