/* The page's end of the live preview (ui/live/messages.py documents what travels).

   hueprint.live.show(preferences, {aspect, final})  paint this; the newest call wins. Returns the state's id.
   hueprint.live.again()                             ask once more for the same
   hueprint.live.frame                               the frame on screen: {id, recipe, renderMs, people, fidelity, final, blob, width, height}
   hueprint.live.draft = 512                         ask for larger or smaller drafts (null: the server's own choice)
   hueprint.live.status                              "connecting", "connected", "reconnecting" or "fallback"

   Events on document: hueprint:frame (detail: the frame), hueprint:error ({code, message, id}), hueprint:status ({status}).
   Every frame is drawn on the canvas inside #preview in the same task that sets #preview's data-* and `frame`, so the recipe that
   the page can read is always the recipe of the pixels that it shows. */
(() => {
  "use strict";
  const root = (window.hueprint = window.hueprint || {});
  if (root.live) return;

  const SEND_GAP_MS = 12; // at most one state per animation frame; the first of a burst leaves at once
  const REST_MS = 150;
  const OPEN_MS = 8000;
  const ANSWER_MS = 20000;
  const DROPS = 3; // so many drops within DROP_WINDOW_MS, and the page goes on by fetch
  const DROP_WINDOW_MS = 20000;
  const RETRY_SOCKET_MS = 30000;
  const FETCHES = 3;
  const MOST_PIXELS = 16000;

  const live = (root.live = { show, retry, again, frame: null, draft: null, status: "connecting" });
  const emit = (name, detail) => document.dispatchEvent(new CustomEvent(`hueprint:${name}`, { detail }));

  function setStatus(status) {
    if (live.status === status) return;
    live.status = status;
    emit("status", { status });
  }

  /* ---- the newest state ---------------------------------------------------------------------------------------------- */

  let wanted = null; // {id, preferences, aspect, final, key}
  let lastId = 0;
  let sentKey = ""; // what the other side has been asked for: "id" or "id final"
  let sentAt = 0;
  let sendTimer = 0;
  let byFetch = false;

  function show(preferences, options = {}) {
    const aspect = Math.min(8, Math.max(0.125, options.aspect || (wanted && wanted.aspect) || 1));
    const key = JSON.stringify([preferences, aspect]);
    if (wanted && wanted.key === key) {
      if (options.final && !wanted.final) {
        wanted.final = true;
        pump();
      }
      return wanted.id;
    }
    wanted = { id: ++lastId, preferences, aspect, final: Boolean(options.final), key };
    pump();
    return wanted.id;
  }

  function message() {
    const state = { id: wanted.id, preferences: wanted.preferences, aspect: wanted.aspect, final: wanted.final };
    const pixels = shownPixels(wanted.aspect);
    if (pixels) state.pixels = pixels;
    if (live.draft) state.draft = live.draft;
    const { photo } = wanted.preferences;
    if (photo) state.photo = root.photos.handle(photo.sha256);
    return state;
  }

  const wantedKey = () => `${wanted.id}${wanted.final ? " final" : ""}`;

  function pump() {
    if (!wanted || wantedKey() === sentKey || sendTimer) return;
    const wait = sentAt + SEND_GAP_MS - performance.now();
    if (wait > 1) {
      sendTimer = setTimeout(() => { sendTimer = 0; pump(); }, wait);
      return;
    }
    const sent = byFetch ? ask() : say(message());
    if (sent) {
      sentKey = wantedKey();
      sentAt = performance.now();
    }
  }

  /* ---- frames and errors ---------------------------------------------------------------------------------------------- */

  function parse(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { header, blob: new Blob([new Uint8Array(buffer, 4 + length)], { type: "image/jpeg" }) };
  }

  const isOlder = (header, than) => than && (header.id < than.id || (header.id === than.id && than.final && !header.final));

  async function receive({ header, blob }) {
    if (isOlder(header, live.frame)) return;
    const bitmap = await createImageBitmap(blob);
    if (isOlder(header, live.frame)) bitmap.close();
    else draw(header, blob, bitmap);
  }

  function refuse(answer) {
    const error = answer && answer.error;
    if (error && (answer.id == null || answer.id === lastId)) emit("error", { code: error.code, message: error.message, id: answer.id });
  }

  /* ---- the canvas ----------------------------------------------------------------------------------------------------- */

  let preview = null;
  let canvas = null;
  let shown = null; // the bitmap on screen, kept so that a canvas mounted anew shows it at once
  let painted = 0;
  let boxWidth = 0;
  let boxHeight = 0;
  let resizeTimer = 0;

  const sizes = new ResizeObserver(() => {
    measure();
    clearTimeout(resizeTimer);
    resizeTimer = setTimeout(sharpen, 300);
  });

  function mount() {
    const found = document.getElementById("preview");
    if (!found || (found === preview && canvas && canvas.isConnected)) return;
    sizes.disconnect();
    preview = found;
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
  function shownPixels(aspect) {
    if (!boxWidth) return 0;
    const width = boxHeight > 1 ? Math.min(boxWidth, boxHeight * aspect) : boxWidth;
    return Math.min(MOST_PIXELS, Math.max(64, Math.round((width / Math.sqrt(aspect)) * (window.devicePixelRatio || 1))));
  }

  /* After the window grew: the same picture again, at the size it is now shown. */
  function sharpen() {
    if (!live.frame || !live.frame.final || !wanted || live.frame.id !== wanted.id) return;
    if (shownPixels(wanted.aspect) > 1.2 * Math.sqrt(live.frame.width * live.frame.height)) {
      wanted.final = true;
      sentKey = "";
      pump();
    }
  }

  function put(frame, bitmap) {
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.style.aspectRatio = String(frame.aspect);
    }
    canvas.getContext("2d", { alpha: false }).drawImage(bitmap, 0, 0);
    const data = preview.dataset;
    data.frame = String(painted);
    data.recipe = JSON.stringify(frame.recipe);
    data.renderMs = String(frame.renderMs);
    data.final = String(frame.final);
    data.onPalette = String(frame.fidelity.on_palette_share);
    data.shareError = String(frame.fidelity.share_error);
  }

  function draw(header, blob, bitmap) {
    const { id, recipe, fidelity, final, width, height, aspect } = header;
    const frame = { id, recipe, renderMs: header.render_ms, people: header.people, fidelity, final, blob, width, height, aspect };
    if (shown) shown.close();
    shown = bitmap;
    live.frame = frame;
    painted += 1;
    mount();
    if (preview && canvas.isConnected) put(frame, bitmap);
    emit("frame", frame);
  }

  new MutationObserver(mount).observe(document.documentElement, { childList: true, subtree: true });
  mount();

  /* ---- by WebSocket --------------------------------------------------------------------------------------------------- */

  let socket = null;
  let drops = [];
  let tries = 0;
  let isFull = false;
  let retryTimer = 0;
  let answerTimer = 0;

  const address = (scheme) => {
    const url = new URL("live", document.baseURI);
    url.search = url.hash = "";
    if (scheme) url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  };

  function say(data) {
    if (!socket || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(data));
    if (data.id && !answerTimer) answerTimer = setTimeout(() => socket && socket.close(), ANSWER_MS);
    return true;
  }

  function connect() {
    clearTimeout(retryTimer);
    if (socket) return;
    const mine = (socket = new WebSocket(address(true)));
    mine.binaryType = "arraybuffer";
    const openTimer = setTimeout(() => mine.close(), OPEN_MS);
    mine.onopen = () => {
      clearTimeout(openTimer);
      byFetch = false;
      setStatus("connected");
      sentKey = "";
      pump();
    };
    mine.onmessage = async ({ data }) => {
      clearTimeout(answerTimer);
      answerTimer = 0;
      tries = 0;
      if (typeof data === "string") return refuse(JSON.parse(data));
      const frame = parse(data);
      try {
        await receive(frame);
      } finally {
        if (socket === mine) say({ seen: frame.header.frame });
      }
    };
    mine.onclose = (event) => {
      clearTimeout(openTimer);
      clearTimeout(answerTimer);
      answerTimer = 0;
      if (socket !== mine) return;
      socket = null;
      dropped(event);
    };
  }

  /* Full house (1013): wait politely. Otherwise try again soon, then less and less often; after a few drops go on by fetch meanwhile. */
  function dropped(event) {
    const now = performance.now();
    drops = [...drops.filter((at) => now - at < DROP_WINDOW_MS), now];
    tries += 1;
    const full = event.code === 1013;
    if (full && !isFull) emit("error", { code: "too_many_previews", message: event.reason, id: null });
    isFull = full;
    if (!full && drops.length >= DROPS) {
      byFetch = true;
      sentKey = "";
      pump();
    }
    if (!byFetch) setStatus("reconnecting");
    const wait = full ? 5000 : byFetch ? RETRY_SOCKET_MS : Math.min(8000, 200 * 2 ** tries);
    retryTimer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  }

  /* Connect now: the network is back, or somebody pressed "try again". */
  function retry() {
    tries = 0;
    connect();
  }

  /* Ask once more for what is wanted: what was missing for it is there now. */
  function again() {
    sentKey = "";
    pump();
  }

  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", () => document.hidden || retry());

  /* ---- by fetch, while no WebSocket opens ------------------------------------------------------------------------------ */

  const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  let fetching = 0;
  let failures = 0;
  let restTimer = 0;

  /* Ask for the newest state; false when enough questions are under way (the next answer pumps again). */
  function ask() {
    if (fetching >= FETCHES) return false;
    const state = message();
    fetching += 1;
    clearTimeout(restTimer);
    post(state).then((again) => {
      fetching -= 1;
      if (again) {
        sentKey = "";
        setTimeout(pump, Math.min(8000, 200 * 2 ** failures));
      } else {
        pump();
      }
    });
    return true;
  }

  /* One question and its answer; true when it must be asked again because nothing came back. */
  async function post(state) {
    try {
      const body = JSON.stringify({ ...state, client });
      const answer = await fetch(address(), { method: "POST", body, headers: { "Content-Type": "application/json" } });
      if (answer.ok) {
        const frame = parse(await answer.arrayBuffer());
        await receive(frame);
        if (!frame.header.final && wanted.id === state.id) finishAtRest(state.id);
      } else if (answer.status !== 409) {
        refuse(await answer.json());
      }
      if (failures) connect(); // the server is back, so perhaps a WebSocket opens too
      failures = 0;
      if (byFetch) setStatus("fallback");
      return answer.status === 429;
    } catch {
      failures += 1;
      if (byFetch) setStatus("reconnecting");
      return wanted.id === state.id;
    }
  }

  function finishAtRest(id) {
    clearTimeout(restTimer);
    restTimer = setTimeout(() => {
      if (wanted.id !== id) return;
      wanted.final = true;
      pump();
    }, Math.max(0, sentAt + REST_MS - performance.now()));
  }

  connect();
})();
