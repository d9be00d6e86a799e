// Before and after: picture A over or beside the one in hand (B). A is an earlier step, a kept picture or a pinned one, painted by the server
// in the shape and at the size in which B is looked at.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.compare) return;
  const { state, recipe, memory, onMount, radioKeys, radioShow } = hueprint;
  const REST = 250;
  const MOST_LISTED = 24;
  const NUDGE = 2;

  let on = false;
  let how = "slide";
  let wanted = "step";
  let asked = wanted; // by a hand, and perhaps still on its way
  let pinned = null; // {recipe}
  let cut = 50;
  let shown = { key: "", wish: "", url: "" };
  let asking = null;
  let timer = 0;

  const preview = () => document.getElementById("preview");
  const lastKept = () => hueprint.kept.shelf.items;
  const ofKept = (picture) => picture && hueprint.kept.isHere(picture) && { ...state.now, ...recipe.stateOf(picture.recipe) };

  // Only another picture is worth comparing with: a step may have changed no more than the size, and what has just been kept is in hand.
  const wishes = (picture) => JSON.stringify(state.preferences(picture));
  const isOther = (picture) => Boolean(picture) && wishes(picture) !== wishes(state.now);

  const SOURCES = {
    step: ["Last step", () => state.trail.past.findLast(isOther)],
    first: ["Where this began", () => state.trail.past.slice(0, 1).find(isOther)],
    kept: ["Last kept", () => ofKept(lastKept().find((picture) => isOther(ofKept(picture))))],
    pin: ["Pinned", () => ofKept(pinned)],
  };
  const isAnyOther = () => Object.values(SOURCES).some(([, find]) => isOther(find()));

  // In Photo the photograph itself is slid over the picture, and Explore has no such tools: there a comparison waits.
  const waits = () => ["photo", "explore"].includes(hueprint.rooms.now);
  const isSeen = () => on && !waits();

  const source = () => (SOURCES[wanted] ? SOURCES[wanted][1]() : ofKept(hueprint.kept.shelf.get(wanted))) || null;

  function list() {
    const select = document.getElementById("compare-with");
    const fixed = Object.entries(SOURCES).filter(([, [, find]]) => find());
    const kept = lastKept().filter(({ id }, at) => at < MOST_LISTED || id === wanted).map((picture) => [picture.id, [hueprint.strip.called(picture)]]);
    const all = [...fixed, ...kept];
    const offered = all.length ? all : [["", ["Nothing yet"]]];
    const isAsBefore = String([...select.options].map(({ value, text }) => [value, text])) === String(offered.map(([value, [text]]) => [value, text]));
    if (!isAsBefore) select.replaceChildren(...offered.map(([value, [text]]) => new Option(text, value)));
    if (!all.some(([value]) => value === wanted)) wanted = all[0]?.[0] ?? "step";
    select.value = all.length ? wanted : "";
  }

  function clear() {
    asking?.abort();
    asking = null;
    for (const img of preview().querySelectorAll(".hp-before img, .hp-other img")) img.removeAttribute("src");
    if (shown.url) URL.revokeObjectURL(shown.url);
    shown = { key: "", wish: "", url: "" };
  }

  // Until A has come nothing is called so: neither B nor the picture that was A before.
  const isThere = () => shown.wish === wishes(source());

  function dress() {
    const box = preview();
    if (!isSeen() && document.activeElement.closest(".hp-comparing, .hp-divider")) document.getElementById("compare").focus({ preventScroll: true });
    const has = isSeen() && Boolean(source());
    const comes = has && !isThere();
    const was = box.classList.contains("hp-comparing-now");
    box.classList.toggle("hp-comparing-now", has);
    if (was !== has) hueprint.view.place();
    box.classList.toggle("hp-beside", has && how === "beside");
    box.classList.toggle("hp-a-comes", comes);
    box.querySelector(".hp-before").hidden = !has || how !== "slide" || comes;
    box.querySelector(".hp-divider").hidden = !has || how !== "slide";
    box.querySelector(".hp-other").hidden = !has || how !== "beside";
    box.style.setProperty("--cut", `${cut}%`);
    const divider = box.querySelector(".hp-divider");
    divider.setAttribute("aria-valuenow", String(Math.round(cut)));
    divider.setAttribute("aria-valuetext", `${Math.round(cut)}% A`);
    document.querySelector(".hp-comparing").hidden = !isSeen();
    hueprint.overlays.aside(isSeen());
    document.getElementById("compare").setAttribute("aria-pressed", String(on));
    document.getElementById("compare-take").disabled = !has;
    radioShow(document.getElementById("compare-how"), (button) => button.dataset.how === how);
  }

  async function paint() {
    const other = isSeen() && source();
    if (!other) return clear();
    const size = hueprint.view.size();
    const key = JSON.stringify([state.preferences(other), size]);
    if (key === shown.key || key === asking?.key) return;
    asking?.abort();
    const mine = (asking = Object.assign(new AbortController(), { key }));
    const end = hueprint.waiting.begin("compare");
    const url = await hueprint.painted(state.preferences(other), size, mine.signal).catch(() => null);
    end();
    if (asking === mine) asking = null;
    if (mine.signal.aborted) return url && URL.revokeObjectURL(url);
    if (!url) return hueprint.say("Picture A cannot be painted just now; choose it again in a moment.", { error: true });
    const before = shown.url;
    shown = { key, wish: wishes(other), url };
    for (const img of preview().querySelectorAll(".hp-before img, .hp-other img")) img.src = url;
    await preview().querySelector(".hp-before img").decode().catch(() => {});
    dress();
    if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
  }

  // Another A is painted at once, the same one in another size when the hand rests.
  function show() {
    list();
    dress();
    clearTimeout(timer);
    timer = setTimeout(paint, preview().classList.contains("hp-a-comes") ? 0 : REST);
  }

  // A kept picture's photograph may have to be fetched; where there is none, A stays what it was.
  async function chooseA(id) {
    const picture = hueprint.kept.shelf.get(id);
    asked = id;
    const wrong = picture && (await hueprint.kept.bring(picture).then(() => null, (error) => error));
    if (asked !== id) return;
    if (wrong) hueprint.say(wrong.message, { error: true });
    else wanted = id;
    show();
    if (!wrong) tellSame();
  }

  const tellSame = () => source() && !isOther(source()) && hueprint.say("Both are the same picture, and both show in the shape in hand: A differs once you change this one.");

  function toggle() {
    if (!on && !isAnyOther()) return hueprint.say("There is nothing to compare with yet: change something first.");
    on = !on;
    if (on && !isOther(source())) wanted = "step"; // or whatever comes first
    show();
  }

  function pin() {
    pinned = { recipe: recipe.of(state.now) };
    memory.set("pinned", pinned);
    wanted = "pin";
    show();
    hueprint.say("Pinned as A; go on changing this picture.");
  }

  function take() {
    const { size, ...whole } = source();
    state.change(whole);
  }

  function bindDivider() {
    const divider = preview().querySelector(".hp-divider");
    const frame = divider.closest(".hp-frame");
    const moveTo = (value) => {
      cut = Math.min(100, Math.max(0, value));
      dress();
    };
    let held = false;
    divider.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      held = true;
      divider.setPointerCapture(event.pointerId);
      divider.focus({ preventScroll: true });
    });
    divider.addEventListener("pointermove", ({ clientX }) => {
      const { left, width } = frame.getBoundingClientRect();
      if (held) moveTo((100 * (clientX - left)) / width);
    });
    for (const end of ["pointerup", "pointercancel"]) divider.addEventListener(end, () => (held = false));
    divider.addEventListener("dblclick", (event) => {
      event.stopPropagation();
      moveTo(50);
    });
    divider.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: cut - NUDGE, ArrowDown: cut - NUDGE, ArrowRight: cut + NUDGE, ArrowUp: cut + NUDGE, Home: 0, End: 100 }[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      moveTo(to);
    });
  }

  // Where it has no controls the key goes to the studio; a comparison that waits is shown again there.
  hueprint.keys.add("m", () => {
    const waited = on && waits();
    if (waits()) hueprint.rooms.go("studio");
    if (!waited) toggle();
  });
  hueprint.compare = {
    off: () => on && toggle(),
    // With a kept picture, by its id.
    against(id) {
      [on, wanted] = [true, id];
      if (waits()) hueprint.rooms.go("studio");
      show();
      tellSame();
    },
  };
  hueprint.keys.escape(() => {
    if (!isSeen()) return false;
    toggle();
    return true;
  });
  document.addEventListener("hueprint:room", () => on && show());

  onMount(() => {
    shown = { key: "", wish: "", url: "" };
    const stored = memory.get("pinned");
    pinned = stored?.recipe?.preferences && recipe.stateOf(stored.recipe) ? stored : null;
    bindDivider();
    document.getElementById("compare").addEventListener("click", toggle);
    document.getElementById("compare-pin").addEventListener("click", pin);
    document.getElementById("compare-take").addEventListener("click", take);
    document.getElementById("compare-with").addEventListener("change", ({ target }) => chooseA(target.value));
    const modes = document.getElementById("compare-how");
    const choose = (button) => {
      how = button.dataset.how;
      show();
    };
    modes.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(modes, choose);
    dress();
    state.watch("compare", () => on && show());
    document.addEventListener("hueprint:view", () => on && paint());
  });
})();
