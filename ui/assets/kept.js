// The kept pictures: recipes and small thumbnails in this browser's own storage, newest first, with stars.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.kept) return;
  const { state, recipe, strip, onMount } = hueprint;
  const MOST = 300;
  const SIDE = 240;
  const KEPT = { local: "Kept in this studio's folder of pictures.", cloud: "Kept in the cloud." };

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

  async function linkOf(picture) {
    if (!picture.name || holds(picture.url)) return picture.url;
    const body = JSON.stringify({ recipe: picture.recipe });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`pictures/${encodeURIComponent(picture.name)}`, { method: "POST", headers, body }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok && opens(told.image_url)) return told.image_url;
    throw new Error(told?.error?.message || "The studio cannot be reached; the picture is still kept.");
  }

  const told = (error) => hueprint.say(error.message, { error: true });

  // The file as it was kept.
  async function fileOf(picture, signal) {
    const answer = await fetch(await linkOf(picture), { signal }).catch((error) => {
      if (error.name === "AbortError") throw error;
    });
    if (!answer?.ok) throw new Error("The kept file of this picture cannot be had just now; try again.");
    return answer.blob();
  }

  // Whether the photograph that a picture is of, if it is of one, is at hand: a matched one is its own.
  const isHere = ({ recipe: { preferences } }) => !preferences.photo || Boolean(hueprint.photos.made(preferences) || hueprint.photos.get(preferences.photo.sha256));

  // Puts it at hand. Rejects with a sentence where there is none.
  async function bring(picture) {
    const { photos } = hueprint;
    const { preferences } = picture.recipe;
    if (!preferences.photo) return;
    await photos.ready;
    if (isHere(picture)) return;
    if (!preferences.photo.match) throw new Error("This browser no longer has the photograph of that picture; choose it again in Photo, and the picture opens.");
    await photos.load(await fileOf(picture), preferences);
  }

  const recall = (picture) => bring(picture).then(() => state.change(recipe.stateOf(picture.recipe) ?? {}), told);

  function drop(id) {
    const picture = shelf.get(id);
    shelf.remove(id);
    hueprint.say("Taken off the list; the kept file stays.", { undo: () => shelf.put(picture) });
  }

  // The same picture in the same kind of file, kept again, is one: it stays where it is, under the name others know it by.
  const kind = ({ name }) => name?.split(".").at(-1);
  const isSame = (one, other) => kind(one) === kind(other) && JSON.stringify(one.recipe) === JSON.stringify(other.recipe);

  // -> what to tell of it.
  function add(picture, { notice, where } = {}) {
    const before = shelf.items.find((other) => isSame(other, picture));
    shelf.put({ ...before, ...picture });
    return notice || (before ? "It is among your kept pictures already." : KEPT[where] || "Kept.");
  }

  const star = (id) => shelf.put({ ...shelf.get(id), starred: !shelf.get(id).starred });

  function make(picture) {
    const item = document.querySelector("#kept template").content.firstElementChild.cloneNode(true);
    const [recaller, open, starred, forget] = item.querySelectorAll("button, a");
    item.dataset.id = picture.id;
    recaller.title = `${strip.called(picture)}: bring its settings back`;
    recaller.setAttribute("aria-label", recaller.title);
    if (picture.thumbnail.startsWith("data:image/")) recaller.firstElementChild.src = picture.thumbnail;
    recaller.addEventListener("click", () => recall(picture));
    if (picture.url && opens(picture.url)) open.href = picture.url;
    else open.remove();
    starred.addEventListener("click", () => star(picture.id));
    open.addEventListener("click", (event) => {
      if (!picture.name || holds(picture.url)) return;
      event.preventDefault();
      linkOf(picture).then((url) => window.open(url, "_blank", "noopener"), told);
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
    add,
    counted: (count) => (count === 1 ? "1 picture" : `${count} pictures`),
    isHere,
    bring,
    recall,
    fileOf,
  };

  onMount(() => {
    const list = document.querySelector("#strip-kept ul");
    const draw = strip(list, { make, show, lost: () => document.getElementById("save") });
    hueprint.strips.add("kept", shelf, draw);
  });
})();
