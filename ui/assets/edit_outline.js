// The outlines of an edit as drawings over the picture: two lines each, a light one on a dark one, seen on anything. Lines are as wide on the
// screen however near one looks: --px is the plane's part of a pixel (edit_layer.js), --zoom how near.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editOutline) return;
  const { bounds } = hueprint.editShapes;
  const SVG = "http://www.w3.org/2000/svg";
  const GRIPS = [[0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1], [0.5, 1], [0, 1], [0, 0.5]];

  function element(name, attributes, ...inside) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  const twice = (name, attributes, kind) => ["under", "over"].map((line) => element(name, { ...attributes, class: `hp-edit-${kind} hp-edit-${line}` }));

  const stroke = ({ points, radius }, kind) => element("polyline", { points: (points.length > 1 ? points : [points[0], points[0]]).join(" "), class: `hp-edit-${kind}`, style: `--radius: ${radius}` });

  function closed(shape) {
    const { left, top, right, bottom } = bounds([shape]);
    if (shape.kind === "rectangle") return ["rect", { x: left, y: top, width: right - left, height: bottom - top }];
    return ["ellipse", { cx: (left + right) / 2, cy: (top + bottom) / 2, rx: (right - left) / 2, ry: (bottom - top) / 2 }];
  }

  // The border of all strokes together: wider ones, less what they cover.
  function rims(strokes, { x, y, width, height }) {
    const all = { x: x - width, y: y - height, width: 2 * width, height: 2 * height };
    const hole = element("mask", { id: "hp-edit-hole", maskUnits: "userSpaceOnUse", ...all }, element("rect", { ...all, fill: "#fff" }), ...strokes.map((one) => stroke(one, "core")));
    const lines = ["rim hp-edit-under", "rim hp-edit-over"].flatMap((kind) => strokes.map((one) => stroke(one, kind)));
    return [hole, element("g", { mask: "url(#hp-edit-hole)" }, ...lines)];
  }

  const isStroke = ({ kind }) => kind === "brush";

  hueprint.editOutline = {
    element,
    // Where a hand is drawing, or what is pointed at: its whole area.
    area: (mask) => mask.flatMap((shape) => (isStroke(shape) ? [stroke(shape, "area")] : [element(closed(shape)[0], { ...closed(shape)[1], class: "hp-edit-fill" }), ...twice(...closed(shape), "line")])),
    // Its border alone: the picture within is to be judged.
    border: (mask, view) => [
      ...(mask.some(isStroke) ? rims(mask.filter(isStroke), view) : []),
      ...mask.filter((shape) => !isStroke(shape)).flatMap((shape) => twice(...closed(shape), shape.kind === "region" ? "line" : "dashes")),
    ],
    grips: ({ left, top, right, bottom }) => [
      ...twice("rect", { x: left, y: top, width: right - left, height: bottom - top }, "bounds"),
      ...GRIPS.flatMap(([u, v]) => twice("path", { d: `M${left + u * (right - left)} ${top + v * (bottom - top)}h0` }, "grip")),
    ],
    circle: ([cx, cy], r) => twice("circle", { cx, cy, r }, "line"),
  };
})();
