// The part of the picture that shows an edit: its bounds with a little around them, in parts of the picture.
//
//   hueprint.editCrop.of(mask, view)              {left, top, width, height, aspect}
//   hueprint.editCrop.draw(canvas, bitmap, crop)  that part of a picture, as large as the canvas stands on the screen
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editCrop) return;
  const { bounds } = hueprint.editShapes;
  const AROUND = 0.14; // of its longer side, on each side
  const LEAST = 0.4; // of what is seen: less would be few pixels of a small picture
  const OF_REGION = 0.75; // how far a colour goes, only the painter knows
  const UNSEEN = 96; // how high a tile is that is hidden just now
  const ASPECTS = [1, 1.12];

  const within = (value, low, high) => Math.min(high, Math.max(low, value));

  // The same middle, and wider or taller until it has a shape for a tile, as far as the picture goes.
  function shaped(wide, tall, most) {
    const aspect = within(wide / tall, ...ASPECTS);
    const height = Math.min(Math.max(tall, wide / aspect), most.height, most.width / aspect);
    return { width: height * aspect, height, aspect };
  }

  function of(mask, view) {
    const ends = { left: view.x - view.width / 2, top: view.y - view.height / 2 };
    const { left, top, right, bottom } = bounds(mask);
    const [x0, x1] = [left, right].map((x) => within(x, ends.left, ends.left + view.width));
    const [y0, y1] = [top, bottom].map((y) => within(y, ends.top, ends.top + view.height));
    const more = 2 * AROUND * Math.max(x1 - x0, y1 - y0);
    const least = (mask.some(({ kind }) => kind === "region") ? OF_REGION : LEAST) * Math.min(view.width, view.height);
    const { width, height, aspect } = shaped(Math.max(x1 - x0 + more, least), Math.max(y1 - y0 + more, least), view);
    const from = [within((x0 + x1 - width) / 2, ends.left, ends.left + view.width - width), within((y0 + y1 - height) / 2, ends.top, ends.top + view.height - height)];
    return { left: (from[0] - ends.left) / view.width, top: (from[1] - ends.top) / view.height, width: width / view.width, height: height / view.height, aspect };
  }

  function draw(canvas, bitmap, { left, top, width, height, aspect }) {
    canvas.height = Math.round((canvas.clientHeight || UNSEEN) * devicePixelRatio);
    canvas.width = Math.round(canvas.height * aspect);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, left * bitmap.width, top * bitmap.height, width * bitmap.width, height * bitmap.height, 0, 0, canvas.width, canvas.height);
  }

  hueprint.editCrop = { of, draw };
})();
