// Match a reference: up to six pictures, held by the studio for as long as they stand here; what comes of them, beside the photograph.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  const { state, recipe, photos, radioKeys, radioShow, onMount } = hueprint;
  const MOST = 6;
  const LARGEST = 20 * 2 ** 20;
  const THUMBNAIL = 240;

  let sheet = null;
  let references = []; // {file, url, handle, figure}
  let from = "photo";
  let job = null;
  let result = null; // {blob, recipe, photo: the url of what it was made from, or ""}
  let last = {}; // {key: what was asked for, seed}
  let shownUrl = "";
  let called = ""; // what the button that opens it says at rest

  const one = (selector) => sheet.querySelector(selector);
  const photo = () => state.now.photo && photos.get(state.now.photo.sha256);

  function say(text, isError = false) {
    one(".hp-match-told").textContent = text;
    one(".hp-match-told").classList.toggle("hp-error", isError);
  }

  async function hold(reference) {
    const type = reference.file.type.startsWith("image/") ? reference.file.type : "application/octet-stream";
    const answer = await fetch("photos", { method: "POST", headers: { "Content-Type": type }, body: reference.file }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (!told?.photo) throw new Error(told?.error?.message ?? "The studio cannot be reached just now; try again.");
    reference.handle = told.photo;
  }

  function remove(reference) {
    references = references.filter((other) => other !== reference);
    reference.figure.remove();
    URL.revokeObjectURL(reference.url);
    if (reference.handle) fetch(`photos/${reference.handle}`, { method: "DELETE" }).catch(() => {});
    draw();
    one("#match-add").focus();
  }

  function figureOf(reference) {
    const figure = document.createElement("figure");
    const image = Object.assign(document.createElement("img"), { src: reference.url, alt: reference.file.name || "A reference" });
    const button = Object.assign(document.createElement("button"), { type: "button", title: "Take it away" });
    button.setAttribute("aria-label", `Take ${image.alt} away`);
    button.append(one(".hp-sheet-close svg").cloneNode(true));
    button.addEventListener("click", () => remove(reference));
    figure.append(image, button);
    return figure;
  }

  async function add(files) {
    for (const file of files) {
      if (references.length >= MOST) return say(`Six references are the most; take one away first.`, true);
      if (file.size > LARGEST) {
        say("This picture is larger than 20 MB; choose a smaller one.", true);
        continue;
      }
      const reference = { file, url: URL.createObjectURL(file), handle: "" };
      reference.figure = figureOf(reference);
      reference.figure.setAttribute("aria-busy", "true");
      references.push(reference);
      one("#match-add").before(reference.figure);
      draw();
      try {
        await hold(reference);
        say("");
      } catch (error) {
        remove(reference);
        say(error.message, true);
      }
      reference.figure.removeAttribute("aria-busy");
      draw();
    }
    return undefined;
  }

  function choose(what) {
    from = what === "photo" && photo() ? "photo" : "references";
    radioShow(one("[role=radiogroup]"), ({ dataset }) => dataset.from === from);
    draw();
  }

  function draw() {
    const withPhoto = from === "photo";
    one("[data-from=photo]").disabled = !photo();
    one(".hp-match-content").hidden = !withPhoto;
    one(".hp-match-shape").hidden = withPhoto;
    one("#match-add").hidden = references.length >= MOST;
    one(".hp-match-count").textContent = `${references.length} of ${MOST}`;
    one("#match-start").disabled = !references.length || references.some(({ handle }) => !handle);
    if (sheet.dataset.status === "idle" && photo()) showPicture(photo().url);
  }

  function showPicture(source) {
    const image = one(".hp-match-now");
    image.hidden = !source;
    if (!source || image.src === source) return;
    const old = shownUrl;
    shownUrl = source.startsWith("blob:") && source !== photo()?.url ? source : "";
    image.src = source;
    if (old) setTimeout(() => URL.revokeObjectURL(old), 1000);
  }

  function compare() {
    const at = one("#match-compare").valueAsNumber;
    const before = one(".hp-match-before");
    before.hidden = at === 0 || !result?.photo;
    one("figure").style.setProperty("--match-cut", `${100 - at}%`);
    one("#match-compare").style.setProperty("--at", at / 100);
  }

  // The longer side as chosen, in the photograph's shape or the one that is asked for; undefined: the reference's own.
  function sizeOf() {
    const longer = Number(one("#match-size").value);
    const own = from === "photo" ? photo() : null;
    const first = references[0].figure.querySelector("img");
    const aspect = own ? own.width / own.height : Number(one("#match-shape").value) || first.naturalWidth / first.naturalHeight || 1;
    return aspect >= 1 ? [longer, Math.max(64, Math.round(longer / aspect))] : [Math.max(64, Math.round(longer * aspect)), longer];
  }

  function wish(seed) {
    const { palette, background, accent } = recipe.of(state.now).preferences;
    const told = Object.fromEntries(Object.entries({ palette, background, accent }).filter(([, value]) => value));
    return {
      references: references.map(({ handle }) => handle),
      ...(from === "photo" ? { photo: photos.handle(state.now.photo.sha256), content: one("#match-content").valueAsNumber } : {}),
      size: sizeOf(),
      seed,
      ...(one("#match-palette").checked ? told : {}),
    };
  }

  // Its button, which is what is left of it in the room while the sheet is shut, says how long it will be.
  function opens(text) {
    const button = document.getElementById("match-open");
    if (button.textContent !== text) button.textContent = text;
  }

  function status(name) {
    sheet.dataset.status = name;
    opens(name === "running" ? "Matching…" : called);
    one("#match-start").textContent = name === "done" ? "Match again" : "Match";
    one(".hp-match-progress").hidden = name !== "running";
    one(".hp-match-compare").hidden = name !== "done" || !result?.photo;
    document.getElementById("match-open").setAttribute("aria-busy", String(name === "running"));
  }

  function grows(part, left, blob, ahead) {
    const bar = one(".hp-match-progress");
    bar.style.setProperty("--match-part", part);
    bar.setAttribute("aria-valuenow", String(Math.round(100 * part)));
    const time = !ahead && left > 1 ? hueprint.waiting.inWords(left) : "";
    say(ahead ? `${ahead} before this one…` : time ? `About ${time} left` : "Nearly done…");
    opens(`Matching… ${time}`.trim());
    if (blob) showPicture(URL.createObjectURL(blob));
  }

  // What the studio has forgotten is sent again, once.
  async function renewed() {
    const own = from === "photo" ? photos.renew(state.now.photo.sha256) : true;
    await Promise.all([own, ...references.map(hold)]);
  }

  async function start(seed, isLast = false) {
    if (job) return undefined;
    result = null;
    one("#match-compare").value = 0;
    compare();
    status("running");
    grows(0, 0, null, 0);
    say("Matching…");
    const key = JSON.stringify(wish(0));
    job = hueprint.matchJob(wish(seed), { grows });
    try {
      const { blob, recipe: made } = await job.ended;
      last = { key, seed };
      result = { blob, recipe: made, photo: from === "photo" ? photo()?.url ?? "" : "", job };
      showPicture(URL.createObjectURL(blob));
      if (result.photo) one(".hp-match-before").src = result.photo;
      say("");
      status("done");
      if (sheet.open && !sheet.querySelector(":focus:not([hidden] *)")?.checkVisibility()) one("#match-keep").focus();
      if (!sheet.open) hueprint.say("The matched picture is ready.", { offer: { text: "Look", take: open } });
    } catch (error) {
      status("idle");
      job = null;
      if (error.code === "photo_forgotten" && !isLast) {
        await renewed().catch(() => {});
        return start(seed, true);
      }
      say(error.message || "Called off.", Boolean(error.message));
      if (!sheet.open) hueprint.say(error.message, { error: true });
      draw();
    }
    job = null;
    return undefined;
  }

  async function thumbnail(blob) {
    const bitmap = await createImageBitmap(blob);
    const by = THUMBNAIL / Math.max(bitmap.width, bitmap.height);
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width * by, height: bitmap.height * by });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85);
  }

  async function keep() {
    const button = one("#match-keep");
    button.setAttribute("aria-busy", "true");
    try {
      const [told, small] = [await result.job.keep(), await thumbnail(result.blob)];
      const words = hueprint.kept.add({ recipe: told.recipe, url: told.image_url, name: told.name, thumbnail: small }, told);
      await photos.load(result.blob, told.recipe.preferences).catch(() => {}); // so that it opens; else it is fetched then
      say(words);
    } catch (error) {
      say(error.message, true);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  async function use() {
    sheet.close();
    await photos.take(new File([result.blob], "matched.png", { type: "image/png" }));
  }

  // The same once more is another picture; with other wishes it is this one, changed.
  function again() {
    const isSame = last.key === JSON.stringify(wish(0));
    start(isSame ? Math.floor(Math.random() * 2 ** 31) : last.seed ?? state.now.seed);
  }

  function open() {
    if (sheet.dataset.status === "idle") choose("photo");
    sheet.showModal();
    draw();
  }

  function bind() {
    document.getElementById("match-open").addEventListener("click", open);
    one("[data-close]").addEventListener("click", () => sheet.close());
    one("#match-add").addEventListener("click", () => one("#match-files").click());
    one("#match-files").addEventListener("change", ({ target }) => {
      add([...target.files]);
      target.value = "";
    });
    const segments = one("[role=radiogroup]");
    segments.addEventListener("click", ({ target }) => target.closest("button") && choose(target.closest("button").dataset.from));
    radioKeys(segments, (button) => choose(button.dataset.from));
    one("#match-content").addEventListener("input", ({ target }) => target.style.setProperty("--at", target.value));
    one("#match-compare").addEventListener("input", compare);
    one("#match-start").addEventListener("click", again);
    one("#match-cancel").addEventListener("click", () => job?.cancel());
    one("#match-keep").addEventListener("click", keep);
    one("#match-use").addEventListener("click", use);
    compare();
  }

  // While the sheet is open, what is dropped or pasted is a reference.
  function arrive(event, transfer) {
    const files = sheet?.open ? [...(transfer?.files ?? [])] : [];
    if (!files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    add(files);
  }
  window.addEventListener("drop", (event) => arrive(event, event.dataTransfer), { capture: true });
  window.addEventListener("paste", (event) => arrive(event, event.clipboardData), { capture: true });
  window.addEventListener("pagehide", () => job?.cancel());

  onMount(() => {
    sheet = document.getElementById("match");
    called = document.getElementById("match-open").textContent;
    bind();
    state.watch("match", () => sheet.open && draw());
  });
})();
