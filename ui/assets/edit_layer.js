// What is drawn on: a layer over the picture while one is in the Edit room. Mouse, pen and finger; by keys Enter places a dab or a box, and arrows move it.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  const { edits, editMove, editOrder, editOutline, editShapes, state, rooms, onMount } = hueprint;
  const LEAST = 0.012;
  const BROADER = 4; // steps of the slider at a press of a bracket
  const REACH = { mouse: 7, pen: 10, touch: 20 }; // how far beside a border a hand still holds it, in pixels
  const CURSORS = { "-1,-1": "nwse", "1,1": "nwse", "-1,1": "nesw", "1,-1": "nesw", "0,-1": "ns", "0,1": "ns", "-1,0": "ew", "1,0": "ew" };
  const LABEL =
    "Draw on the picture. Enter places a dab of the brush, a rectangle or an ellipse in the middle, or takes the colour there. Arrows move the chosen edit, with Shift further, with Alt they size it. Page up and page down lay it over and under others, Control and D copies it, Delete takes it away, Escape lets go of it.";
  let layer = null;
  let tool = "brush";
  let hand = null; // {start, shape, add} while something is drawn
  let pointed = []; // outlines pointed at in the list
  let moves = false; // Space is held

  const field = (id) => document.getElementById(id);
  const sized = () => field("edit-size").valueAsNumber * edits.view().height;
  const isBox = () => tool === "rectangle" || tool === "ellipse";
  const adds = ({ shiftKey }) => shiftKey || field("edit-add").checked;

  function drawings(cursor) {
    if (hand) return editOutline.area([hand.shape]);
    const mask = state.now.edits[edits.chosen]?.mask;
    const tip = cursor && tool === "brush" ? editOutline.circle(cursor, sized()) : [];
    const border = mask ? editOutline.border(mask, edits.view()) : [];
    const hint = pointed === mask ? [] : editOutline.area(pointed);
    const grips = mask && tool !== "brush" && tool !== "region" && editMove.sizes(mask) ? editOutline.grips(editShapes.bounds(mask)) : [];
    return [...hint, ...border, ...grips, ...tip];
  }

  function paint(cursor = null) {
    const { x, y, width, height } = edits.view();
    layer.setAttribute("viewBox", `${x - width / 2} ${y - height / 2} ${width} ${height}`);
    layer.style.setProperty("--px", height / (layer.parentElement.clientHeight || 1));
    layer.replaceChildren(...drawings(cursor));
  }

  function placeOf({ clientX, clientY }) {
    const { left, top, width, height } = layer.getBoundingClientRect();
    return edits.placeAt([(clientX - left) / width, (clientY - top) / height]);
  }

  const reachOf = ({ pointerType }) => ((REACH[pointerType] ?? REACH.mouse) * edits.view().height) / layer.getBoundingClientRect().height;

  const box = (kind, [x0, y0], [x1, y1]) => ({ kind, left: Math.min(x0, x1), top: Math.min(y0, y1), right: Math.max(x0, x1), bottom: Math.max(y0, y1) });

  const dab = (place) => ({ kind: "brush", points: [place], radius: editShapes.rounded(sized()) });

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
    if (!event.isPrimary) return cancel(); // a second finger: both look nearer instead
    layer.blur(); // the press brings the focus back, without the ring that keys leave
    if (moves || event.button !== 0) return;
    const place = placeOf(event);
    const takes = tool === "move" || (isBox() && !adds(event));
    const taken = takes && editMove.begin(place, reachOf(event), tool === "move");
    if (tool === "move" && !taken) return; // the picture itself is moved, where one is near
    event.draws = true; // nothing is moved under the drawing hand
    layer.setPointerCapture(event.pointerId);
    if (!taken) start(place, adds(event));
  }

  function start(place, add) {
    if (tool === "region") {
      edits.draw({ kind: "region", x: place[0], y: place[1], tolerance: field("edit-tolerance").valueAsNumber }, { add });
      return;
    }
    const shape = tool === "brush" ? dab(place) : box(tool, place, place);
    hand = { start: place, shape, add };
    paint();
  }

  // What a press would do there.
  function point(event, place) {
    const grip = tool === "move" || (isBox() && !adds(event)) ? editMove.gripAt(place, reachOf(event)) : null;
    const free = tool === "move" ? "default" : "";
    layer.style.cursor = grip ? (CURSORS[grip] ? `${CURSORS[grip]}-resize` : "move") : free;
  }

  function move(event) {
    if (!event.isPrimary) return;
    const place = placeOf(event);
    if (editMove.holds) return editMove.move(place, event.shiftKey);
    if (!hand) {
      point(event, place);
      if (tool === "brush") paint(place);
      return;
    }
    if (tool === "brush") {
      const all = event.getCoalescedEvents?.() ?? [];
      hand.shape.points.push(...(all.length ? all : [event]).map(placeOf));
    } else hand.shape = box(tool, hand.start, place);
    paint();
  }

  function end(event) {
    if (!event.isPrimary) return;
    if (editMove.holds) return editMove.end(tool === "move");
    if (!hand) return;
    const { shape, add } = hand;
    hand = null;
    paint();
    if (shape.kind === "brush") edits.draw({ ...shape, points: edits.simplified(shape.points) }, { add });
    else if (shape.right - shape.left > LEAST && shape.bottom - shape.top > LEAST) edits.draw(shape, { add });
  }

  function cancel() {
    hand = null;
    if (editMove.holds) editMove.cancel();
    paint();
  }

  // In the middle of what is seen; arrows move it from there.
  function place() {
    const { x, y, width, height } = edits.view();
    const from = (by) => [x + by * width, y + by * height].map(editShapes.rounded);
    const add = field("edit-add").checked;
    if (tool === "region") start(from(0), add);
    else edits.draw(tool === "brush" ? dab(from(0)) : box(tool, from(-0.2), from(0.2)), { add });
  }

  function press(event) {
    if (event.key === "Escape" && (hand || editMove.holds)) cancel();
    else if (event.key === "Escape" && edits.chosen >= 0) edits.choose(-1);
    else if (hand || editMove.holds) return;
    else if (["Delete", "Backspace"].includes(event.key) && edits.chosen >= 0) edits.remove(edits.chosen);
    else if (event.key === "Enter" && tool !== "move") place();
    else if (!editOrder.press(event) && !editMove.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function layOver() {
    layer?.remove();
    layer = editOutline.element("svg", { class: "hp-edit-layer", tabindex: 0, role: "application", preserveAspectRatio: "none", "aria-label": LABEL });
    layer.addEventListener("pointerdown", begin);
    layer.addEventListener("pointermove", move);
    layer.addEventListener("pointerup", end);
    layer.addEventListener("pointercancel", cancel);
    layer.addEventListener("pointerleave", () => paint());
    layer.addEventListener("dblclick", (event) => event.stopPropagation());
    layer.addEventListener("keydown", press);
    document.querySelector("#preview .hp-frame:not(.hp-other)").append(layer);
    new ResizeObserver(() => rooms.now === "edit" && paint()).observe(layer);
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
    get tool() {
      return tool;
    },
    use(name) {
      tool = name;
      layer.style.cursor = "";
      cancel();
    },
    // Outlines to point at, none to stop.
    point(shapes) {
      pointed = shapes;
      paint();
    },
  };

  const shown = () => layer && rooms.now === "edit" && paint();
  document.addEventListener("hueprint:edit-chosen", shown);
  document.addEventListener("hueprint:room", shown);

  onMount(() => {
    layOver();
    state.watch("edit-layer", shown, ["edits", "frame", "size"]);
  });
})();
