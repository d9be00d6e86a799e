// What an edit might be painted as instead: of a kind, each a patch of its inside. The same picture, edit and round give the same proposals.
//
//   hueprint.editProposals.kinds(now)                  the kinds for this picture, the likeliest first
//   hueprint.editProposals.of(kind, index, round)      [{patch, name, about}]: as it is, as around, and others
//   hueprint.editProposals.first(now)                  the inside of an edit that has just been drawn
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editProposals) return;
  const { state, locks } = hueprint;
  const COUNT = 6;
  const STRIDE = 7919; // from one seed to the next: a prime, so that rounds do not meet
  const SEEDS = 1_000_000;
  const ABOUT = { seed: "Another seed", style: "Style", palette: "Palette", theme: "Theme" };

  const listed = (shelf) => Object.keys(state.offer[`${shelf}s`]);
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // From the one after what is around, and round again.
  function after(kind, value) {
    const names = listed(kind);
    const at = Math.max(...hueprint.partsOf(value ?? "").map((name) => names.indexOf(name)));
    return [...names.slice(at + 1), ...names.slice(0, at + 1)];
  }

  const seeds = (now, round) => Array.from({ length: COUNT + 2 }, (_, at) => (now.seed + STRIDE * (round * COUNT + at + 1)) % SEEDS);

  const OTHERS = {
    seed: seeds,
    style: (now) => after("style", now.style),
    theme: (now) => after("theme", now.theme),
    palette: (now) => hueprint.editHarmony.ordered(now),
  };

  // A photograph that only changes its colours is painted where an edit says how.
  const patchOf = (kind, value, now) => ({ [kind]: value, ...(kind === "style" && now.photo?.recolour && { recolour: value === undefined ? undefined : false }) });

  // Around a photograph that stays as it is nothing is painted: what an edit leaves open is then what the studio has in hand.
  function titleOf(kind, own, now) {
    const value = own ?? (now.photo?.plain ? now[kind] : undefined);
    if (value === undefined) return "As around";
    if (kind === "seed") return `Seed ${value}`;
    if (kind === "palette") return state.offer.palettes[value]?.name ?? "Own colours";
    return typeof value === "string" ? hueprint.titleOf(kind, value) : "A mix";
  }

  function told(kind, patch, now) {
    const name = titleOf(kind, patch[kind], now);
    return { patch, name, about: patch[kind] === undefined ? name : `${ABOUT[kind]}: ${name}` };
  }

  // A page of what is neither there nor around.
  function others(kind, now, own, round, count) {
    const all = OTHERS[kind](now, round).filter((value) => !isSame(value, own) && !isSame(value, now[kind]));
    const from = kind === "seed" ? 0 : round * count;
    return Array.from({ length: Math.min(count, all.length) }, (_, at) => all[(from + at) % all.length]);
  }

  function asItIs(kind, { inside }, now) {
    const { background, accent } = inside;
    return { ...patchOf(kind, inside[kind], now), ...(kind === "palette" && { background, accent }), ...(kind === "style" && { recolour: inside.recolour }) };
  }

  function of(kind, index, round) {
    const { now } = state;
    const edit = now.edits[index];
    const own = edit.inside[kind];
    const around = own === undefined ? [] : [patchOf(kind, undefined, now)];
    const rest = others(kind, now, own, round, COUNT - 1 - around.length);
    return [asItIs(kind, edit, now), ...around, ...rest.map((value) => patchOf(kind, value, now))].map((patch) => told(kind, patch, now));
  }

  const kinds = (now) => (now.photo ? ["style", "palette", "seed"] : ["seed", "style", "palette", "theme"]);

  // Another seed; over a photograph, which another seed hardly changes, another style, and where it stays as it is, the style in hand.
  function first(now) {
    if (now.photo?.plain) return {};
    const kind = kinds(now).find((one) => !locks.has(one)) ?? "seed";
    return kind === "seed" ? { seed: hueprint.seed.another() } : patchOf(kind, others(kind, now, undefined, 0, 1)[0], now);
  }

  hueprint.editProposals = { kinds, of, first };
})();
