// The studio asked for a clip: how long it would take, then the clip, with news of how far it is, until it has come or is called off.
//
//   await hueprint.clips.estimate(wish, signal)      -> {frames, seconds, wait, size}
//   await hueprint.clips.moment(wish, at)            -> {blob: a frame of it, took: milliseconds of painting}
//   const job = hueprint.clips.make(wish, tell)      tell(part): from 0 to 1
//   await job.done                                   -> {told: the answer, blob}; null once called off
//   job.cancel()
// Both reject with a sentence.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.clips) return;
  const UNREACHED = "The studio cannot be reached just now; try again.";
  const LOST = "The studio could not make this loop now; try again in a moment.";
  const EVERY = 400;
  const MOST_MISSED = 15;

  const sleep = (time) => new Promise((resume) => setTimeout(resume, time));

  // wish: {photo: its sha256, ...}; the studio knows the photograph by a handle, and is sent it again when it has forgotten it.
  async function send(path, { photo, ...wish }, signal, isLast = false) {
    const body = JSON.stringify(photo ? { ...wish, photo: hueprint.photos.handle(photo) } : wish);
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal }).catch((error) => {
      if (error.name === "AbortError") throw error;
      return null;
    });
    if (!answer) throw new Error(UNREACHED);
    if (answer.status === 410 && photo && !isLast && (await hueprint.photos.renew(photo))) return send(path, { photo, ...wish }, signal, true);
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => null);
    throw new Error(told?.error?.message ?? LOST);
  }

  const ask = async (...asked) => (await send(...asked)).json().catch(() => Promise.reject(new Error(LOST)));

  const address = (job) => job.slice(1); // relative to the page, which may stand under another path

  async function follow(job, tell, isOff) {
    for (let missed = 0; missed < MOST_MISSED && !isOff(); ) {
      await sleep(EVERY);
      const answer = await fetch(address(job)).catch(() => null);
      missed = answer?.ok ? 0 : missed + 1;
      if (answer?.status === 404) break;
      if (!answer?.ok) continue;
      const told = await answer.json();
      if (told.status === "done") return told;
      if (told.status === "cancelled") return null;
      if (told.status === "failed") throw new Error(told.error?.message ?? LOST);
      tell(told.progress);
    }
    if (isOff()) return null;
    throw new Error(LOST);
  }

  // From the studio itself, also where it lies in a bucket: what this page fetched it may show, download and hold on to.
  async function fetched({ job, image_url: url, format }) {
    const type = ["mp4", "webm"].includes(format) ? `video/${format}` : `image/${format}`;
    const answer = await fetch(job ? address(job) : url.replace(/^\//, ""), { headers: { Accept: type } }).catch(() => null);
    if (!answer?.ok) throw new Error(UNREACHED);
    return answer.blob();
  }

  hueprint.clips = {
    estimate: (wish, signal) => ask("animate/estimate", wish, signal),
    async moment(wish, at) {
      const answer = await send(`animate/moment?at=${at}`, wish);
      return { blob: await answer.blob(), took: parseFloat(answer.headers.get("Server-Timing")?.split("dur=")[1]) };
    },
    make(wish, tell) {
      let job = "";
      let off = false;
      const callOff = () => job && fetch(address(job), { method: "DELETE" }).catch(() => {});
      async function run() {
        const first = await ask("animate", wish);
        job = first.image_url ? "" : first.job;
        if (off) callOff();
        const told = job ? await follow(job, tell, () => off) : first;
        return told && !off ? { told, blob: await fetched(told) } : null;
      }
      return {
        done: run(),
        cancel() {
          off = true;
          callOff();
        },
      };
    },
  };
})();
