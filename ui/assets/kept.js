// The strip of kept pictures: recipes and small thumbnails in this browser's own storage, newest first.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.kept) return;
  const { state, link, onMount, titleOf } = hueprint;
  const SHELF = "hueprint.kept.1";
  const MOST = 60;
  const SIDE = 144;
  let pictures = null;

  // Anybody may have written into storage, an older studio too: what has no theme or style is left out.
  const isNamed = (value) => typeof value === "string" || Object.keys(value ?? {}).length > 0;
  const isPicture = (item) => isNamed(item?.recipe?.preferences?.theme) && isNamed(item.recipe.preferences.style) && typeof item.thumbnail === "string";

  function load() {
    try {
      const found = JSON.parse(localStorage.getItem(SHELF) || "[]");
      return Array.isArray(found) ? found.filter(isPicture).slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  // Another tab of this browser may have kept something since: what is stored is read again before it is written.
  function store(edit) {
    pictures = edit(load()).slice(0, MOST);
    try {
      localStorage.setItem(SHELF, JSON.stringify(pictures));
    } catch {
      hueprint.say("This browser's storage is full, so the list will not outlive this page; the kept files are safe.", { error: true });
    }
    draw();
  }

  // Only addresses of the web open: whatever else stands in storage stays text.
  const opens = (url) => {
    try {
      return ["http:", "https:"].includes(new URL(url, location.href).protocol);
    } catch {
      return false;
    }
  };

  function drop(picture) {
    const at = pictures.indexOf(picture);
    store((all) => all.filter((other) => other.id !== picture.id));
    const undo = () => store((all) => [...all.slice(0, at), picture, ...all.slice(at).filter((other) => other.id !== picture.id)]);
    hueprint.say("Taken off the list; the kept file stays.", { undo });
  }

  function tile(template, picture) {
    const item = template.content.firstElementChild.cloneNode(true);
    const [recall, open, forget] = item.querySelectorAll("button, a");
    const { theme, style, seed } = picture.recipe.preferences;
    item.dataset.id = picture.id;
    recall.title = `${titleOf("theme", theme)} in ${titleOf("style", style)}, seed ${seed}: bring its settings back`;
    recall.setAttribute("aria-label", recall.title);
    if (picture.thumbnail.startsWith("data:image/")) recall.firstElementChild.src = picture.thumbnail;
    recall.addEventListener("click", () => state.change(link.stateOf(picture.recipe) || {}));
    if (picture.url && opens(picture.url)) open.href = picture.url;
    else open.remove();
    forget.addEventListener("click", () => drop(picture));
    return item;
  }

  // A hand on the strip stays on its picture; once that is gone, on the one in its place; on Keep when none is left.
  function holdFocus(list) {
    const held = document.activeElement.closest?.("#kept li");
    if (!held || !list.contains(held)) return () => {};
    const at = [...list.children].indexOf(held);
    const control = document.activeElement.className;
    return () => {
      const items = [...list.children];
      const item = items.find(({ dataset }) => dataset.id === held.dataset.id) ?? items[Math.min(at, items.length - 1)];
      const goal = item?.getElementsByClassName(control)[0] ?? item?.firstElementChild ?? document.getElementById("save");
      goal.focus({ preventScroll: !item });
    };
  }

  function draw() {
    const root = document.getElementById("kept");
    if (!root) return;
    const list = root.querySelector("ul");
    const template = root.querySelector("template");
    const focus = holdFocus(list);
    list.replaceChildren(...pictures.map((picture) => tile(template, picture)));
    root.querySelector(".hp-empty").hidden = pictures.length > 0;
    focus();
  }

  function thumbnail() {
    const canvas = document.querySelector("#preview canvas");
    const scale = SIDE / Math.max(canvas.width, canvas.height);
    const small = Object.assign(document.createElement("canvas"), { width: Math.round(canvas.width * scale), height: Math.round(canvas.height * scale) });
    const brush = small.getContext("2d");
    brush.imageSmoothingQuality = "high";
    brush.drawImage(canvas, 0, 0, small.width, small.height);
    return small.toDataURL("image/jpeg", 0.85);
  }

  hueprint.kept = {
    thumbnail,
    add: (picture) => store((all) => [{ id: crypto.getRandomValues(new Uint32Array(2)).join("-"), ...picture }, ...all]),
  };

  window.addEventListener("storage", (event) => {
    if (event.key !== SHELF) return;
    pictures = load();
    draw();
  });

  onMount(() => {
    pictures = load();
    draw();
  });
})();
