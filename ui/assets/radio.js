// Arrow keys within a radio group: one stop for the Tab key, arrows move and choose, in a grid up and down move by rows.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.radioKeys) return;

  const columnsOf = (items) => Math.max(1, items.filter((item) => item.offsetTop === items[0].offsetTop).length);

  hueprint.radioKeys = (group, choose) => {
    group.addEventListener("keydown", (event) => {
      const items = [...group.querySelectorAll("[role=radio]")];
      const at = items.indexOf(event.target);
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const columns = columnsOf(items);
      const one = columns === items.length; // a single row: up and down step too
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: one ? 1 : columns, ArrowUp: one ? -1 : -columns }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : by === undefined ? null : at + by;
      if (to === null) return;
      event.preventDefault();
      const next = items[Math.abs(by) === 1 ? (to + items.length) % items.length : to];
      if (!next) return;
      next.focus();
      choose(next, event.shiftKey);
    });
  };

  // Marks the chosen ones; the first of them (or the first of all) is where Tab stops.
  hueprint.radioShow = (group, isChosen) => {
    const items = [...group.querySelectorAll("[role=radio]")];
    const chosen = items.filter(isChosen);
    for (const item of items) {
      item.setAttribute("aria-checked", String(chosen.includes(item)));
      item.tabIndex = item === (chosen[0] || items[0]) ? 0 : -1;
    }
  };
})();
