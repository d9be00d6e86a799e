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

  // A row of a range and a number. take(value, tag): tag is set while the hand moves. Returns what shows a value.
  hueprint.slider = (row, { label, standard, current, take }) => {
    const [range, typed] = row.querySelectorAll("input");
    range.addEventListener("input", () => take(range.valueAsNumber, "moving"));
    range.addEventListener("change", state.close);
    row.addEventListener("dblclick", (event) => {
      if (event.target === typed) return;
      state.close();
      take(standard);
    });
    const retype = hueprint.numberField(typed, { name: label, low: 0, high: 1, take: (value) => take(value, "moving"), current });
    return (value) => {
      range.value = value;
      range.style.setProperty("--at", value);
      row.classList.toggle("hp-moved", value !== standard);
      retype();
    };
  };

  function bind(row) {
    const name = row.dataset.knob;
    return hueprint.slider(row, {
      label: name[0].toUpperCase() + name.slice(1),
      standard: Number(row.dataset.default),
      current: () => state.now.knobs[name],
      take: (value, tag = null) => state.change({ knobs: { [name]: value } }, tag && `knob-${name}`),
    });
  }

  onMount(() => {
    const shows = [...document.querySelectorAll("[data-knob]")].map((row) => [row.dataset.knob, bind(row)]);
    state.watch("knobs", (now, before) => {
      for (const [name, show] of shows) if (now.knobs[name] !== before?.knobs[name]) show(now.knobs[name]);
    });
  });
})();
