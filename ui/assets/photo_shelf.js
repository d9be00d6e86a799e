// The last few photographs, in this browser's own storage (IndexedDB), so that a reload, an undo after it, and a kept picture find them.
// Without storage they last as long as the page.
//
//   await hueprint.photoShelf.all()   -> [{sha256, width, height, file, made}], oldest first
//   hueprint.photoShelf.put(photo)    hueprint.photoShelf.drop(sha256)
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.photoShelf) return;
  const SHELF = "photographs";
  let opening = null;

  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(request.error);
    });

  function open() {
    opening ??= (async () => {
      const request = indexedDB.open("hueprint", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(SHELF, { keyPath: "sha256" });
      return done(request);
    })();
    return opening;
  }

  async function act(mode, ask) {
    try {
      const shelf = (await open()).transaction(SHELF, mode).objectStore(SHELF);
      return await done(ask(shelf));
    } catch {
      return undefined; // full, or switched off
    }
  }

  // Anybody may have written into storage.
  const isPhoto = ({ sha256, width, height, file }) => typeof sha256 === "string" && width > 0 && height > 0 && file instanceof Blob;

  hueprint.photoShelf = {
    put: ({ sha256, width, height, file, made }) => act("readwrite", (shelf) => shelf.put({ sha256, width, height, file, made, at: Date.now() })),
    drop: (sha256) => act("readwrite", (shelf) => shelf.delete(sha256)),
    async all() {
      const found = (await act("readonly", (shelf) => shelf.getAll())) ?? [];
      return found.filter(isPhoto).sort((one, other) => one.at - other.at);
    },
  };
})();
