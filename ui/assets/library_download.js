// The library's way out: how far the ZIP is, a button that calls it off, and the file once it is whole. It goes on when the sheet is shut.
//
//   const download = hueprint.libraryDownload(root, {say, changed})   root: holds .hp-lib-zip; say(sentence, isWrong); changed(): begun, ended
//   download.start(items, wanted)   download.busy
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.libraryDownload) return;
  const { counted } = hueprint.kept;

  function save(blob, count) {
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: `hueprint-${counted(count).replace(" ", "-")}.zip` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  hueprint.libraryDownload = (root, { say, changed }) => {
    const box = root.querySelector(".hp-lib-zip");
    let job = null;

    function progress(done, count) {
      const bar = box.querySelector("[role=progressbar]");
      bar.setAttribute("aria-valuenow", String(Math.round((100 * done) / count)));
      bar.style.setProperty("--done", done / count);
      box.querySelector(".hp-lib-far").textContent = `${done + 1} of ${count}`;
    }

    function end(sentence, isWrong = false) {
      const held = box.contains(document.activeElement);
      job = null;
      changed();
      if (held) root.querySelector("[data-do=zip]").focus();
      say(sentence, isWrong);
    }

    function deliver({ blob, missed }, count) {
      const came = count - missed.length;
      save(blob, came);
      end(missed.length ? `${counted(came)} downloaded, ${missed.length} could not be painted: ${missed[0]}` : `${counted(came)} downloaded`, missed.length > 0);
    }

    box.querySelector("button").addEventListener("click", () => {
      job.cancel();
      end("Called off; nothing was downloaded");
    });

    return {
      get busy() {
        return job !== null;
      },
      async start(items, wanted) {
        const mine = hueprint.libraryZip(items, wanted, (done) => mine === job && progress(done, items.length));
        job = mine;
        progress(0, items.length);
        changed();
        box.querySelector("button").focus();
        try {
          const came = await mine.done;
          if (came && mine === job) deliver(came, items.length);
        } catch (error) {
          if (mine === job) end(error.message, true);
        }
      },
    };
  };
})();
