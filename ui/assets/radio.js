// Arrow keys within a group of radio or toggle buttons: one stop for the Tab key, arrows move and choose, in a grid up and down move by rows.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.radioKeys) return;

  const itemsOf = (group) => [...group.querySelectorAll("[role=radio], [aria-pressed]")].filter((item) => !item.closest("[hidden]"));

  // How far a step to the right and a step down go in the list. A grid that runs sideways is filled column by column.
  function strides(group, items) {
    const beside = (side) => Math.max(1, items.filter((item) => item[side] === items[0][side]).length);
    if (getComputedStyle(group).gridAutoFlow.startsWith("column")) return { right: beside("offsetLeft"), down: 1 };
    const columns = beside("offsetTop");
    return { right: 1, down: columns === items.length ? 1 : columns }; // a single row: up and down step too
  }

  hueprint.radioKeys = (group, choose) => {
    group.addEventListener("keydown", (event) => {
      const items = itemsOf(group);
      const at = items.indexOf(event.target);
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const { right, down } = strides(group, items);
      const by = { ArrowRight: right, ArrowLeft: -right, ArrowDown: down, ArrowUp: -down }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : by === undefined ? null : at + by;
      if (to === null) return;
      event.preventDefault();
      const next = items[Math.abs(by) === 1 ? (to + items.length) % items.length : to];
      if (!next) return;
      next.focus();
      choose(next, event.shiftKey);
    });
  };

  // A slider asks for this sixty times a second, and the page lays out again what is written, be it the same.
  const mark = (item, name, value) => item.getAttribute(name) === value || item.setAttribute(name, value);

  // Marks the chosen ones; the first of them (or the first of all) is where Tab stops.
  hueprint.radioShow = (group, isChosen) => {
    const items = [...group.querySelectorAll("[role=radio], [aria-pressed]")];
    const chosen = items.filter(isChosen);
    for (const item of items) {
      mark(item, item.hasAttribute("aria-pressed") ? "aria-pressed" : "aria-checked", String(chosen.includes(item)));
      mark(item, "tabindex", item === (chosen[0] || items[0]) ? "0" : "-1");
    }
  };
})();
