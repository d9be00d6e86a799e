// Where the live picture is seen: the canvas inside #preview, mounted anew when the page puts #preview up anew.
//
//   hueprint.liveCanvas(onResize) -> { draw(header, jpeg, picture) -> frame, measured(number, fidelity) -> whether it is on screen,
//     pixels(aspect), frame }
//   hueprint.decoded(jpeg) -> a promise of what a canvas draws, to be closed; jpeg: a Uint8Array
//
// A frame is drawn in the same task that sets #preview's data-* and `frame`, so the recipe that the page can read is always the recipe of
// the pixels that it shows. onResize: called once the window has kept its new size for a moment.
(() => {
  "use strict";
  const root = (window.hueprint = window.hueprint || {});
  if (root.liveCanvas) return;
  const MOST_PIXELS = 16000;
  const RESIZE_REST_MS = 300;

  const asBlob = (jpeg) => new Blob([jpeg], { type: "image/jpeg" });

  // A Blob goes through the browser's process and back before it is decoded: about a millisecond of every frame.
  root.decoded = async (jpeg) => {
    if (!("ImageDecoder" in window)) return createImageBitmap(asBlob(jpeg));
    const decoder = new ImageDecoder({ data: jpeg, type: "image/jpeg" });
    try {
      return (await decoder.decode()).image;
    } finally {
      decoder.close();
    }
  };

  root.liveCanvas = (onResize) => {
    let preview = null;
    let canvas = null;
    let shape = 0; // the aspect of what the canvas is as large as
    let shown = null; // the picture on screen, kept so that a canvas mounted anew shows it at once
    let early = null; // figures of a frame that is not on screen yet
    let painted = 0;
    let boxWidth = 0;
    let boxHeight = 0;
    let resizeTimer = 0;
    const live = { draw, measured, pixels, frame: null };

    const sizes = new ResizeObserver(() => {
      measure();
      clearTimeout(resizeTimer);
      resizeTimer = setTimeout(onResize, RESIZE_REST_MS);
    });

    function mount() {
      const found = document.getElementById("preview");
      if (!found || (found === preview && canvas && canvas.isConnected)) return;
      sizes.disconnect();
      preview = found;
      shape = 0;
      canvas = preview.querySelector("canvas");
      if (!canvas) {
        canvas = document.createElement("canvas");
        canvas.width = canvas.height = 1;
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", "Live preview of the picture");
        canvas.style.cssText = "display: block; margin: 0 auto; width: 100%; max-height: 80vh; object-fit: contain";
        preview.append(canvas);
      }
      sizes.observe(preview);
      measure();
      if (live.frame) put(live.frame, shown);
    }

    function measure() {
      boxWidth = preview.clientWidth;
      boxHeight = preview.clientHeight;
    }

    /* The side of a square with as many device pixels as the picture covers on screen. */
    function pixels(aspect) {
      if (!boxWidth) return 0;
      const width = boxHeight > 1 ? Math.min(boxWidth, boxHeight * aspect) : boxWidth;
      return Math.min(MOST_PIXELS, Math.max(64, Math.round((width / Math.sqrt(aspect)) * (window.devicePixelRatio || 1))));
    }

    /* A draft is drawn enlarged on the full picture's canvas: a canvas that changes its size at every frame costs the browser new memory
       for each, which it takes from the painting on a small machine. */
    function fit({ final, width, height, aspect }) {
      const isSame = canvas.width === width && canvas.height === height;
      const isRoomy = !final && shape === aspect && canvas.width >= width;
      if (isSame || isRoomy) return;
      canvas.width = width;
      canvas.height = height;
      canvas.style.aspectRatio = String(aspect);
      shape = aspect;
    }

    function put(frame, picture) {
      fit(frame);
      canvas.getContext("2d", { alpha: false }).drawImage(picture, 0, 0, canvas.width, canvas.height);
      const data = preview.dataset;
      data.frame = String(painted);
      data.recipe = JSON.stringify(frame.recipe);
      data.renderMs = String(frame.renderMs);
      data.final = String(frame.final);
      write(frame.fidelity);
    }

    function write(fidelity) {
      preview.dataset.onPalette = fidelity ? String(fidelity.on_palette_share) : "";
      preview.dataset.shareError = fidelity ? String(fidelity.share_error) : "";
    }

    /* Figures follow their frame, and may overtake its decoding. */
    function measured(number, fidelity) {
      if (live.frame?.number !== number) {
        early = { number, fidelity };
        return false;
      }
      live.frame.fidelity = fidelity;
      write(fidelity);
      return true;
    }

    function draw(header, jpeg, picture) {
      const { id, frame: number, recipe, final, width, height, aspect } = header;
      const fidelity = header.fidelity ?? (early?.number === number ? early.fidelity : null);
      early = null; // a new connection counts its frames from one again
      let blob = null;
      const frame = { id, number, recipe, renderMs: header.render_ms, people: header.people, fidelity, final, width, height, aspect };
      Object.defineProperty(frame, "blob", { get: () => (blob ??= asBlob(jpeg)) });
      if (shown) shown.close();
      shown = picture;
      live.frame = frame;
      painted += 1;
      mount();
      if (preview && canvas.isConnected) put(frame, picture);
      return frame;
    }

    new MutationObserver(mount).observe(document.documentElement, { childList: true, subtree: true });
    mount();
    return live;
  };
})();
