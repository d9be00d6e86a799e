// The seed: typed, stepped with the arrows, drawn by the dice, held by its lock.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.seed) return;
  const { state, locks, onMount } = hueprint;

  const fresh = () => crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000; // six digits are enough to tell, and short to read

  function another() {
    let seed = fresh();
    while (seed === state.now.seed) seed = fresh();
    return seed;
  }

  hueprint.seed = {
    another: () => (locks.has("seed") ? state.now.seed : another()),
    roll() {
      if (locks.has("seed")) hueprint.say("The seed is held; open its lock to draw another.");
      else state.change({ seed: another() });
    },
  };

  onMount(() => {
    const dice = document.getElementById("dice");
    const limit = state.offer.limits.seed;
    const retype = hueprint.numberField(document.getElementById("seed-number"), {
      name: "The seed",
      low: 0,
      high: limit,
      whole: true,
      take: (seed, how) => state.change({ seed }, "seed", how),
      current: () => state.now.seed,
    });
    dice.addEventListener("click", hueprint.seed.roll);
    document.addEventListener("hueprint:locks", () => (dice.disabled = locks.has("seed")));
    dice.disabled = locks.has("seed");
    state.watch("seed", retype, ["seed"]);
  });
})();
