// What is drawn on: a layer over the picture while one is in the Edit room. Mouse, pen and finger; Enter and arrows for boxes.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  const { edits, state, rooms, onMount } = hueprint;
  const SVG = "http://www.w3.org/2000/svg";
  const STEP = 0.02;
  const LEAST = 0.012;
  const BROADER = 4; // steps of the slider at a press of a bracket
  let layer = null;
  let tool = "brush";
  let hand = null; // {start, points, shape, add} while something is drawn
  let shown = []; // outlines pointed at in the list
  let moves = false; // Space is held

  const field = (id) => document.getElementById(id);
  const sized = () => field("edit-size").valueAsNumber * edits.view().height;

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function outline(shape) {
    if (shape.kind === "brush") {
      const points = shape.points.length > 1 ? shape.points : [shape.points[0], shape.points[0]];
      return element("polyline", { points: points.join(" "), class: "hp-edit-stroke", "stroke-width": 2 * shape.radius });
    }
    if (shape.kind === "region") return element("circle", { cx: shape.x, cy: shape.y, r: 0.012, class: "hp-edit-box" });
    const { left, top, right, bottom } = shape;
    if (shape.kind === "rectangle") return element("rect", { x: left, y: top, width: right - left, height: bottom - top, class: "hp-edit-box" });
    return element("ellipse", { cx: (left + right) / 2, cy: (top + bottom) / 2, rx: (right - left) / 2, ry: (bottom - top) / 2, class: "hp-edit-box" });
  }

  function paint(cursor = null) {
    const { x, y, width, height } = edits.view();
    layer.setAttribute("viewBox", `${x - width / 2} ${y - height / 2} ${width} ${height}`);
    const shapes = hand ? [hand.shape] : shown;
    const tip = cursor && tool === "brush" && !hand ? [element("circle", { cx: cursor[0], cy: cursor[1], r: sized(), class: "hp-edit-box" })] : [];
    layer.replaceChildren(...shapes.map(outline), ...tip);
  }

  function placeOf({ clientX, clientY }) {
    const { left, top, width, height } = layer.getBoundingClientRect();
    return edits.placeAt([(clientX - left) / width, (clientY - top) / height]);
  }

  const box = (kind, [x0, y0], [x1, y1]) => ({ kind, left: Math.min(x0, x1), top: Math.min(y0, y1), right: Math.max(x0, x1), bottom: Math.max(y0, y1) });

  // Space held: the hand moves the picture (view.js) instead of drawing on it.
  const holds = (on) => (event) => {
    const isMeant = on ? rooms.now === "edit" && [layer, document.body].includes(event.target) : moves;
    if (event.key !== " " || !isMeant) return;
    moves = on;
    layer.classList.toggle("hp-moving", on);
    event.preventDefault();
  };
  document.addEventListener("keydown", holds(true));
  document.addEventListener("keyup", holds(false));

  function begin(event) {
    if (moves || event.button !== 0 || !event.isPrimary) return;
    event.stopPropagation(); // nothing is moved under the drawing hand
    layer.setPointerCapture(event.pointerId);
    const start = placeOf(event);
    const add = event.shiftKey || field("edit-add").checked;
    if (tool === "region") {
      edits.draw({ kind: "region", x: start[0], y: start[1], tolerance: field("edit-tolerance").valueAsNumber }, { add });
      return;
    }
    const shape = tool === "brush" ? { kind: "brush", points: [start], radius: edits.rounded(sized()) } : box(tool, start, start);
    hand = { start, shape, add };
    paint();
  }

  function move(event) {
    const place = placeOf(event);
    if (!hand || hand.byKeys) return paint(place);
    if (tool === "brush") {
      const all = event.getCoalescedEvents?.() ?? [];
      hand.shape.points.push(...(all.length ? all : [event]).map(placeOf));
    } else hand.shape = box(tool, hand.start, place);
    return paint();
  }

  function end() {
    if (!hand || hand.byKeys) return;
    finish();
  }

  function finish() {
    const { shape, add } = hand;
    hand = null;
    paint();
    if (shape.kind === "brush") edits.draw({ ...shape, points: edits.simplified(shape.points) }, { add });
    else if (shape.right - shape.left > LEAST && shape.bottom - shape.top > LEAST) edits.draw(shape, { add });
  }

  function cancel() {
    hand = null;
    paint();
  }

  // A box by keys: Enter puts one in the middle, arrows move it, Shift and arrows size it, Enter takes it.
  function press(event) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const isBox = tool === "rectangle" || tool === "ellipse";
    if (event.key === "Escape" && hand) cancel();
    else if (["Delete", "Backspace"].includes(event.key) && !hand && edits.chosen >= 0) edits.remove(edits.chosen);
    else if (event.key === "Enter" && hand?.byKeys) finish();
    else if (event.key === "Enter" && isBox) {
      const { x, y, width, height } = edits.view();
      hand = { byKeys: true, add: field("edit-add").checked, shape: box(tool, [x - width / 5, y - height / 5].map(edits.rounded), [x + width / 5, y + height / 5].map(edits.rounded)) };
      paint();
    } else if (arrow && hand?.byKeys) nudge(arrow, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function nudge([dx, dy], sizes) {
    const step = STEP * edits.view().height;
    const { left, top, right, bottom, kind } = hand.shape;
    const moved = sizes
      ? box(kind, [left, top], [Math.max(left + step, right + dx * step), Math.max(top + step, bottom + dy * step)])
      : box(kind, [left + dx * step, top + dy * step], [right + dx * step, bottom + dy * step]);
    hand.shape = Object.fromEntries(Object.entries(moved).map(([name, value]) => [name, name === "kind" ? value : edits.rounded(value)]));
    paint();
  }

  function layOver() {
    layer?.remove();
    layer = element("svg", { class: "hp-edit-layer", tabindex: 0, role: "application", preserveAspectRatio: "none", "aria-label": "Draw on the picture. With the rectangle or the ellipse, Enter places one; arrows move it, Shift and arrows size it, Enter takes it. Delete takes the chosen edit away." });
    layer.addEventListener("pointerdown", begin);
    layer.addEventListener("pointermove", move);
    layer.addEventListener("pointerup", end);
    layer.addEventListener("pointercancel", cancel);
    layer.addEventListener("pointerleave", () => paint());
    layer.addEventListener("dblclick", (event) => event.stopPropagation());
    layer.addEventListener("keydown", press);
    document.querySelector("#preview .hp-frame:not(.hp-other)").append(layer);
  }

  // The keys of the brush's size; false where there is no brush in the hand.
  hueprint.brush = {
    step(by) {
      if (rooms.now !== "edit" || tool !== "brush") return false;
      const range = field("edit-size");
      if (by > 0) range.stepUp(BROADER);
      else range.stepDown(BROADER);
      range.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    },
  };

  hueprint.editLayer = {
    use(name) {
      tool = name;
      cancel();
    },
    // Outlines to point at, none to stop.
    point(shapes) {
      shown = shapes;
      paint();
    },
  };

  onMount(() => {
    layOver();
    state.watch("edit-layer", () => rooms.now === "edit" && paint());
  });
})();
