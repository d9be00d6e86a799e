// The kept pictures: recipes and small thumbnails in this browser's own storage, newest first, with stars.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.kept) return;
  const { state, recipe, strip, onMount } = hueprint;
  const MOST = 300;
  const SIDE = 240;

  const left = () => hueprint.say(`The library holds ${MOST} pictures: the oldest without a star has made way. The studio still has its file.`);
  const shelf = hueprint.shelf("kept", { most: MOST, left });

  // Only addresses of the web open: whatever else stands in storage stays text.
  const opens = (url) => {
    try {
      return ["http:", "https:"].includes(new URL(url, location.href).protocol);
    } catch {
      return false;
    }
  };

  // Links expire. What was kept here has its recipe, and for that the studio gives a new one.
  const holds = (url) => {
    const { origin, searchParams } = new URL(url, location.href);
    return origin === location.origin && (!searchParams.has("until") || 1000 * Number(searchParams.get("until")) > Date.now() + 5000);
  };

  async function reopen(picture) {
    const body = JSON.stringify({ recipe: picture.recipe });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`pictures/${encodeURIComponent(picture.name)}`, { method: "POST", headers, body }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok && opens(told.image_url)) window.open(told.image_url, "_blank", "noopener");
    else hueprint.say(told?.error?.message || "The studio cannot be reached; the picture is still kept.", { error: true });
  }

  function drop(id) {
    const picture = shelf.get(id);
    shelf.remove(id);
    hueprint.say("Taken off the list; the kept file stays.", { undo: () => shelf.put(picture) });
  }

  const star = (id) => shelf.put({ ...shelf.get(id), starred: !shelf.get(id).starred });

  function make(picture) {
    const item = document.querySelector("#kept template").content.firstElementChild.cloneNode(true);
    const [recall, open, starred, forget] = item.querySelectorAll("button, a");
    item.dataset.id = picture.id;
    recall.title = `${strip.called(picture)}: bring its settings back`;
    recall.setAttribute("aria-label", recall.title);
    if (picture.thumbnail.startsWith("data:image/")) recall.firstElementChild.src = picture.thumbnail;
    recall.addEventListener("click", () => state.change(recipe.stateOf(picture.recipe) ?? {}));
    if (picture.url && opens(picture.url)) open.href = picture.url;
    else open.remove();
    starred.addEventListener("click", () => star(picture.id));
    open.addEventListener("click", (event) => {
      if (!picture.name || holds(picture.url)) return;
      event.preventDefault();
      reopen(picture);
    });
    forget.addEventListener("click", () => drop(picture.id));
    return item;
  }

  function show(item, { starred }) {
    item.querySelector(".hp-star").setAttribute("aria-pressed", String(Boolean(starred)));
    item.classList.toggle("hp-starred", Boolean(starred));
  }

  hueprint.kept = {
    shelf,
    thumbnail: () => strip.thumbnail(SIDE),
    add: (picture) => shelf.put(picture),
  };

  onMount(() => {
    const list = document.querySelector("#strip-kept ul");
    const draw = strip(list, { make, show, lost: () => document.getElementById("save") });
    hueprint.strips.add("kept", shelf, draw);
  });
})();
