// Sliders with a number beside each: drag, type, use the arrows, double-click to reset.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.numberField) return;
  const { state, onMount } = hueprint;

  // A typed number: taken while it is in range, put back with one sentence when it is not.
  hueprint.numberField = (field, { name, low, high, whole = false, take, current }) => {
    const shown = () => (whole ? String(current()) : current().toFixed(2));
    const usable = () => field.value !== "" && field.checkValidity() && (!whole || Number.isInteger(field.valueAsNumber));
    field.addEventListener("input", () => usable() && take(field.valueAsNumber));
    field.addEventListener("change", () => {
      if (!usable()) hueprint.say(`${name} takes a ${whole ? "whole " : ""}number from ${low} to ${high}.`, { error: true });
      field.value = shown();
      state.close();
    });
    field.addEventListener("keydown", (event) => event.key === "Enter" && field.blur());
    field.addEventListener("focus", () => field.select());
    return () => {
      if (document.activeElement !== field || !usable() || field.valueAsNumber !== current()) field.value = shown();
    };
  };

  function bind(row) {
    const name = row.dataset.knob;
    const [range, typed] = row.querySelectorAll("input");
    const take = (value) => state.change({ knobs: { [name]: value } }, `knob-${name}`);
    range.addEventListener("input", () => take(range.valueAsNumber));
    range.addEventListener("change", state.close);
    row.addEventListener("dblclick", (event) => {
      if (event.target === typed) return;
      state.close();
      state.change({ knobs: { [name]: Number(row.dataset.default) } });
    });
    const label = name[0].toUpperCase() + name.slice(1);
    const retype = hueprint.numberField(typed, { name: label, low: 0, high: 1, take, current: () => state.now.knobs[name] });
    return (value) => {
      range.value = value;
      range.style.setProperty("--at", value);
      row.classList.toggle("hp-moved", value !== Number(row.dataset.default));
      retype();
    };
  }

  onMount(() => {
    const shows = [...document.querySelectorAll("[data-knob]")].map((row) => [row.dataset.knob, bind(row)]);
    state.watch("knobs", (now, before) => {
      for (const [name, show] of shows) if (now.knobs[name] !== before?.knobs[name]) show(now.knobs[name]);
    });
  });
})();
