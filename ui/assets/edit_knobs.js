// The sliders of an edit: each stands where the picture's own does until it is moved; a double click lets it follow again.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editKnobs) return;
  const { edits, state, slider } = hueprint;
  let rows = []; // [name, the row, what shows a value]

  const inside = () => state.now.edits[edits.chosen]?.inside.knobs ?? {};
  const current = (name) => inside()[name] ?? state.now.knobs[name];

  function take(name, value, tag, how) {
    const { [name]: _, ...others } = inside();
    edits.inside({ knobs: value === undefined ? others : { ...others, [name]: value } }, tag && `edit-knob-${name}`, how);
  }

  function bind(row) {
    const name = row.dataset.editKnob;
    const show = slider(row, {
      label: row.querySelector("label").textContent,
      standard: undefined,
      current: () => current(name),
      take: (value, tag = null, how = {}) => take(name, value, tag, how),
    });
    return [name, row, show];
  }

  hueprint.editKnobs = {
    mount: (panel) => (rows = [...panel.querySelectorAll("[data-edit-knob]")].map(bind)),
    show() {
      const own = inside();
      for (const [name, row, shown] of rows) {
        shown(current(name));
        row.classList.toggle("hp-moved", name in own);
      }
      const count = Object.keys(own).length;
      document.querySelector("#edit-knobs small").textContent = count ? `${count} of its own` : "as around";
    },
  };
})();
