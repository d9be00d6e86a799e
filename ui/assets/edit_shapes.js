// Where the outlines of an edit lie on the plane, and the same outlines somewhere else or in another size.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editShapes) return;
  const MARK = 0.016; // half of what stands for a colour region, whose border only the painter knows
  const LEAST = 0.005; // of a box's sides; the engine takes no smaller ones
  const RADII = [0.002, 1];

  const rounded = (value) => Math.round(value * 1000) / 1000;
  const within = (value, [low, high]) => Math.min(high, Math.max(low, value));

  function around(points, by) {
    const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return { left: Math.min(...across) - by, top: Math.min(...down) - by, right: Math.max(...across) + by, bottom: Math.max(...down) + by };
  }

  function boundsOf(shape) {
    if (shape.kind === "brush") return around(shape.points, shape.radius);
    return shape.kind === "region" ? around([[shape.x, shape.y]], MARK) : shape;
  }

  function bounds(mask) {
    const all = mask.map(boundsOf);
    const least = (side) => Math.min(...all.map((one) => one[side]));
    const most = (side) => Math.max(...all.map((one) => one[side]));
    return { left: least("left"), top: least("top"), right: most("right"), bottom: most("bottom") };
  }

  // How far a place is from a line between two.
  const away = ([x, y], [x0, y0], [x1, y1]) => {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const along = within(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1), [0, 1]);
    return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
  };

  function holds(shape, place) {
    if (shape.kind === "brush") return shape.points.some((point, at) => away(place, shape.points[at - 1] ?? point, point) <= shape.radius);
    const { left, top, right, bottom } = boundsOf(shape);
    const [u, v] = [(2 * place[0] - left - right) / (right - left), (2 * place[1] - top - bottom) / (bottom - top)];
    return shape.kind === "ellipse" ? u * u + v * v <= 1 : Math.max(Math.abs(u), Math.abs(v)) <= 1;
  }

  // put: where each place goes; times: how much longer lengths become.
  function carried(shape, put, times) {
    if (shape.kind === "brush") return { ...shape, points: shape.points.map(put), radius: within(rounded(shape.radius * times), RADII) };
    if (shape.kind === "region") {
      const [x, y] = put([shape.x, shape.y]);
      return { ...shape, x, y };
    }
    const [left, top] = put([shape.left, shape.top]);
    const [right, bottom] = put([shape.right, shape.bottom]);
    return { ...shape, left, top, right: Math.max(right, rounded(left + LEAST)), bottom: Math.max(bottom, rounded(top + LEAST)) };
  }

  const moved = (mask, [dx, dy]) => mask.map((shape) => carried(shape, ([x, y]) => [rounded(x + dx), rounded(y + dy)], 1));

  // So that what had the bounds `from` has the bounds `to`.
  function fitted(mask, from, to) {
    const across = (to.right - to.left) / (from.right - from.left);
    const down = (to.bottom - to.top) / (from.bottom - from.top);
    const put = ([x, y]) => [rounded(to.left + (x - from.left) * across), rounded(to.top + (y - from.top) * down)];
    return mask.map((shape) => carried(shape, put, Math.sqrt(across * down)));
  }

  hueprint.editShapes = { rounded, away, bounds, holds, moved, fitted };
})();
