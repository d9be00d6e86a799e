// The seed: typed, stepped with the arrows, drawn by the dice, held by the lock.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.seed) return;
  const { state, onMount } = hueprint;
  let held = false;

  const fresh = () => crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000; // six digits are enough to tell, and short to read

  function another() {
    let seed = fresh();
    while (seed === state.now.seed) seed = fresh();
    return seed;
  }

  hueprint.seed = {
    another: () => (held ? state.now.seed : another()),
    roll() {
      if (held) hueprint.say("The seed is held; open its lock to draw another.");
      else state.change({ seed: another() });
    },
  };

  onMount(() => {
    const lock = document.getElementById("seed-lock");
    const dice = document.getElementById("dice");
    const limit = state.offer.limits.seed;
    const retype = hueprint.numberField(document.getElementById("seed-number"), {
      name: "The seed",
      low: 0,
      high: limit,
      whole: true,
      take: (seed) => state.change({ seed }, "seed"),
      current: () => state.now.seed,
    });
    const show = () => {
      lock.setAttribute("aria-pressed", String(held));
      dice.disabled = held;
    };
    dice.addEventListener("click", hueprint.seed.roll);
    lock.addEventListener("click", () => {
      held = !held;
      show();
    });
    show();
    state.watch("seed", retype);
  });
})();
