/* The page's end of the live preview (ui/live/messages.py documents what travels).

   hueprint.live.show(preferences, {aspect, final})  paint this; the newest call wins. Returns the state's id.
   hueprint.live.again()                             ask once more for the same
   hueprint.live.holds(preferences, {aspect})        whether the frame on screen, a draft or the full one, is of these; asks for nothing
   hueprint.live.frame                               the frame on screen: {id, recipe, renderMs, people, fidelity (of a draft null, till it
                                                     is measured), final, blob, width, height}
   hueprint.live.isSettled                           whether that is the full frame of the newest state
   hueprint.live.draft = 512                         ask for larger or smaller drafts (null: the server's own choice)
   hueprint.live.status                              "connecting", "connected", "reconnecting" or "fallback"

   Events on document: hueprint:asked, as a question leaves; hueprint:frame and hueprint:figures (detail: the frame), hueprint:error ({code, message, id}),
   hueprint:status ({status}). */
(() => {
  "use strict";
  const root = (window.hueprint = window.hueprint || {});
  if (root.live) return;

  const SEND_GAP_MS = 12; // at most one state per animation frame; the first of a burst leaves at once
  const OPEN_MS = 8000;
  const ANSWER_MS = 20000;
  const DEAD_MS = 4000; // a connection that has owed an answer for so long as the network comes back is dead
  const DROPS = 3; // so many drops within DROP_WINDOW_MS, and the page goes on by fetch
  const DROP_WINDOW_MS = 20000;
  const RETRY_SOCKET_MS = 30000;
  const SOFT = 1.02; // a picture is painted again where the page shows it larger than it was asked for by more than that

  const screen = root.liveCanvas(sharpen);
  const live = (root.live = {
    show,
    holds,
    retry,
    again,
    draft: null,
    status: "connecting",
    get frame() {
      return screen.frame;
    },
    get isSettled() {
      return isWhole() && !isSharpening;
    },
  });
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
  let sentPixels = 0;
  let isSharpening = false; // the picture is on screen, and on its way once more, larger
  let sendTimer = 0;
  let byFetch = false;

  const within = (aspect) => Math.min(8, Math.max(0.125, aspect || wanted?.aspect || 1));
  const keyOf = (preferences, options) => JSON.stringify([preferences, within(options.aspect)]);

  function holds(preferences, options = {}) {
    return Boolean(wanted) && screen.frame?.id === wanted.id && wanted.key === keyOf(preferences, options);
  }

  function show(preferences, options = {}) {
    const aspect = within(options.aspect);
    const key = keyOf(preferences, options);
    if (wanted && wanted.key === key) {
      if (options.final && !wanted.final) finish();
      return wanted.id;
    }
    wanted = { id: ++lastId, preferences, aspect, final: Boolean(options.final), key };
    isSharpening = false;
    pump();
    return wanted.id;
  }

  function finish() {
    wanted.final = true;
    pump();
  }

  /* Ask once more for what is wanted: what was missing for it is there now. */
  function again() {
    sentKey = "";
    pump();
  }

  /* The window, or the room for the picture, may have grown: the same picture again, at the size it is now shown. */
  function sharpen() {
    if (!wanted || screen.pixels(wanted.aspect) <= SOFT * sentPixels) return;
    isSharpening = isWhole();
    again();
  }

  function isWhole() {
    return Boolean(wanted && screen.frame && screen.frame.final && screen.frame.id === wanted.id);
  }

  function message() {
    const state = { id: wanted.id, preferences: wanted.preferences, aspect: wanted.aspect, final: wanted.final };
    const pixels = screen.pixels(wanted.aspect);
    if (pixels) state.pixels = sentPixels = pixels;
    if (live.draft) state.draft = live.draft;
    const { photo } = wanted.preferences;
    if (photo) state.photo = root.photos.handle(photo.sha256);
    return state;
  }

  const wantedKey = () => `${wanted.id}${wanted.final ? " final" : ""}`;

  function pump() {
    if (!wanted || wantedKey() === sentKey || sendTimer) return;
    const now = performance.now();
    const wait = sentAt + SEND_GAP_MS - now;
    if (wait > 1) {
      sendTimer = setTimeout(() => { sendTimer = 0; pump(); }, wait);
      return;
    }
    emit("asked");
    const sent = byFetch ? other.ask(message(), now) : say(message());
    if (!sent) return;
    sentKey = wantedKey();
    sentAt = now;
  }

  /* ---- frames and errors ---------------------------------------------------------------------------------------------- */

  const isOlder = (header, than) => than && (header.id < than.id || (header.id === than.id && than.final && !header.final));

  /* A message's bytes -> its header, read at once, and a promise that its picture is on screen, or was overtaken. */
  function parse(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { header, shown: put(header, new Uint8Array(buffer, 4 + length)) };
  }

  async function put(header, jpeg) {
    if (isOlder(header, screen.frame)) return;
    const picture = await root.decoded(jpeg);
    if (isOlder(header, screen.frame)) picture.close();
    else {
      if (header.final) isSharpening = false;
      emit("frame", screen.draw(header, jpeg, picture));
      if (isWhole()) sharpen(); // room may have been made while it was painted
    }
  }

  /* Figures of the draft on screen, or an error. */
  function told(answer) {
    if (!answer.fidelity) return refuse(answer);
    if (screen.measured(answer.frame, answer.fidelity)) emit("figures", screen.frame);
  }

  function refuse(answer) {
    const error = answer && answer.error;
    isSharpening = false;
    if (error && (answer.id == null || answer.id === lastId)) emit("error", { code: error.code, message: error.message, id: answer.id });
  }

  /* ---- by WebSocket --------------------------------------------------------------------------------------------------- */

  let socket = null;
  let drops = [];
  let tries = 0;
  let isFull = false;
  let retryTimer = 0;
  let answerTimer = 0;
  let owedSince = 0;

  const address = (scheme) => {
    const url = new URL("live", document.baseURI);
    url.search = url.hash = "";
    if (scheme) url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  };

  function say(data) {
    if (!socket || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(data));
    if (data.id && !answerTimer) {
      owedSince = performance.now();
      answerTimer = setTimeout(() => socket && socket.close(), ANSWER_MS);
    }
    return true;
  }

  function answered() {
    clearTimeout(answerTimer);
    answerTimer = 0;
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
      again();
    };
    mine.onmessage = async ({ data }) => {
      if (socket !== mine) return;
      answered();
      tries = 0;
      if (typeof data === "string") return told(JSON.parse(data));
      const { header, shown } = parse(data);
      try {
        await shown;
      } finally {
        if (socket === mine) say({ seen: header.frame });
      }
    };
    mine.onclose = (event) => {
      clearTimeout(openTimer);
      if (socket !== mine) return;
      answered();
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
      again();
    }
    if (!byFetch) setStatus("reconnecting");
    const wait = full ? 5000 : byFetch ? RETRY_SOCKET_MS : Math.min(8000, 200 * 2 ** tries);
    retryTimer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  }

  /* Connect now: the network is back, or somebody pressed "try again". */
  function retry() {
    tries = 0;
    if (socket && answerTimer && performance.now() - owedSince > DEAD_MS) {
      const dead = socket;
      socket = null; // before it is closed: a dead one takes its time to say so
      answered();
      dead.close();
    }
    connect();
  }

  window.addEventListener("online", () => {
    retry();
    setTimeout(retry, DEAD_MS); // what is lost without a word is owed by then
  });
  document.addEventListener("visibilitychange", () => document.hidden || retry());

  /* ---- by fetch, while no WebSocket opens ------------------------------------------------------------------------------ */

  const other = root.liveFetch({
    address: address(),
    isNewest: (id) => wanted.id === id,
    async receive(buffer) {
      const { header, shown } = parse(buffer);
      await shown;
      return header;
    },
    refuse,
    answered(afterFailure) {
      if (afterFailure) connect(); // the server is back, so perhaps a WebSocket opens too
      if (byFetch) setStatus("fallback");
    },
    silent: () => byFetch && setStatus("reconnecting"),
    next: (afresh) => (afresh ? again() : pump()),
    finish,
  });

  connect();
})();
