// The Animate room: how long, how many frames, how large, which file and through which pictures; what that will take; the loop itself.
(() => {
  "use strict";
  const { hueprint } = window;
  const { rooms, state, clips, phase, throughLooks, passage, radioKeys, radioShow } = hueprint;
  const { inWords } = hueprint.waiting;
  const STANDARD = { seconds: 4, fps: 24, side: 720, format: "mp4", hold: 0.3 };
  const GIF_FPS = 50;
  const REST = 700;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");

  let panel = null;
  let options = { ...STANDARD };
  let job = null;
  let made = null; // {told, url, name, thumbnail}
  let known = ""; // the wish whose estimate is shown
  let asking = null;
  let timer = 0;

  const part = (selector) => panel.querySelector(selector);
  const range = (name) => part(`#animate-${name}`);
  const inRoom = () => rooms.now === "animate";

  // As large as asked, in the picture's own shape, with even sides: what every player takes.
  function size(longer) {
    const [width, height] = state.now.size;
    const scale = longer / Math.max(width, height);
    const { minSide } = state.offer.limits;
    return [width, height].map((side) => Math.max(minSide, 2 * Math.round((side * scale) / 2)));
  }

  // The whole recipe of the picture in hand, and how it moves.
  function wish(now = state.now, side = options.side) {
    const { seconds, fps, format, hold } = options;
    const looks = throughLooks.recipes;
    const photo = now.photo ? { photo: now.photo.sha256 } : {};
    return { recipe: hueprint.recipe.of(now), ...photo, seconds, fps, format, size: size(side), ...(looks.length ? { looks, hold } : {}) };
  }

  // ---- what it will take

  function say(text, isWrong = false) {
    part("#animate-estimate").textContent = text;
    part("#animate-estimate").classList.toggle("hp-error", isWrong);
  }

  async function estimate() {
    if (!inRoom() || job || document.hidden) return;
    if (phase.playing) return soon();
    const asked = wish({ ...state.now, phase: 0 }); // the moment that it begins at changes nothing about it
    const key = JSON.stringify(asked);
    if (key === known) return;
    known = key;
    asking?.abort();
    const mine = (asking = new AbortController());
    if (!part("#animate-estimate").textContent) say("Working out how long it takes…");
    try {
      const { frames, seconds, wait, size: [width, height] } = await clips.estimate(asked, mine.signal);
      const queue = wait > 2 ? `, after ${inWords(wait)} in line` : "";
      if (mine === asking) say(`${width} × ${height}, ${frames} frames: about ${inWords(seconds)} to make${queue}.`);
    } catch (error) {
      if (mine === asking && error.name !== "AbortError") say(error.message, true);
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(estimate, REST);
  }

  // ---- making it

  const nameOf = (value) => (typeof value === "string" ? value : Object.keys(value ?? {}).join("-"));

  function fileName({ recipe, size: [width, height], format }) {
    const { theme, style, seed } = recipe.preferences;
    return `hueprint-${nameOf(theme ?? "photo")}-${nameOf(style)}-${seed}-${width}x${height}.${format}`;
  }

  function progress(share) {
    const percent = Math.round(100 * share);
    part("#animate-progress").setAttribute("aria-valuenow", String(percent));
    part("#animate-progress i").style.width = `${percent}%`;
  }

  function busy(on) {
    part("#animate-make").hidden = on;
    part(".hp-an-making").hidden = !on;
    progress(0);
  }

  async function make() {
    if (job) return;
    phase.play(false);
    passage.end();
    asking?.abort();
    const thumbnail = hueprint.kept.thumbnail();
    job = clips.make(wish(), progress);
    busy(true);
    try {
      const came = await job.done;
      if (came) showResult({ ...came, thumbnail });
    } catch (error) {
      hueprint.say(error.message, { error: true });
    } finally {
      const had = panel.contains(document.activeElement) || document.activeElement === document.body;
      job = null;
      busy(false);
      if (had && inRoom()) part(made ? "#animate-download" : "#animate-make").focus({ preventScroll: true });
      known = "";
      soon();
    }
  }

  function showResult({ told, blob, thumbnail }) {
    if (made) URL.revokeObjectURL(made.url);
    made = { told, url: URL.createObjectURL(blob), name: fileName(told), thumbnail };
    const isVideo = blob.type.startsWith("video/");
    const [video, image] = [part("video"), part("#animate-result img")];
    video.hidden = !isVideo;
    image.hidden = isVideo;
    video.removeAttribute("src");
    image.removeAttribute("src");
    // Where motion is not wanted, a video stands until it is played, and a picture that moves by itself is shown at rest.
    video.autoplay = !isStill.matches;
    if (isVideo) video.src = made.url;
    else image.src = isStill.matches ? thumbnail : made.url;
    const { on_palette_share: share } = told.fidelity;
    const weight = blob.size < 1e6 ? `${Math.round(blob.size / 1e3)} KB` : `${(blob.size / 1e6).toFixed(1)} MB`;
    part("figcaption").textContent = `${told.size.join(" × ")}, ${told.recipe.motion.seconds} s, ${weight}, ${(100 * share).toFixed(1)}% on palette`;
    part("#animate-keep").disabled = false;
    part("#animate-result").hidden = false;
    part("#animate-result").scrollIntoView({ block: "nearest" });
  }

  const download = () => Object.assign(document.createElement("a"), { href: made.url, download: made.name }).click();

  function keep() {
    const { told, thumbnail } = made;
    const words = hueprint.kept.add({ recipe: told.recipe, url: told.image_url, name: told.name, thumbnail }, told);
    part("#animate-keep").disabled = true;
    hueprint.say(words, { link: told.image_url ? { text: "Open", href: told.image_url } : null });
  }

  // ---- the options

  function show() {
    for (const name of ["seconds", "hold"]) {
      const { min, max } = range(name);
      range(name).value = options[name];
      range(name).style.setProperty("--at", (options[name] - min) / (max - min));
      range(name).parentElement.querySelector("output").textContent = name === "seconds" ? `${options[name]} s` : `${Math.round(100 * options[name])}%`;
    }
    for (const name of ["fps", "side", "format"]) radioShow(range(name), ({ dataset }) => dataset.value === String(options[name]));
    for (const button of range("fps").children) button.disabled = options.format === "gif" && Number(button.dataset.value) > GIF_FPS;
    range("hold").parentElement.hidden = !throughLooks.recipes.length;
    passage.end();
    passage.offered = throughLooks.recipes.length > 0;
    const clip = passage.offered ? "passage" : "loop";
    part("#animate-make").textContent = `Make the ${clip}`;
    document.getElementById("animate-play").title = `Play the ${clip} live`;
    document.getElementById("animate-phase").setAttribute("aria-label", `Moment of the ${clip}`);
    phase.refresh();
    soon();
  }

  function choose(patch) {
    options = { ...options, ...patch };
    if (options.format === "gif" && options.fps > GIF_FPS) options.fps = 30;
    hueprint.memory.set("animate", options);
    show();
  }

  // Anybody may have written into storage.
  function remembered() {
    const stored = hueprint.memory.get("animate") ?? {};
    const offered = (name) => [...range(name).children].map(({ dataset }) => dataset.value);
    const within = (name) => Number.isFinite(stored[name]) && stored[name] >= Number(range(name).min) && stored[name] <= Number(range(name).max);
    const good = (name) => (["seconds", "hold"].includes(name) ? within(name) : offered(name).includes(String(stored[name])));
    return { ...STANDARD, ...Object.fromEntries(Object.keys(STANDARD).filter(good).map((name) => [name, stored[name]])) };
  }

  function bind() {
    for (const name of ["seconds", "hold"]) range(name).addEventListener("input", ({ target }) => choose({ [name]: target.valueAsNumber }));
    for (const name of ["fps", "side", "format"]) {
      const take = ({ dataset: { value }, disabled }) => disabled || choose({ [name]: name === "format" ? value : Number(value) });
      range(name).addEventListener("click", ({ target }) => target.closest("button") && take(target.closest("button")));
      radioKeys(range(name), take);
    }
    part("#animate-make").addEventListener("click", make);
    part("#animate-cancel").addEventListener("click", () => job?.cancel());
    part("#animate-download").addEventListener("click", download);
    part("#animate-keep").addEventListener("click", keep);
  }

  rooms.add({
    id: "animate",
    mount(stage, itsPanel) {
      panel = itsPanel;
      options = remembered();
      phase.mount(() => options.seconds);
      throughLooks.mount(show);
      passage.mount((side) => wish(state.now, side), () => options.seconds);
      bind();
      show();
      state.watch("animate", () => {
        passage.end();
        soon();
      });
    },
    enter() {
      throughLooks.draw();
      show();
    },
    leave() {
      phase.play(false);
      passage.end();
    },
  });
})();
