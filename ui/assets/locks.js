// Locks: what exploring, surprise and looks leave alone. A lock is no part of the picture: it is neither undone nor linked, but remembered.
//
//   hueprint.locks.free(patch)    the patch without what is locked
//   hueprint.locks.take(patch)    changes the state by it, as one step; a sentence when all of it is locked
//   hueprint.locks.has("theme")   theme, style, palette, knobs or seed
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.locks) return;
  const { state, onMount } = hueprint;
  const HELD = {
    theme: ["theme"],
    style: ["style"],
    palette: ["palette", "background", "accent"],
    knobs: ["knobs", "options", "tile"],
    seed: ["seed"],
  };
  const CALLED = { theme: "theme", style: "style", palette: "palette", knobs: "sliders", seed: "seed" };
  const ID = { seed: "seed-lock" };
  let held = new Set();

  const buttonOf = (kind) => document.getElementById(ID[kind] ?? `lock-${kind}`);
  const listed = (all) => [all.slice(0, -1).join(", "), all.at(-1)].filter(Boolean).join(" and ");

  function show() {
    for (const kind of Object.keys(HELD)) buttonOf(kind)?.setAttribute("aria-pressed", String(held.has(kind)));
    document.dispatchEvent(new CustomEvent("hueprint:locks"));
  }

  function toggle(kind) {
    if (!held.delete(kind)) held.add(kind);
    hueprint.memory.set("locks", [...held]);
    show();
  }

  const free = (patch) => {
    const kept = [...held].flatMap((kind) => HELD[kind]);
    return Object.fromEntries(Object.entries(patch).filter(([key]) => !kept.includes(key)));
  };

  hueprint.locks = {
    free,
    has: (kind) => held.has(kind),
    take(patch, tag = null) {
      const open = free(patch);
      const changes = (wanted) => Object.keys(wanted).some((key) => JSON.stringify(wanted[key]) !== JSON.stringify(state.now[key]));
      if (changes(open)) state.change(open, tag);
      else if (changes(patch)) {
        const kinds = [...held].filter((kind) => HELD[kind].some((key) => key in patch && changes({ [key]: patch[key] })));
        const many = kinds.length > 1 || kinds[0] === "knobs";
        hueprint.say(`The ${listed(kinds.map((kind) => CALLED[kind]))} ${many ? "are" : "is"} locked; open the lock to change that.`);
      }
    },
  };

  onMount(() => {
    const stored = hueprint.memory.get("locks");
    held = new Set(Array.isArray(stored) ? stored.filter((kind) => Object.hasOwn(HELD, kind)) : []);
    for (const kind of Object.keys(HELD)) buttonOf(kind)?.addEventListener("click", () => toggle(kind));
    show();
  });
})();
