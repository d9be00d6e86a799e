// Several pictures of the library as one ZIP: each painted anew with its recipe inside, one after the other, with how far it is and a
// way to call it off. What cannot be painted anew, a matched picture or one whose photograph is gone, comes as it was kept.
//
//   const job = hueprint.libraryZip(items, wanted, tell)   wanted: {size, format}, null for each one's own; tell(how many are painted)
//   await job.done                                         -> {blob, missed: [sentence]}; null once called off; rejects with a sentence
//   job.cancel()
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.libraryZip) return;
  const MOST_PIXELS = 1.2e9; // some 4 GB of pictures: more than a ZIP of this kind may hold
  const MOST_BYTES = 2 ** 32 - 2 ** 24;

  const ownSize = ({ recipe: { size } }) => [size?.width, size?.height];
  const pixelsOf = ([width, height]) => width * height;

  const ownFormat = ({ name = "" }) => ({ png: "png", jpg: "jpeg", webp: "webp" })[name.split(".").at(-1)];
  const isFile = (item) => {
    const { photo } = item.recipe.preferences;
    return photo && ownFormat(item) && (photo.match || !hueprint.photos.get(photo.sha256));
  };

  // As the picture that it shows: of a clip, its first moment.
  function wishOf(item, wanted) {
    const { motion, ...recipe } = item.recipe;
    const kept = isFile(item) ? item : null;
    const own = { size: recipe.size ? ownSize(item) : hueprint.state.now.size, format: (!motion && ownFormat(item)) || "png" };
    return { ...own, ...(!kept && wanted), recipe, kept };
  }

  const fileOf = async (wish, signal) => (wish.kept ? hueprint.kept.fileOf(wish.kept, signal) : (await hueprint.paintedFile(wish, `image/${wish.format}`, signal)).blob());

  // No two of one name.
  function namer() {
    const taken = new Set();
    return (name) => {
      const [stem, ending] = name.split(/(?=\.[a-z]+$)/);
      let fresh = name;
      for (let at = 2; taken.has(fresh); at += 1) fresh = `${stem}-${at}${ending}`;
      taken.add(fresh);
      return fresh;
    };
  }

  async function pack(wishes, tell, signal) {
    const zip = hueprint.zip();
    const nameOf = namer();
    const missed = [];
    for (const [at, wish] of wishes.entries()) {
      if (at) tell(at);
      try {
        await zip.add(nameOf(hueprint.paintedFile.nameOf(wish)), await fileOf(wish, signal));
      } catch (error) {
        if (error.name === "AbortError") return null;
        missed.push(error.message);
      }
      if (zip.size > MOST_BYTES) throw new Error("These are more than fits into one ZIP; download them in two.");
    }
    if (missed.length === wishes.length) throw new Error(missed[0]);
    return { blob: zip.blob(), missed };
  }

  hueprint.libraryZip = (items, wanted, tell) => {
    const controller = new AbortController();
    const wishes = items.map((item) => wishOf(item, wanted));
    const pixels = wishes.reduce((sum, wish) => sum + pixelsOf(wish.size), 0);
    const tooMany = () => Promise.reject(new Error("These are more pixels than one ZIP takes; select fewer, or a smaller size."));
    return { done: pixels > MOST_PIXELS ? tooMany() : pack(wishes, tell, controller.signal), cancel: () => controller.abort() };
  };
})();
