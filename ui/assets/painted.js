// One picture painted by the server at a size of its own, for looking only: nothing is kept, and who no longer waits has it called off.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.painted) return;
  const PATIENCE = 30; // seconds that an answer may take before the studio would make a job of it

  // -> a blob's address (whoever gets it revokes it), or null when it could not be painted now. Rejects with AbortError.
  async function painted(preferences, size, signal, isLast = false) {
    const { words, photo, ...asked } = preferences;
    const { sha256, ...kept } = photo ?? {};
    if (photo && !hueprint.photos.handle(sha256)) await hueprint.photos.renew(sha256);
    if (photo) Object.assign(asked, kept, { photo: hueprint.photos.handle(sha256) });
    const answer = await fetch(photo ? "restyle" : "generate_image", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "image/webp", Prefer: `wait=${PATIENCE}` },
      body: JSON.stringify({ ...asked, size }),
      signal,
    }).catch((error) => {
      if (error.name === "AbortError") throw error;
      return null;
    });
    if (answer?.status === 410 && !isLast && (await hueprint.photos.renew(sha256))) return painted(preferences, size, signal, true);
    return answer?.status === 200 ? URL.createObjectURL(await answer.blob()) : null;
  }

  hueprint.painted = (preferences, size, signal) => painted(preferences, size, signal);
})();
