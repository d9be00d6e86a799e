// A picture painted again as a file, at its exact size and with its recipe inside: one function of (recipe, size).
//
//   await hueprint.paintedFile({recipe, size, format}, accept, signal)   -> the answer, a file or JSON as accept says; rejects with a
//                                                                        sentence, or with AbortError once it is called off
//   hueprint.paintedFile.nameOf({recipe, size, format})                  -> what the file is called
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paintedFile) return;
  const MOST_MISSED = 15;
  const LOST = "The studio could not paint this now; try again in a moment.";
  const UNREACHED = "The studio cannot be reached; your picture and settings are still here.";

  const named = (value) => (typeof value === "string" ? value : Object.keys(value).join("-"));

  async function refusal(answer) {
    const told = await answer.json().catch(() => null);
    return told?.error?.message || LOST;
  }

  const sent = (address, how) =>
    fetch(address, how).catch((error) => {
      if (error.name === "AbortError") throw error;
      return null;
    });

  async function paint(wish, accept, signal, isLast = false) {
    const photo = wish.recipe.preferences.photo?.sha256;
    if (photo && !hueprint.photos.handle(photo)) await hueprint.photos.renew(photo);
    const handle = photo ? { photo: hueprint.photos.handle(photo) } : {};
    const answer = await sent(photo ? "restyle" : "generate_image", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify({ ...wish, ...handle }),
      signal,
    });
    if (answer?.status === 410 && !isLast && (await hueprint.photos.renew(photo))) return paint(wish, accept, signal, true);
    if (!answer) throw new Error(UNREACHED);
    if (!answer.ok) throw new Error(await refusal(answer));
    return answer.status === 202 ? collect((await answer.json()).job.slice(1), accept, answer, signal) : answer;
  }

  // A busy studio gives a number to come back with. A moment without a network loses nothing: the picture is painted meanwhile.
  async function collect(job, accept, answer, signal) {
    const callOff = () => fetch(job, { method: "DELETE" }).catch(() => {});
    signal?.addEventListener("abort", callOff);
    try {
      for (let missed = 0; missed < MOST_MISSED; ) {
        await new Promise((resume) => setTimeout(resume, 1000 * Number(answer?.headers.get("Retry-After") || 2)));
        answer = await sent(job, { headers: { Accept: "application/json" }, signal });
        missed = answer?.ok ? 0 : missed + 1;
        if (answer?.status === 404) break;
        if (!answer?.ok) continue;
        const { status, error } = await answer.clone().json();
        if (status === "done") return accept === "application/json" ? answer : fetch(job, { headers: { Accept: accept }, signal });
        if (status === "failed" || status === "cancelled") throw new Error(error?.message || LOST);
      }
      throw new Error(LOST);
    } finally {
      signal?.removeEventListener("abort", callOff);
    }
  }

  hueprint.paintedFile = ({ recipe, size, format }, accept, signal) => paint({ recipe, size, format }, accept, signal);
  hueprint.paintedFile.nameOf = ({ recipe, size, format }) => {
    const { theme, style, seed, photo } = recipe.preferences;
    const what = photo?.match ? ["matched"] : [named(theme ?? "photo"), named(style)];
    return `${["hueprint", ...what, seed, size.join("x")].join("-")}.${format === "jpeg" ? "jpg" : format}`;
  };
})();
