// Nearer and further: the wheel, a pinch, double-click, + and -. Once the hand rests, the picture is painted anew at the size it is looked at,
// so that near is sharp: true pixels, not a magnified preview. And the picture alone on the screen.
//
// Event on document: hueprint:view (detail: { size: what the picture would be painted at now }), once zooming rests.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.view) return;
  const { state, live, onMount } = hueprint;
  const NEAREST = 16;
  const STEP = 1.5;
  const STEPS = [1, 2, 3, 4, 6, 8, 12, 16]; // sizes that details are painted at, so that a small zoom repaints nothing
  const MOST_PIXELS = 24e6; // a few seconds of painting, and 96 MB in the browser
  const REST = 320;
  const PINCH = 25; // the most of one wheel event with Ctrl that counts
  const NEAR = 1.02;

  let frame = null;
  let zoom = 1;
  let centre = [0.5, 0.5]; // of what is seen, in parts of the picture
  let detail = { key: "", url: "" };
  let asking = null;
  let timer = 0;

  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const device = () => window.devicePixelRatio || 1;
  const part = (selector) => document.querySelector(`#preview ${selector}`);

  // The size to paint at: at least as many pixels as are looked at, as far as the studio paints.
  function sizeAt(times) {
    const { pixels, maxSide } = state.offer.limits;
    const [width, height] = [frame.clientWidth, frame.clientHeight].map((side) => side * device() * times);
    const fit = Math.min(1, Math.sqrt(Math.min(pixels, MOST_PIXELS) / (width * height)), maxSide / Math.max(width, height));
    return [width, height].map((side) => Math.max(16, Math.round(side * fit)));
  }
  const size = () => sizeAt(STEPS.find((step) => step >= zoom - 0.01) ?? NEAREST);

  const keyNow = () => JSON.stringify([state.preferences(), size()]);

  // Where a picture that is near ends: it grows into the free stage around its frame, and beside another it keeps to the frame.
  const stage = () => (document.getElementById("preview").matches(".hp-comparing-now") ? frame : frame.closest(".html-container"));

  // Between which parts of the picture the middle of the frame may stand, so that the picture goes to the ends, or lies whole between them.
  function bounds() {
    const [own, ends] = [frame.getBoundingClientRect(), stage().getBoundingClientRect()];
    const along = (start, end, size) => {
      const middle = (own[start] + own[end]) / 2;
      return [(middle - ends[start]) / (own[size] * zoom), 1 - (ends[end] - middle) / (own[size] * zoom)];
    };
    return [along("left", "right", "width"), along("top", "bottom", "height")];
  }

  function place() {
    centre = bounds().map(([low, high], at) => (low <= high ? within(centre[at], low, high) : within(0.5, high, low)));
    const { style } = document.getElementById("preview");
    style.setProperty("--zoom", zoom);
    style.setProperty("--move-x", `${(0.5 - centre[0]) * zoom * 100}%`);
    style.setProperty("--move-y", `${(0.5 - centre[1]) * zoom * 100}%`);
    document.getElementById("preview").classList.toggle("hp-near", zoom > NEAR);
    label();
  }

  // Against the file's pixels: at 100% one of them is one of the screen's.
  const perFit = () => state.now.size[0] / (frame.clientWidth * device());

  function label() {
    const button = document.getElementById("zoom");
    const text = zoom > NEAR ? `${Math.round((100 * zoom) / perFit())}%` : "Fit";
    if (button.textContent !== text) button.textContent = text;
    document.getElementById("zoom-out").disabled = zoom <= 1;
    document.getElementById("zoom-in").disabled = zoom >= NEAREST;
  }

  // Past the most that is painted for looking, pixels grow; so they do where nothing came.
  function told(isPainted) {
    if (!isPainted) return "This near it cannot be painted just now: the preview, enlarged";
    const [width, height] = size();
    const enlarged = (frame.clientWidth * device() * zoom) / width;
    return enlarged > NEAR ? `Painted at ${width} × ${height}, the largest for looking; enlarged ${enlarged.toFixed(1)} times` : "";
  }

  function hide() {
    const img = part(".hp-detail");
    img.hidden = true;
    img.removeAttribute("src");
    if (detail.url) URL.revokeObjectURL(detail.url);
    detail = { key: "", url: "" };
  }

  function busy(on) {
    document.getElementById("zoom")?.setAttribute("aria-busy", String(on));
  }

  async function sharpen() {
    const isSettled = live.frame?.final && live.holds(state.preferences(), { aspect: state.now.size[0] / state.now.size[1] });
    if (!isSettled) return rest();
    document.dispatchEvent(new CustomEvent("hueprint:view", { detail: { size: size() } }));
    const key = keyNow();
    if (zoom > NEAR && key === detail.key) hueprint.waiting.note(told(true));
    if (zoom <= NEAR || key === detail.key || asking?.key === key) return;
    asking?.controller.abort();
    const controller = new AbortController();
    const mine = (asking = { key, controller });
    busy(true);
    const end = hueprint.waiting.begin("near");
    try {
      const url = await hueprint.painted(state.preferences(), size(), controller.signal);
      if (!url) return hueprint.waiting.note(told(false));
      const img = part(".hp-detail");
      const loaded = Object.assign(new Image(), { src: url });
      await loaded.decode();
      if (key !== keyNow() || controller.signal.aborted) return URL.revokeObjectURL(url);
      hide();
      detail = { key, url };
      img.src = url;
      await img.decode().catch(() => {}); // the hand went on, and it was taken away
      img.hidden = detail.key !== key;
      if (!img.hidden) hueprint.waiting.note(told(true));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    } finally {
      end();
      if (asking === mine) {
        asking = null;
        busy(false);
      }
    }
  }

  function rest() {
    clearTimeout(timer);
    timer = setTimeout(sharpen, REST);
  }

  // So that what is under the hand (x, y: parts of the frame) stays there.
  function zoomTo(next, [x, y] = [0.5, 0.5]) {
    const to = within(next, 1, NEAREST);
    centre = centre.map((value, at) => value + ([x, y][at] - 0.5) * (1 / zoom - 1 / to));
    zoom = to;
    if (zoom <= NEAR) hide();
    hueprint.waiting.note("");
    place();
    rest();
  }

  function pan(dx, dy) {
    centre = [centre[0] - dx / (frame.clientWidth * zoom), centre[1] - dy / (frame.clientHeight * zoom)];
    place();
  }

  const toggle = (at) => zoomTo(zoom > NEAR ? 1 : Math.max(2, perFit()), at);

  const placeOf = ({ clientX, clientY }) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };

  // draws: the hand draws on the layer above (edit_layer.js); a second finger beside it still pinches.
  function bindHands() {
    const hands = new Map();
    let spread = 0;
    const gap = () => {
      const [one, other] = [...hands.values()];
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    };
    frame.addEventListener("wheel", (event) => {
      event.preventDefault();
      // With Ctrl come a trackpad's pinches, in small steps, and a mouse's notches, in large ones.
      const by = event.ctrlKey ? 0.01 * within(event.deltaY, -PINCH, PINCH) : 0.0022 * event.deltaY;
      zoomTo(zoom * Math.exp(-by), placeOf(event));
    }, { passive: false });
    frame.addEventListener("dblclick", (event) => toggle(placeOf(event)));
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest("[role=slider]")) return;
      hands.set(event.pointerId, event);
      if (hands.size === 2) spread = gap();
      if (zoom > NEAR && !event.draws) frame.setPointerCapture(event.pointerId);
    });
    frame.addEventListener("pointermove", (event) => {
      const before = hands.get(event.pointerId);
      if (!before) return;
      hands.set(event.pointerId, Object.assign(event, { draws: before.draws }));
      if (hands.size === 2) {
        const now = gap();
        if (spread > 0) zoomTo((zoom * now) / spread, placeOf(event));
        spread = now;
      } else if (zoom > NEAR && !before.draws) {
        pan(event.clientX - before.clientX, event.clientY - before.clientY);
      }
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) frame.addEventListener(end, ({ pointerId }) => hands.delete(pointerId));
  }

  // The picture alone; on the whole screen where the browser lets a page have it.
  function full(on = !document.getElementById("studio").classList.contains("hp-alone")) {
    hueprint.actions.alone(on);
    if (on) document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
  }
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || !document.getElementById("full") || full(false));

  for (const key of ["+", "="]) hueprint.keys.add(key, () => hueprint.view.zoomIn());
  hueprint.keys.add("-", () => hueprint.view.zoomOut());
  hueprint.keys.add("0", () => zoomTo(1));

  hueprint.view = { place, zoomIn: () => zoomTo(zoom * STEP), zoomOut: () => zoomTo(zoom / STEP), toggle, full, size: () => size() };

  onMount(() => {
    frame = part(".hp-frame");
    detail = { key: "", url: "" };
    bindHands();
    document.getElementById("zoom-in").addEventListener("click", hueprint.view.zoomIn);
    document.getElementById("zoom-out").addEventListener("click", hueprint.view.zoomOut);
    document.getElementById("zoom").addEventListener("click", () => toggle());
    const studio = document.getElementById("studio");
    const fullButton = document.getElementById("full");
    fullButton.addEventListener("click", () => full());
    new MutationObserver(() => fullButton.setAttribute("aria-pressed", String(studio.classList.contains("hp-alone")))).observe(studio, { attributeFilter: ["class"] });
    new ResizeObserver(() => {
      place();
      rest();
    }).observe(frame);
    place();
    state.watch("view", (now, before) => {
      if (!before) return;
      if (detail.key && detail.key !== keyNow()) hide();
      if (asking && asking.key !== keyNow()) asking.controller.abort();
      label();
      rest();
    });
  });
})();
