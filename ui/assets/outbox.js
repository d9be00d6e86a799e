// Keep and Download, in line: each press has the picture, size and format of its own moment, painted one after the other.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.outbox) return;
  const { paintedFile } = hueprint;
  const SHOW_PROGRESS_AFTER = 400;
  const MOST = 5;
  const FULL = `${MOST} pictures are still on their way; press again in a moment.`;
  const DOING = { keep: ["save", "Keep", "Keep"], download: ["download", "Download", "Painting"] };
  let line = []; // {deed, format, key, job: null while its frame is awaited}
  let turn = Promise.resolve();

  // A bar that nears its end in the time the export should take, judged by the frame on screen; the truth comes with the answer.
  function startProgress([width, height]) {
    const bar = document.getElementById("progress");
    const { renderMs, ...shown } = hueprint.live.frame ?? { renderMs: 30, width: 512, height: 512 };
    const perPixel = renderMs / (shown.width * shown.height);
    const seconds = Math.max(1, (perPixel * width * height * 2) / 1000);
    const timer = setTimeout(() => {
      bar.style.setProperty("--seconds", `${seconds}s`);
      bar.hidden = false;
    }, SHOW_PROGRESS_AFTER);
    return () => {
      clearTimeout(timer);
      bar.hidden = true;
    };
  }

  // The buttons say what goes on behind them, and how many are in line.
  function showLine() {
    for (const [deed, [id, idle, busy]] of Object.entries(DOING)) {
      const mine = line.filter((item) => item.deed === deed);
      const button = document.getElementById(id);
      button.setAttribute("aria-busy", String(mine.length > 0));
      button.textContent = !mine.length ? idle : mine.length > 1 ? `${busy} ${mine.length}…` : `${busy}…`;
    }
  }

  const deeds = {
    async download(job) {
      const answer = await paintedFile(job, `image/${job.format}`);
      const url = URL.createObjectURL(await answer.blob());
      Object.assign(document.createElement("a"), { href: url, download: paintedFile.nameOf(job) }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    },
    async keep(job) {
      const { recipe, size, thumbnail } = job;
      const told = await (await paintedFile(job, "application/json")).json();
      const picture = { recipe: { ...recipe, size: { width: size[0], height: size[1] } }, url: told.image_url, name: told.name, thumbnail };
      hueprint.say(hueprint.kept.add(picture, told), { link: told.image_url ? { text: "Open", href: told.image_url } : null });
    },
  };

  async function carryOut(item, taken, earlier) {
    try {
      const shot = await taken;
      await earlier;
      const endProgress = startProgress(shot.size);
      await deeds[item.deed]({ ...shot, format: item.format }).finally(endProgress);
    } catch (error) {
      hueprint.say(error.message, { error: true });
    } finally {
      line = line.filter((other) => other !== item);
      showLine();
    }
  }

  // The same wish pressed twice is one wish.
  hueprint.outbox = {
    put(deed, format) {
      const key = JSON.stringify([deed, format, hueprint.state.now]);
      if (line.some((item) => item.key === key)) return;
      if (line.length >= MOST) {
        hueprint.say(FULL);
        return;
      }
      const item = { deed, format, key };
      line.push(item);
      showLine();
      turn = Promise.all([turn, carryOut(item, hueprint.shutter.take(), turn)]);
    },
  };
})();
