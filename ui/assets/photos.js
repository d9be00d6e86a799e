// The photographs of this page: each file stays in this browser; the studio holds a copy for a while, under a handle that only this page
// knows, and is given it again when it has forgotten it.
//
//   await hueprint.photos.load(file, made)   -> {sha256, width, height, url}; rejects with a sentence. made: the preferences of the matched
//                                      picture that the file is, if it is one
//   hueprint.photos.made(preferences)  that file, or undefined
//   hueprint.photos.get(sha256)        the same, or undefined
//   hueprint.photos.handle(sha256)     what the server knows it by, "" where it does not
//   await hueprint.photos.ready        those of an earlier visit are at hand
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.photos) return;
  const MOST = 6;
  const LARGEST = 20 * 2 ** 20;
  const UNREACHED = "The studio cannot be reached just now; try again.";
  const known = new Map(); // sha256 -> {sha256, width, height, url, file, handle}
  const renewing = new Map();

  async function send(file) {
    const type = file.type.startsWith("image/") ? file.type : "application/octet-stream";
    const answer = await fetch("photos", { method: "POST", headers: { "Content-Type": type }, body: file }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (!answer?.ok || !told?.photo) throw new Error(told?.error?.message ?? UNREACHED);
    return told;
  }

  function drop(sha256) {
    const { handle, url } = known.get(sha256);
    known.delete(sha256);
    URL.revokeObjectURL(url);
    hueprint.photoShelf.drop(sha256);
    if (handle) fetch(`photos/${handle}`, { method: "DELETE" }).catch(() => {});
  }

  async function load(chosen, made = null) {
    if (chosen.size > LARGEST) throw new Error("This photograph is larger than 20 MB; choose a smaller one.");
    const bytes = await chosen.arrayBuffer().catch(() => null);
    if (!bytes) throw new Error("This file can no longer be read; choose it again.");
    const file = new Blob([bytes], { type: chosen.type }); // the one on the disk may be moved or changed meanwhile
    const { photo: handle, sha256, width, height } = await send(file);
    const before = known.get(sha256);
    const url = before?.url ?? URL.createObjectURL(file);
    known.delete(sha256);
    known.set(sha256, { sha256, width, height, url, file, handle, made: made ? JSON.stringify(made) : before?.made });
    hueprint.photoShelf.put(known.get(sha256));
    const inUse = hueprint.state.now?.photo?.sha256;
    for (const old of [...known.keys()].slice(0, Math.max(0, known.size - MOST))) if (old !== inUse) drop(old);
    return known.get(sha256);
  }

  // Send it again, once however many ask; whether that went well.
  function renew(sha256) {
    const photo = known.get(sha256);
    if (!photo) return Promise.resolve(false);
    if (!renewing.has(sha256)) {
      const sent = send(photo.file).then(({ photo: handle }) => Boolean((photo.handle = handle)), () => false);
      renewing.set(sha256, sent.finally(() => renewing.delete(sha256)));
    }
    return renewing.get(sha256);
  }

  async function restore() {
    for (const photo of await hueprint.photoShelf.all()) known.set(photo.sha256, { ...photo, url: URL.createObjectURL(photo.file), handle: "" });
  }

  hueprint.photos = {
    ready: restore(),
    load,
    renew,
    get: (sha256) => known.get(sha256),
    made: (preferences) => [...known.values()].find(({ made }) => made && made === JSON.stringify(preferences)),
    handle: (sha256) => known.get(sha256)?.handle ?? "",
  };

  // The live preview says that the studio has forgotten the photograph: it is sent again, and nobody need know.
  document.addEventListener("hueprint:error", (event) => {
    const sha256 = hueprint.state.now?.photo?.sha256;
    if (event.detail.code !== "photo_forgotten" || !known.has(sha256)) return;
    event.stopImmediatePropagation();
    renew(sha256).then((sent) => (sent ? hueprint.live.again() : hueprint.say(UNREACHED, { error: true })));
  });
})();
