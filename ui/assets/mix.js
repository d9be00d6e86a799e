// Several states mixed into one, each with its weight: themes and styles as blends, sliders on the way between, palettes ink by ink in
// OKLab. The seed does not mix: whoever asks keeps the one in hand.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.mix) return;
  const { state, oklab } = hueprint;
  const LEAST = 0.02; // of a blend; less shows nothing
  const SAME = 0.02; // OKLab distance: about one just-noticeable difference
  const MIDDLE = 0.5;

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const rounded = (value, steps) => Math.round(value * steps) / steps;
  const inOrder = (inks) => inks.sort((one, other) => one.lab[0] - other.lab[0]);

  function blend(parts, kind) {
    const shares = new Map();
    for (const { state: { [kind]: value }, weight } of parts) {
      const own = Object.entries(typeof value === "string" ? { [value]: 1 } : value);
      const whole = sum(own.map(([, share]) => share));
      for (const [name, share] of own) shares.set(name, (shares.get(name) ?? 0) + (weight * share) / whole);
    }
    const heaviest = [...shares].filter(([, share]) => share >= LEAST).sort(([, one], [, other]) => other - one).slice(0, state.offer.limits.blend);
    const kept = [...shares].filter(([name]) => heaviest.some(([other]) => other === name));
    const whole = sum(kept.map(([, share]) => share));
    return kept.length === 1 ? kept[0][0] : Object.fromEntries(kept.map(([name, share]) => [name, rounded(share / whole, 1000)]));
  }

  // A palette in hand or a preset's -> {inks: [{lab, weight}] dark to light, background, accent: OKLab or null}
  function coloursOf({ palette, background, accent }) {
    const preset = typeof palette === "string" ? state.offer.palettes[palette] : null;
    const swatches = preset ? preset.colours : palette;
    const whole = sum(swatches.map(({ weight }) => weight));
    const well = (name, own) => {
      const hex = own ?? preset?.[name];
      return hex ? oklab(hex) : null;
    };
    return {
      inks: inOrder(swatches.map(({ hex, weight }) => ({ lab: oklab(hex), weight: weight / whole }))),
      background: well("background", background),
      accent: well("accent", accent),
    };
  }

  // As many inks as the longest palette has, so that each meets one of its own lightness: the largest are split in two.
  function stretched(inks, count) {
    const all = inks.map((ink) => ({ ...ink }));
    while (all.length < count) {
      const at = all.reduce((most, { weight }, place) => (weight > all[most].weight ? place : most), 0);
      all[at].weight /= 2;
      all.splice(at, 0, { ...all[at] });
    }
    return all;
  }

  const between = (labs, weights) => [0, 1, 2].map((at) => sum(labs.map((lab, place) => lab[at] * weights[place])) / sum(weights));

  // Inks that have met are one.
  function merged(inks) {
    return inks.reduce((kept, ink) => {
      const twin = kept.find((other) => oklab.distance(other.lab, ink.lab) < SAME);
      if (twin && kept.length > 1) twin.weight += ink.weight;
      else kept.push(ink);
      return kept;
    }, []);
  }

  // Weights -> ten-thousandths that sum to one.
  function weighed(inks) {
    const parts = inks.map(({ weight }) => Math.max(1, Math.round(weight * 1e4)));
    parts[parts.indexOf(Math.max(...parts))] += 1e4 - sum(parts);
    return inks.map(({ lab }, at) => ({ hex: oklab.hex(lab), weight: parts[at] / 1e4 }));
  }

  function palette(parts) {
    const keyOf = ({ state: { palette, background, accent } }) => JSON.stringify([palette, background, accent]);
    if (parts.every((part) => keyOf(part) === keyOf(parts[0]))) {
      const { palette, background, accent } = parts[0].state;
      return { palette, background, accent };
    }
    const all = parts.map((part) => coloursOf(part.state));
    const weights = parts.map(({ weight }) => weight);
    const count = Math.max(...all.map(({ inks }) => inks.length));
    const rows = all.map(({ inks }) => stretched(inks, count));
    const inks = rows[0].map((_, at) => ({
      lab: between(rows.map((row) => row[at].lab), weights),
      weight: sum(rows.map((row, place) => row[at].weight * weights[place])),
    }));
    const well = (name) => {
      const held = all.map((colours, at) => [colours[name], weights[at]]).filter(([lab]) => lab);
      if (sum(held.map(([, weight]) => weight)) < 0.5) return null;
      return oklab.hex(between(held.map(([lab]) => lab), held.map(([, weight]) => weight)));
    };
    return { palette: weighed(merged(inOrder(inks))), background: well("background"), accent: well("accent") };
  }

  function sliders(parts, group, names) {
    const mixed = names.map((name) => [name, rounded(sum(parts.map((part) => part.weight * (part.state[group][name] ?? MIDDLE))), 1000)]);
    return Object.fromEntries(group === "knobs" ? mixed : mixed.filter(([, value]) => value !== MIDDLE));
  }

  // parts: [{state, weight}], weights above zero that sum to one -> a patch of the state.
  hueprint.mix = (asked) => {
    const parts = asked.filter(({ weight }) => weight > 0);
    const names = [...new Set(parts.flatMap((part) => Object.keys(part.state.options)))];
    const heaviest = parts.reduce((best, part) => (part.weight > best.weight ? part : best));
    return {
      theme: blend(parts, "theme"),
      style: blend(parts, "style"),
      ...palette(parts),
      knobs: sliders(parts, "knobs", state.offer.knobs),
      options: sliders(parts, "options", names),
      tile: heaviest.state.tile,
    };
  };
  hueprint.inksOf = (of) => coloursOf(of).inks;
})();
