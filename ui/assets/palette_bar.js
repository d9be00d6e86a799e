// The bar: every colour as wide as its share, and a divider to drag, or to move with the arrows, between each two.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteBar) return;
  const { palette } = hueprint;
  const STEP = 0.01;
  const LEAP = 0.05;

  let root = null;
  let choose = () => {};

  const make = (kind, attributes = {}) => {
    const node = document.createElement("div");
    node.className = `hp-pal-${kind}`;
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };

  function divider(at) {
    const handle = make("divider", { role: "slider", tabindex: "-1", "aria-orientation": "horizontal", "aria-valuemin": "1" });
    handle.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? LEAP : STEP;
      const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: LEAP, PageDown: -LEAP, Home: -1, End: 1 }[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const edge = palette.swatches.slice(0, at + 1).reduce((total, { share }) => total + share, 0);
      palette.divide(at, edge + by);
    });
    return handle;
  }

  function segment(at) {
    const node = make("segment");
    node.addEventListener("click", () => choose(at));
    return node;
  }

  const build = (count) => {
    const places = Array.from({ length: count }, (_, at) => at);
    root.replaceChildren(...places.map(segment), ...places.slice(1).map((at) => divider(at - 1)));
  };

  // One divider is a stop of the Tab key: the one beside the selected colour.
  function show(swatches, whole, selected) {
    let edge = 0;
    swatches.forEach(({ hex, share }, at) => {
      const segment = root.children[at];
      segment.style.width = `${share * 100}%`;
      segment.style.background = hex;
      segment.title = `${hex} ${whole[at]}%`;
      edge += share;
      if (at === swatches.length - 1) return;
      const handle = root.children[swatches.length + at];
      handle.tabIndex = at === Math.min(selected, swatches.length - 2) ? 0 : -1;
      handle.style.left = `${edge * 100}%`;
      handle.setAttribute("aria-label", `Between ${hex} and ${swatches[at + 1].hex}`);
      handle.setAttribute("aria-valuenow", String(whole[at]));
      handle.setAttribute("aria-valuemax", String(whole[at] + whole[at + 1] - 1));
      handle.setAttribute("aria-valuetext", `${whole[at]}% and ${whole[at + 1]}%`);
    });
  }

  // Dragging. Handles may overlap where a colour is thin: the nearest is meant, so the hand's side of a thin colour decides.
  function bind(element, select) {
    root = element;
    choose = select;
    let drag = null;
    const middle = (handle) => {
      const { left, width } = handle.getBoundingClientRect();
      return left + width / 2;
    };
    root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.target.closest(".hp-pal-divider")) return;
      event.preventDefault();
      const away = (handle) => Math.abs(middle(handle) - event.clientX);
      const handles = [...root.querySelectorAll(".hp-pal-divider")];
      const handle = handles.reduce((best, other) => (away(other) < away(best) ? other : best));
      drag = { at: handles.indexOf(handle), grip: event.clientX - middle(handle) };
      root.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
    });
    root.addEventListener("pointermove", (event) => {
      if (!drag || drag.at > palette.swatches.length - 2) return;
      const { left, width } = root.getBoundingClientRect();
      palette.divide(drag.at, (event.clientX - drag.grip - left) / width);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      root.addEventListener(end, () => {
        if (drag) palette.settle();
        drag = null;
      });
    }
  }

  hueprint.paletteBar = { bind, build, show };
})();
