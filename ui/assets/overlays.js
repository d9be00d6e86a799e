// Overlays: guides and the safe areas of formats, drawn over the picture; and the picture in use (mocks.js). One at a time.
//
// Safe areas: Meta's guidance for stories (14% above, 20% below kept clear) and reels (14%, 35%, 6% at the sides); SMPTE ST 2046-1 for
// title-safe (90%) and action-safe (93%) in 16:9. A format's frame is the largest of its shape in the middle of the picture.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.overlays) return;
  const { state, memory, onMount } = hueprint;
  const GOLDEN = 0.381966; // 1 - 1/phi
  const TALL = 9 / 16;
  const WIDE = 16 / 9;

  const line = (x1, y1, x2, y2) => `M${x1} ${y1}L${x2} ${y2}`;
  const both = (at) => [at, 1 - at].map((value) => line(value, 0, value, 1) + line(0, value, 1, value)).join("");
  const box = ([x, y, width, height]) => `M${x} ${y}h${width}v${height}h${-width}z`;
  const inset = ([x, y, width, height], left, top, right = left, bottom = top) => [x + width * left, y + height * top, width * (1 - left - right), height * (1 - top - bottom)];

  // The largest frame of a shape in the middle of the picture, in its parts.
  function fitted(shape) {
    const own = state.now.size[0] / state.now.size[1];
    const [width, height] = shape < own ? [shape / own, 1] : [1, own / shape];
    return [(1 - width) / 2, (1 - height) / 2, width, height];
  }

  // -> {lines, shade: paths; shade's even-odd inside is darkened}
  const DRAW = {
    thirds: () => ({ lines: both(1 / 3) }),
    golden: () => ({ lines: both(GOLDEN) }),
    cross: () => ({ lines: line(0.5, 0, 0.5, 1) + line(0, 0.5, 1, 0.5) + line(0, 0, 1, 1) + line(0, 1, 1, 0) }),
    story: () => safe(TALL, [0, 0.14, 0, 0.2]),
    reel: () => safe(TALL, [0.06, 0.14, 0.06, 0.35]),
    video: () => {
      const frame = fitted(WIDE);
      const stamp = inset(frame, 0.86, 0.88, 0.015, 0.03); // where players print the length
      return { lines: box(frame) + box(stamp), shade: box([0, 0, 1, 1]) + box(frame), dark: box(stamp) };
    },
    title: () => {
      const frame = fitted(WIDE);
      return { lines: box(frame) + box(inset(frame, 0.035, 0.035)) + box(inset(frame, 0.05, 0.05)), shade: box([0, 0, 1, 1]) + box(frame) };
    },
  };

  function safe(shape, [left, top, right, bottom]) {
    const frame = fitted(shape);
    const clear = inset(frame, left, top, right, bottom);
    return { lines: box(frame) + box(clear), shade: box([0, 0, 1, 1]) + box(frame), dark: box(frame) + box(clear) };
  }

  let chosen = "";
  let isAside = false; // two pictures are compared

  // None in Explore, where nothing would take it away; and no mock-up over what one draws on. They are there again in the next room.
  const isMock = (name) => name !== "" && !(name in DRAW);
  const draws = () => hueprint.rooms.now === "edit";
  const shown = () => (isAside || hueprint.rooms.now === "explore" || (draws() && isMock(chosen)) ? "" : chosen);

  function path(d, kind) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "path");
    made.setAttribute("d", d);
    made.setAttribute("class", `hp-guide-${kind}`);
    return made;
  }

  function draw() {
    const svg = document.querySelector("#preview .hp-guides");
    svg.setAttribute("viewBox", "0 0 1 1");
    const { lines = "", shade = "", dark = "" } = DRAW[shown()]?.() ?? {};
    svg.replaceChildren(path(shade, "shade"), path(dark, "dark"), path(lines, "under"), path(lines, "line"));
  }

  function show() {
    const select = document.getElementById("overlay");
    for (const option of select.options) option.hidden = option.disabled = draws() && isMock(option.value);
    select.value = shown();
    select.hidden = isAside;
    draw();
    hueprint.mocks.show(shown());
  }

  function choose(name) {
    chosen = name;
    memory.set("overlay", name);
    show();
  }

  hueprint.overlays = {
    // Out of sight while two pictures are compared.
    aside(on) {
      if (on === isAside) return;
      isAside = on;
      show();
    },
  };
  hueprint.keys.add("g", () => {
    if (hueprint.rooms.now === "explore") hueprint.rooms.go("studio");
    hueprint.compare.off();
    document.getElementById("overlay").focus();
  });
  hueprint.keys.escape(() => {
    if (!shown()) return false;
    choose("");
    return true;
  });
  document.addEventListener("hueprint:room", () => chosen && show());

  onMount(() => {
    const select = document.getElementById("overlay");
    select.addEventListener("change", ({ target }) => choose(target.value));
    chosen = [...select.options].find(({ value }) => value === memory.get("overlay"))?.value ?? "";
    show();
    state.watch("overlays", (now, before) => before && String(now.size) !== String(before.size) && draw());
  });
})();
