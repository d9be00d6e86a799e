// One picture being matched on the server: asked for, told of as it grows, called off, kept.
//
//   const job = hueprint.matchJob(asked, { grows(part, secondsLeft, blob) })   blob: what there is to see, null where it is what it was
//   await job.ended      -> { blob, recipe } ; rejects with a sentence, and with an empty one where it was called off
//   job.cancel()         await job.keep() -> {image_url, name, recipe, notice, where}
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.matchJob) return;
  const EVERY = 500;
  const MOST_MISSED = 12;
  const LOST = "The studio cannot be reached just now; try again.";

  const wait = (time) => new Promise((resume) => setTimeout(resume, time));
  const ask = (address, options) => fetch(address, options).catch(() => null);

  async function told(answer) {
    const content = await answer?.json().catch(() => null);
    if (!answer?.ok) throw Object.assign(new Error(content?.error?.message ?? LOST), { code: content?.code ?? "" });
    return content;
  }

  async function pictureAt(address, accept) {
    const answer = await ask(address, { headers: { Accept: accept } });
    return answer?.ok ? answer.blob() : null;
  }

  hueprint.matchJob = (asked, { grows }) => {
    let address = "";
    let off = false;

    async function follow() {
      const body = JSON.stringify({ ...asked, keep: false });
      const begun = await told(await ask("match", { method: "POST", headers: { "Content-Type": "application/json" }, body }));
      address = begun.job.slice(1);
      if (off) stop();
      for (let [seen, missed] = [0, 0]; missed < MOST_MISSED; ) {
        await wait(EVERY);
        const answer = await ask(address, { headers: { Accept: "application/json" } });
        const now = await answer?.json().catch(() => null);
        missed = answer?.ok ? 0 : missed + 1;
        if (answer?.status === 404) throw new Error("The studio was started anew and has forgotten this; match again.");
        if (!answer?.ok) continue;
        if (now.status === "cancelled") throw new Error("");
        if (now.status === "failed") throw new Error(now.error.message);
        if (now.status === "done") return { blob: await pictureAt(address, "image/png"), recipe: now.recipe };
        const fresh = now.previews > seen ? await pictureAt(`${address}/preview`, "image/jpeg") : null;
        if (fresh) seen = now.previews;
        grows(now.progress, now.seconds_left, fresh, now.ahead);
      }
      throw new Error(LOST);
    }

    const stop = () => address && ask(address, { method: "DELETE", keepalive: true });
    const ended = follow();
    return {
      ended,
      cancel() {
        off = true;
        stop();
      },
      keep: async () => told(await ask(address, { method: "POST" })),
    };
  };
})();
