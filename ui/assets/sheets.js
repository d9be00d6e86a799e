// Thumbnails of any states, painted by the server in small sheets, one sheet at a time and only while the hand rests. What was painted is
// remembered; what is no longer wanted is not asked for, and a sheet on its way to nobody is called off.
//
//   const job = hueprint.sheets.paint(wishes, put)   wishes: [{state, aspect, area}], most wanted first; area: in pixels, a
//                                                  tile's unless said; put(at, bitmap) as each arrives
//   job.stop()
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.sheets) return;
  const { state, live } = hueprint;
  const SHEET = 3; // few enough that the first stand soon
  const AREA = 160 * 120 * 1.6; // pixels of a tile
  const LEAST = 16;
  const MOST = 480;
  const MOST_AREA = 138000;
  const KEPT = 160;
  const REST = 180;
  const RETRY = 2000;

  const known = new Map(); // key -> bitmap; the longest unasked goes first
  let line = []; // {key, wish, tile, photo, puts: [[job, at]]}
  let asking = null; // {controller, items}
  let timer = 0;
  let lastMove = 0;

  // Sides in steps of eight, so that a size changed by a pixel finds what was painted; a wide one keeps its shape.
  function tileOf(aspect, area = AREA) {
    const side = (value) => Math.min(MOST, Math.max(LEAST, 8 * Math.round(value / 8)));
    const within = Math.min(area, MOST_AREA, MOST ** 2 / Math.max(aspect, 1 / aspect));
    return [side(Math.sqrt(within * aspect)), side(Math.sqrt(within / aspect))];
  }

  function keep(key, bitmap) {
    known.set(key, bitmap);
    if (known.size <= KEPT) return;
    const [oldest, dropped] = known.entries().next().value;
    known.delete(oldest);
    dropped.close();
  }

  function find(key) {
    const bitmap = known.get(key);
    if (bitmap) {
      known.delete(key);
      known.set(key, bitmap);
    }
    return bitmap;
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(next, wait);
  }

  async function bitmaps(answer, count, [width, height]) {
    const sheet = await answer.blob();
    return Promise.all(Array.from({ length: count }, (_, at) => createImageBitmap(sheet, at * width, 0, width, height)));
  }

  async function ask(items) {
    const controller = new AbortController();
    asking = { controller, items };
    const { tile, photo } = items[0];
    try {
      const wish = { each: items.map(({ wish: each }) => each), tile, ...(photo && { photo: hueprint.photos.handle(photo) }) };
      const answer = await hueprint.thumbnails.ask(wish, controller);
      if (answer.ok) {
        const painted = await bitmaps(answer, items.length, tile);
        painted.forEach((bitmap, at) => {
          keep(items[at].key, bitmap);
          for (const [job, place] of items[at].puts) job.put?.(place, bitmap);
        });
      }
      if (answer.status === 410 && (await hueprint.photos.renew(photo))) return 0;
      const wait = hueprint.thumbnails.wait(answer);
      if (!wait) line = line.filter((item) => !items.includes(item));
      return wait;
    } catch (error) {
      return error.name === "AbortError" ? 0 : RETRY;
    } finally {
      asking = null;
    }
  }

  async function next() {
    if (asking || !line.length || document.hidden || !live.frame) return;
    const moving = lastMove + REST - performance.now();
    if (moving > 0) return soon(moving);
    const { tile, photo } = line[0];
    const wait = await ask(line.filter((item) => String(item.tile) === String(tile) && item.photo === photo).slice(0, SHEET));
    soon(wait);
  }

  function stop(job) {
    job.put = null;
    for (const item of line) item.puts = item.puts.filter(([other]) => other !== job);
    line = line.filter((item) => item.puts.length);
    if (asking && asking.items.every((item) => !item.puts.length)) asking.controller.abort();
  }

  function paint(wishes, put) {
    const job = { put };
    wishes.forEach(({ state: wanted, aspect, area }, at) => {
      const { words, ...wish } = state.preferences(wanted);
      const tile = tileOf(aspect, area);
      const key = JSON.stringify([wish, tile]);
      const bitmap = find(key);
      if (bitmap) return put(at, bitmap);
      const waiting = line.find((item) => item.key === key);
      if (waiting) waiting.puts.push([job, at]);
      else line.push({ key, wish, tile, photo: wish.photo?.sha256 ?? "", puts: [[job, at]] });
    });
    soon(0);
    return { stop: () => stop(job) };
  }

  document.addEventListener("visibilitychange", () => document.hidden || soon(0));
  document.addEventListener("hueprint:frame", ({ detail }) => detail.final && line.length && soon(0)); // the first picture stands first

  hueprint.sheets = { paint, AREA };
  hueprint.onMount(() => {
    state.watch("sheets", (now, before) => {
      if (before) lastMove = performance.now();
    });
  });
})();
