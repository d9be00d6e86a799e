// The photo room: a photograph in place of the theme, painted like everything else; its own sliders; and the photograph itself over it.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  const { rooms, state, memory, photos, slider, radioKeys, radioShow } = hueprint;
  const OWN = { light: 0.5, colour: 0.5, recolour: false };
  const AREA = 1620 * 1080;
  const REACH = 1.5; // of the camera: engine/backends/studio.py
  let stage = null;
  let panel = null;
  let original = null;
  let shows = [];
  let cut = 0;
  let isFirst = false; // a photograph has come and nothing is painted from it yet: it is seen itself

  const inRoom = () => rooms.now === "photo";
  const pictureIn = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/")) ?? transfer?.files?.[0];

  // Its own shape, about as many pixels as a picture has, within what may be painted.
  function sizeOf({ width, height }) {
    const { minSide, maxSide, aspect } = state.offer.limits;
    const shape = Math.min(aspect, Math.max(1 / aspect, width / height));
    const side = (value) => Math.min(maxSide, Math.max(minSide, Math.round(value)));
    return [side(Math.sqrt(AREA * shape)), side(Math.sqrt(AREA / shape))];
  }

  function toldOf({ width, height }, before, [wide, high]) {
    if (String(before) === String([wide, high])) return "";
    const larger = width * height < wide * high ? `, larger than the photograph's ${width} × ${height}` : "";
    return `The picture has the photograph's shape now: ${wide} × ${high} pixels${larger}.`;
  }

  // The size that there was before the photograph, where nobody has chosen another since.
  function sizeBefore() {
    const { photo, size } = state.now;
    const own = photos.get(photo.sha256);
    const before = memory.get("theme-size");
    const { minSide, maxSide } = state.offer.limits;
    const isOne = Array.isArray(before) && before.length === 2 && before.every((side) => Number.isInteger(side) && side >= minSide && side <= maxSide);
    return isOne && own && String(sizeOf(own)) === String(size) ? { size: before } : {};
  }

  async function take(file) {
    stage.querySelector(".hp-photo").setAttribute("aria-busy", "true");
    const url = URL.createObjectURL(file);
    first(url);
    try {
      const photo = await photos.load(file);
      const { edits, size } = state.now;
      const own = sizeOf(photo);
      if (!state.now.photo) memory.set("theme-size", size);
      state.change({ photo: { ...OWN, ...state.now.photo, sha256: photo.sha256 }, size: own, edits: [] });
      hueprint.say([edits.length && "The edits stay with the picture before; Undo has it again.", toldOf(photo, size, own)].filter(Boolean).join(" "));
      if (hueprint.live.isSettled) first(""); // it was there already
    } catch (error) {
      first("");
      hueprint.say(error.message, { error: true });
    } finally {
      URL.revokeObjectURL(url);
      stage.querySelector(".hp-photo").removeAttribute("aria-busy");
    }
  }

  photos.take = take;

  const change = (patch, tag = null, how = {}) => state.now.photo && state.change({ photo: { ...state.now.photo, ...patch } }, tag && `photo-${tag}`, how);
  function remove() {
    state.change({ photo: null, ...sizeBefore() });
    document.querySelector(inRoom() ? "#photo-choose" : '#theme .hp-tiles [tabindex="0"]').focus({ preventScroll: true });
  }

  function compare(to) {
    cut = to;
    original.style.setProperty("--photo-cut", isFirst ? "0%" : `${100 - 100 * cut}%`);
    original.hidden = !isFirst && (cut === 0 || !state.now.photo);
  }

  // Seen at once, until the first picture of it is painted; "": no longer.
  function first(url) {
    isFirst = Boolean(url);
    document.getElementById("figures").classList.toggle("hp-of-another", isFirst);
    const own = state.now.photo && photos.get(state.now.photo.sha256);
    if (url || own) original.src = url || own.url;
    compare(cut);
  }

  function painted({ detail }) {
    const { photo } = detail.recipe.preferences;
    if (isFirst && photo && photo.sha256 === state.now.photo?.sha256) first("");
  }

  function show(now, before) {
    if (before && !now.photo && !before.photo) return;
    const photo = now.photo && photos.get(now.photo.sha256);
    document.getElementById("studio").classList.toggle("hp-with-photo", Boolean(now.photo));
    document.getElementById("studio").classList.toggle("hp-colours-only", Boolean(now.photo?.recolour));
    stage.querySelector(".hp-photo-compare span").textContent = now.photo?.recolour ? "Recoloured" : "Painted";
    panel.querySelector("section").hidden = !now.photo;
    stage.querySelector(".hp-photo").classList.toggle("hp-has", Boolean(now.photo));
    stage.querySelector("#photo-compare").disabled = !photo;
    if (!now.photo) {
      compare(0);
      return;
    }
    for (const [name, shown] of shows) if (now.photo[name] !== before?.photo?.[name]) shown(now.photo[name]);
    radioShow(panel.querySelector("#photo-way"), ({ dataset }) => (dataset.way === "colours") === now.photo.recolour);
    if (photo) {
      for (const image of [...(isFirst ? [] : [original]), panel.querySelector("img")]) if (image.src !== photo.url) image.src = photo.url;
    }
    original.style.setProperty("--photo-zoom", 2 ** (REACH * (now.knobs.scale - 0.5)));
    compare(Number(stage.querySelector("#photo-compare").value) / 100);
  }

  function bindSliders() {
    shows = ["light", "colour"].map((name) => {
      const row = panel.querySelector(`#photo-${name}`);
      const label = row.querySelector("label").textContent;
      const current = () => state.now.photo?.[name] ?? OWN[name];
      return [name, slider(row, { label, standard: OWN[name], current, take: (value, tag = null, how = {}) => change({ [name]: value }, tag && name, how) })];
    });
    const ways = panel.querySelector("#photo-way");
    const become = ({ dataset }) => change({ recolour: dataset.way === "colours" });
    ways.addEventListener("click", ({ target }) => target.dataset.way && become(target));
    radioKeys(ways, become);
    panel.querySelector("#photo-remove").addEventListener("click", remove);
  }

  function bindStage() {
    for (const input of stage.querySelectorAll(".hp-photo input[type=file]")) {
      input.addEventListener("change", () => {
        if (input.files[0]) take(input.files[0]);
        input.value = "";
      });
    }
    for (const [button, input] of [["#photo-choose", "#photo-file"], ["#photo-take", "#photo-camera"]]) {
      stage.querySelector(button).addEventListener("click", () => stage.querySelector(input).click());
    }
    stage.querySelector("#photo-compare").addEventListener("input", ({ target }) => compare(target.valueAsNumber / 100));
  }

  // Over the live picture, in its frame, and under the guides.
  function layOver() {
    original?.remove();
    original = document.createElement("img");
    Object.assign(original, { className: "hp-original", alt: "", hidden: true });
    document.querySelector("#preview .hp-detail").after(original);
  }

  // In this room a picture dropped or pasted is a photograph; elsewhere it gives its colours or its settings.
  function arrive(event, transfer) {
    const file = inRoom() && pictureIn(transfer);
    if (!file) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(file);
  }
  window.addEventListener("drop", (event) => arrive(event, event.dataTransfer), { capture: true });
  window.addEventListener("paste", (event) => arrive(event, event.clipboardData), { capture: true });

  rooms.add({
    id: "photo",
    mount(itsStage, itsPanel) {
      [stage, panel] = [itsStage, itsPanel];
      layOver();
      bindSliders();
      bindStage();
      state.watch("photo", show, ["photo", "knobs"]);
      document.addEventListener("hueprint:frame", painted);
      document.addEventListener("hueprint:error", () => isFirst && first(""));
    },
    enter: () => compare(cut),
    leave() {
      stage.querySelector("#photo-compare").value = 0;
      compare(0);
    },
  });
})();
