// A passage looked at and played before it is made. Its moments come from the studio as drafts that keep up and lie over the picture until
// anything about it changes. They are held meanwhile: each turn shows more of them, and then larger ones.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.passage) return;
  const A_SECOND = 24;
  const MOST = 240;
  const AT_ONCE = 2;
  const [SMALLEST, LARGEST] = [216, 512]; // pixels of the longer side
  const BUDGET = 42; // milliseconds
  const STEP = 0.866; // three quarters of the area

  let [image, wishNow, lengthNow] = [null, null, null];
  let at = null; // of 1; null: the picture itself
  let isMoving = false;
  let draft = LARGEST;
  let [turn, laid] = [0, 0];
  let held = none(); // by their number

  function none() {
    return { moments: new Map(), asked: new Set() };
  }

  const count = () => Math.min(MOST, Math.round(A_SECOND * lengthNow()));
  const number = () => Math.round(at * count()) % count();
  const sideOf = (one) => held.moments.get(one)?.side ?? 0;

  function lay(mine, one) {
    const { url } = held.moments.get(one);
    laid = mine;
    if (image.src !== url) image.src = url;
    image.hidden = false;
  }

  // What is looked at; while it plays, also what comes next.
  function missing() {
    const now = number();
    if (sideOf(now) < (isMoving ? 1 : LARGEST)) return held.asked.has(now) ? undefined : now;
    if (!hueprint.phase.playing) return undefined;
    const ahead = Array.from({ length: count() }, (_, step) => (now + step) % count()).filter((one) => !held.asked.has(one));
    return ahead.find((one) => !sideOf(one)) ?? ahead.find((one) => sideOf(one) < LARGEST);
  }

  function take(one, side, { blob, took }) {
    if (side < LARGEST || took > BUDGET) draft = Math.max(SMALLEST, Math.min(LARGEST, draft * (took > BUDGET ? STEP : took < BUDGET / 2 ? 1 / STEP : 1)));
    URL.revokeObjectURL(held.moments.get(one)?.url);
    held.moments.set(one, { url: URL.createObjectURL(blob), side });
  }

  async function ask() {
    if (at === null || held.asked.size >= (isMoving ? AT_ONCE : 1)) return;
    const one = missing();
    if (one === undefined) return;
    const [mine, mineHeld, isNow] = [turn, held, one === number()];
    const side = isMoving && !sideOf(one) ? Math.round(draft) : LARGEST;
    held.asked.add(one);
    try {
      const came = await hueprint.clips.moment(wishNow(side), one / count());
      if (held !== mineHeld) return;
      take(one, side, came);
      if (one === number()) lay(turn, one);
      else if (isNow && mine > laid) lay(mine, one);
    } catch (error) {
      if (held !== mineHeld) return;
      end();
      hueprint.say(error.message, { error: true });
    } finally {
      mineHeld.asked.delete(one);
    }
    ask();
  }

  // The picture itself again.
  function end() {
    if (at === null) return;
    at = null;
    hueprint.phase.play(false);
    image.hidden = true;
    for (const { url } of held.moments.values()) URL.revokeObjectURL(url);
    held = none();
    hueprint.phase.refresh();
  }

  document.addEventListener("hueprint:take", end); // what is kept is the picture itself, so that is what is seen

  hueprint.passage = {
    offered: false,
    end,
    get at() {
      return at ?? 0;
    },
    // wish(side): says what would be made, so many pixels long; length: how many seconds it has.
    mount(wish, length) {
      [wishNow, lengthNow] = [wish, length];
      image = Object.assign(document.createElement("img"), { className: "hp-passage", alt: "A moment of the passage", hidden: true });
      document.querySelector("#preview .hp-detail").after(image); // under picture A and the guides
    },
    // A moment while it moves: the newest counts.
    look(moment) {
      [at, isMoving] = [moment, true];
      turn += 1;
      if (sideOf(number())) lay(turn, number());
      hueprint.phase.refresh();
      ask();
    },
    rest() {
      if (at === 0) end();
      isMoving = false;
      ask();
    },
  };
})();
