// What is dropped, pasted or opened: a picture made here, or its sidecar, gives its settings back; a file of palettes joins one's own; any
// other picture or palette file gives its colours.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.takeFile) return;
  const { onMount } = hueprint;
  const { sayOf } = hueprint.paletteSources;
  const MOST_SIDECAR = 256 * 1024;
  const LEAST_PICTURE = 12; // bytes
  const UNREACHED = "The studio cannot be reached just now; try again.";

  // {recipe}, or {error: a sentence}, or null when there is none in it.
  async function recipeIn(notes) {
    const answer = await fetch("recipe", { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: notes }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok) return told?.recipe ? told : null;
    if (told?.error?.code === "unreadable_picture") return null;
    return { error: told?.error?.message ?? UNREACHED };
  }

  // A sidecar is a recipe, or an answer of the API that holds one. Other JSON, such as a list of colours, is none.
  async function sidecar(file) {
    if (file.size > MOST_SIDECAR || !/\.json$/i.test(file.name)) return null;
    try {
      const data = JSON.parse(await file.text());
      const recipe = data?.recipe ?? data;
      return recipe?.preferences ? new Blob([JSON.stringify(recipe)]) : null;
    } catch {
      return null;
    }
  }

  async function take(file) {
    if (hueprint.rooms.now === "photo" && file.type.startsWith("image/")) return hueprint.photos.take(file); // as what is dropped there
    const notes = (file.size < LEAST_PICTURE ? null : await hueprint.pictureNotes(file)) ?? (await sidecar(file));
    const found = notes && (await recipeIn(notes));
    if (found?.error) return sayOf(file, found.error);
    if (found) return hueprint.arrival.open(found.recipe, file);
    return (await hueprint.paletteMine.take(file)) || hueprint.paletteSources.extract(file);
  }

  hueprint.takeFile = (file) => take(file).catch(() => sayOf(file, "This file cannot be read; choose another."));

  onMount(() => {
    const field = document.getElementById("open-file");
    const choose = () => field.click();
    document.getElementById("open").addEventListener("click", choose);
    field.addEventListener("change", () => {
      if (field.files[0]) hueprint.takeFile(field.files[0]);
      field.value = "";
    });
    hueprint.openFile = choose;
  });
})();
