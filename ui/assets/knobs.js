// Sliders with a number beside each: drag, type, use the arrows, double-click to reset; and a button that resets all.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.numberField) return;
  const { state, onMount } = hueprint;
  const DECIMALS = 2;

  // What every field of a number does: Enter ends the typing, Escape takes it back, and the wheel scrolls the page, never the number.
  hueprint.typedNumber = (field, takeBack) => {
    field.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") field.blur();
      if (key !== "Escape") return;
      takeBack();
      field.select();
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("wheel", () => field.blur(), { passive: true });
  };

  // A typed number: taken while it is in range; past the end of it the end is taken, with a word. Escape, or what is no number, puts back the
  // one before the typing, which is one step however slow the hand. take(value, how): how as of state.change.
  hueprint.numberField = (field, { name, low, high, whole = false, take, current }) => {
    const shown = () => (whole ? String(current()) : current().toFixed(DECIMALS));
    let before = current();
    const nearest = () => Math.min(high, Math.max(low, whole ? Math.round(field.valueAsNumber) : Number(field.valueAsNumber.toFixed(DECIMALS))));
    const usable = () => field.valueAsNumber === nearest();
    field.addEventListener("input", () => usable() && take(field.valueAsNumber, { held: true }));
    const restore = () => current() !== before && take(before);
    field.addEventListener("change", () => {
      const typed = field.valueAsNumber;
      if (Number.isNaN(typed)) {
        hueprint.say(`${name} takes a ${whole ? "whole " : ""}number from ${low} to ${high}.`, { error: true, about: field.parentElement });
        restore();
      } else if (!usable()) {
        take(nearest());
        if (typed < low || typed > high) hueprint.say(`${name} goes from ${low} to ${high}: it is ${nearest()} now.`, { about: field.parentElement });
      }
      before = current();
      field.value = shown();
      state.close();
    });
    field.addEventListener("focus", () => (before = current()));
    hueprint.typedNumber(field, () => {
      restore();
      field.value = shown();
      state.close();
    });
    return () => {
      if (document.activeElement !== field || !usable() || field.valueAsNumber !== current()) field.value = shown();
    };
  };

  // A row of a range and a number. take(value, tag, how): tag is set while the hand moves. Returns what shows a value.
  hueprint.slider = (row, { label, standard, current, take }) => {
    const [range, typed] = row.querySelectorAll("input");
    range.addEventListener("input", () => take(range.valueAsNumber, "moving"));
    range.addEventListener("change", state.close);
    row.addEventListener("dblclick", (event) => {
      if (event.target === typed) return;
      state.close();
      take(standard);
    });
    const retype = hueprint.numberField(typed, { name: label, low: 0, high: 1, take: (value, how) => take(value, "moving", how), current });
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
      take: (value, tag = null, how = {}) => state.change({ knobs: { [name]: value } }, tag && `knob-${name}`, how),
    });
  }

  // All of them and the theme's own, as one step.
  function bindReset(rows) {
    const button = document.getElementById("knobs-reset");
    const knobs = Object.fromEntries(rows.map(({ dataset }) => [dataset.knob, Number(dataset.default)]));
    button.addEventListener("click", () => {
      hueprint.locks.take({ knobs, options: hueprint.options.others(state.now) });
      if (button.hidden) rows[0].querySelector("input").focus({ preventScroll: true });
    });
    return (now) => {
      const isMoved = Object.keys(knobs).some((name) => now.knobs[name] !== knobs[name]);
      button.hidden = !isMoved && Object.keys(hueprint.options.others(now)).length === Object.keys(now.options).length;
    };
  }

  onMount(() => {
    const rows = [...document.querySelectorAll("[data-knob]")];
    const shows = rows.map((row) => [row.dataset.knob, bind(row)]);
    const showReset = bindReset(rows);
    state.watch("knobs", (now, before) => {
      showReset(now);
      for (const [name, show] of shows) if (now.knobs[name] !== before?.knobs[name]) show(now.knobs[name]);
    });
  });
})();
