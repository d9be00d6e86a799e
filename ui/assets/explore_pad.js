// The pad: a look at each corner, the live picture their mixture at the place of the handle. The first corner is the picture one came with.
// The seed in hand stays: a mixture moves, it does not jump.
(() => {
  "use strict";
  const { hueprint } = window;
  if (hueprint.explorePad) return;
  const { state, explore, locks, sheets } = hueprint;
  hueprint.explorePad = true;
  const CELLS = 3;
  const EDGE = 1 / (2 * CELLS); // the handle runs from the middle of the first cell to that of the last
  const STEPS = 4;
  const NUDGE = 0.05;
  const LOOP = 16000;
  const SLOWEST = 160;
  const HERE = "";

  let root = null;
  let handle = null;
  let base = null;
  let chosen = [HERE, null, null, null]; // names of looks
  let place = [0, 0];
  let job = null;
  let moving = 0; // the animation's frame
  let own = false; // a change of ours is being told

  const percent = (value) => Math.round(value * 100);
  const nameOf = (id) => (id === HERE ? "This picture" : hueprint.lookNames()[id]);

  function corner(at) {
    const patch = chosen[at] === HERE ? {} : hueprint.lookOf(chosen[at]);
    return explore.with(base, { ...patch, seed: base.seed, size: base.size });
  }

  const weightsAt = ([x, y]) => [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];

  function mixed(at) {
    const weights = weightsAt(at);
    const alone = weights.findIndex((weight) => weight > 0.995);
    if (alone >= 0) {
      const { seed, size, words, ...whole } = corner(alone);
      return whole;
    }
    return hueprint.mix(weights.map((weight, n) => ({ state: corner(n), weight })));
  }

  function told() {
    const weights = weightsAt(place);
    return weights.map((weight, at) => [percent(weight), nameOf(chosen[at])]).filter(([share]) => share).map(([share, name]) => `${share}% ${name}`).join(", ");
  }

  function showHandle() {
    const [left, top] = place.map((value) => 100 * (EDGE + value * (1 - 2 * EDGE)));
    handle.style.left = `${left}%`;
    handle.style.top = `${top}%`;
    handle.setAttribute("aria-valuenow", String(percent(place[0])));
    handle.setAttribute("aria-valuetext", told());
  }

  const snaps = () => document.getElementById("pad-snap").getAttribute("aria-pressed") === "true";

  function moveTo(x, y, snap = snaps()) {
    const held = (value) => Math.min(1, Math.max(0, snap ? Math.round(value * STEPS) / STEPS : value));
    place = [held(x), held(y)];
    showHandle();
    own = true;
    locks.take(mixed(place), "pad");
    own = false;
  }

  function paint() {
    job?.stop();
    const cells = [...root.querySelectorAll(".hp-pad-map canvas")];
    const at = (n) => [(n % CELLS) / (CELLS - 1), Math.floor(n / CELLS) / (CELLS - 1)];
    const order = [0, 2, 6, 8, 4, 1, 3, 5, 7];
    const wishes = order.map((n) => ({ state: explore.with(base, locks.free(mixed(at(n)))), aspect: explore.aspect() }));
    job = sheets.paint(wishes, (n, bitmap) => {
      const cell = cells[order[n]];
      Object.assign(cell, { width: bitmap.width, height: bitmap.height });
      cell.getContext("2d").drawImage(bitmap, 0, 0);
      cell.classList.add("hp-painted");
    });
  }

  function stopMoving() {
    cancelAnimationFrame(moving);
    moving = 0;
    document.getElementById("pad-animate")?.setAttribute("aria-pressed", "false");
  }

  // One step as each frame comes, so that a slow machine is not asked for more than it shows.
  function animate() {
    const began = performance.now();
    let asked = 0;
    document.getElementById("pad-animate").setAttribute("aria-pressed", "true");
    const step = (time) => {
      moving = requestAnimationFrame(step);
      const settled = hueprint.live.holds(state.preferences());
      if (!settled && time - asked < SLOWEST) return;
      asked = time;
      const turn = (2 * Math.PI * (time - began)) / LOOP;
      moveTo(0.5 - 0.5 * Math.cos(turn), 0.5 - 0.5 * Math.cos(1.5 * turn), false);
    };
    moving = requestAnimationFrame(step);
  }

  function bindHandle(pad) {
    let grip = false;
    const follow = (event) => {
      const { left, top, width, height } = pad.getBoundingClientRect();
      const along = (value, from, span) => ((value - from) / span - EDGE) / (1 - 2 * EDGE);
      moveTo(along(event.clientX, left, width), along(event.clientY, top, height));
    };
    pad.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("select")) return;
      event.preventDefault();
      stopMoving();
      grip = true;
      pad.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      follow(event);
    });
    pad.addEventListener("pointermove", (event) => grip && follow(event));
    for (const end of ["pointerup", "pointercancel"]) {
      pad.addEventListener(end, () => {
        grip = false;
        state.close();
      });
    }
    handle.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const by = snaps() ? 1 / STEPS : event.shiftKey ? 0.25 : NUDGE;
      const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key] ?? [];
      if (dx === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      stopMoving();
      moveTo(place[0] + dx, place[1] + dy);
    });
  }

  function fillCorners() {
    const names = hueprint.lookNames();
    for (const select of root.querySelectorAll(".hp-pad-corner")) {
      const at = Number(select.dataset.corner);
      select.replaceChildren(...[[HERE, "This picture"], ...Object.entries(names)].map(([id, name]) => new Option(name, id)));
      select.value = chosen[at];
    }
  }

  // A look may have been deleted since; looks of another theme than the picture's make the widest pad.
  function settleCorners() {
    const names = Object.keys(hueprint.lookNames());
    const stored = hueprint.memory.get("pad");
    const wanted = Array.isArray(stored) ? stored : chosen;
    const spare = names.filter((id) => hueprint.lookOf(id).theme !== base.theme && !wanted.includes(id));
    chosen = [HERE, 1, 2, 3].map((first, at) => (at === 0 ? HERE : names.includes(wanted[at]) ? wanted[at] : spare.shift() ?? names[0]));
  }

  function begin() {
    base = state.now;
    place = [0, 0];
    settleCorners();
    fillCorners();
    showHandle();
    paint();
  }

  explore.mode("pad", {
    mount(stage) {
      root = stage;
      const pad = root.querySelector("#explore-pad");
      handle = root.querySelector("#pad-handle");
      bindHandle(pad);
      pad.addEventListener("change", ({ target }) => {
        chosen[Number(target.dataset.corner)] = target.value;
        hueprint.memory.set("pad", chosen);
        paint();
        moveTo(...place);
        state.close();
      });
      const snap = root.querySelector("#pad-snap");
      snap.addEventListener("click", () => {
        snap.setAttribute("aria-pressed", String(!snaps()));
        if (snaps()) moveTo(...place);
      });
      root.querySelector("#pad-reset").addEventListener("click", () => {
        stopMoving();
        moveTo(0, 0);
        state.close();
      });
      root.querySelector("#pad-animate").addEventListener("click", () => (moving ? stopMoving() : animate()));
    },
    enter() {
      root.querySelector("#explore-pad").hidden = false;
      begin();
    },
    leave() {
      stopMoving();
      job?.stop();
      root.querySelector("#explore-pad").hidden = true;
    },
    // The hand changed the picture elsewhere: that is the first corner now.
    show() {
      if (own) return;
      stopMoving();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => explore.isOn("pad") && begin(), 350);
    },
  });
})();
