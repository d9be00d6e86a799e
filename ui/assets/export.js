// Size, format, download and keep. Both paint the frame on screen again, at the exact size: one function of (recipe, size).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.exporter) return;
  const { state, onMount, radioKeys, radioShow } = hueprint;
  const SHOW_PROGRESS_AFTER = 400;
  const KEPT = { local: "Kept in this studio's folder of pictures.", cloud: "Kept in the cloud." };
  let format = "png";
  let busy = false;

  // The recipe of the pixels on screen; null while there are none, or while they still have the shape chosen before.
  const onScreen = ([width, height]) => {
    const text = document.getElementById("preview")?.dataset.recipe;
    const recipe = text ? JSON.parse(text) : null;
    const off = recipe && (recipe.size.width * height) / (recipe.size.height * width);
    return recipe && Math.abs(off - 1) < 0.03 ? recipe : null;
  };

  const nameOf = (value) => (typeof value === "string" ? value : Object.keys(value).join("-"));
  const fileName = ({ theme, style, seed }, [width, height]) =>
    `hueprint-${nameOf(theme)}-${nameOf(style)}-${seed}-${width}x${height}.${format === "jpeg" ? "jpg" : format}`;

  // A bar that nears its end in the time the export should take, judged by the frame on screen; the truth comes with the answer.
  function startProgress([width, height]) {
    const bar = document.getElementById("progress");
    const canvas = document.querySelector("#preview canvas");
    const perPixel = Number(document.getElementById("preview").dataset.renderMs || 30) / (canvas.width * canvas.height);
    const seconds = Math.max(1, (perPixel * width * height * 2) / 1000);
    const timer = setTimeout(() => {
      bar.style.setProperty("--seconds", `${seconds}s`);
      bar.hidden = false;
      document.getElementById("download").textContent = `Painting ${width} × ${height}…`;
    }, SHOW_PROGRESS_AFTER);
    return () => {
      clearTimeout(timer);
      bar.hidden = true;
      document.getElementById("download").textContent = "Download";
    };
  }

  function setBusy(on) {
    busy = on;
    for (const id of ["save", "download"]) document.getElementById(id).setAttribute("aria-disabled", String(on));
  }

  async function refusal(answer) {
    const told = await answer.json().catch(() => null);
    return told?.error?.message || "The studio could not paint this now; try again in a moment.";
  }

  async function paint(recipe, size, accept) {
    const answer = await fetch("generate_image", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify({ recipe, size, format }),
    }).catch(() => null);
    if (!answer) throw new Error("The studio cannot be reached; your picture and settings are still here.");
    if (!answer.ok) throw new Error(await refusal(answer));
    return answer;
  }

  // One export at a time: a second press while one is under way is told so, since what it would keep may be gone by then.
  async function once(work) {
    const size = state.now.size;
    const recipe = onScreen(size);
    if (busy) return hueprint.say("The last picture is still being painted at its full size; press again in a moment.");
    if (!recipe) return hueprint.say("One moment: the picture is still being painted.");
    setBusy(true);
    const endProgress = startProgress(size);
    try {
      await work(recipe, size);
    } catch (error) {
      hueprint.say(error.message, { error: true });
    } finally {
      endProgress();
      setBusy(false);
    }
  }

  const download = () =>
    once(async (recipe, size) => {
      const answer = await paint(recipe, size, `image/${format}`);
      const url = URL.createObjectURL(await answer.blob());
      Object.assign(document.createElement("a"), { href: url, download: fileName(recipe.preferences, size) }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    });

  const keep = () =>
    once(async (recipe, size) => {
      const thumbnail = hueprint.kept.thumbnail();
      const told = await (await paint(recipe, size, "application/json")).json();
      hueprint.kept.add({ recipe: { ...recipe, size: { width: size[0], height: size[1] } }, url: told.image_url, thumbnail });
      hueprint.say(told.notice || KEPT[told.where] || "Kept.", { link: told.image_url ? { text: "Open", href: told.image_url } : null });
    });

  function bindSize(root) {
    const chips = root.querySelector(".hp-chips");
    const fields = Object.fromEntries([...root.querySelectorAll("input")].map((field) => [field.dataset.side, field]));
    const limits = state.offer.limits;
    const refuse = ([width, height]) => {
      if (width * height > limits.pixels) return `This studio paints up to ${Math.round(limits.pixels / 1e6)} million pixels; choose a smaller size.`;
      if (Math.max(width / height, height / width) > limits.aspect) return `The longer side may be at most ${limits.aspect} times the shorter one.`;
      return "";
    };
    const sized = (chip) => [Number(chip.dataset.width), Number(chip.dataset.height)];
    const choose = (chip) => state.change({ size: sized(chip) });
    chips.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(chips, choose);
    ["width", "height"].forEach((side, at) => {
      const field = fields[side];
      // A size is taken when the hand leaves the field: half-typed numbers are sizes too, and nobody asked for those.
      field.addEventListener("change", () => {
        const size = state.now.size.map((value, place) => (place === at ? field.valueAsNumber : value));
        const wrong = field.checkValidity() && Number.isInteger(size[at]) ? refuse(size) : `A side is a whole number from ${limits.minSide} to ${limits.maxSide} pixels.`;
        if (wrong) hueprint.say(wrong, { error: true });
        else state.change({ size });
        field.value = state.now.size[at];
      });
      field.addEventListener("keydown", (event) => event.key === "Enter" && field.blur());
      field.addEventListener("focus", () => field.select());
    });
    state.watch("size", ({ size }) => {
      fields.width.value = size[0];
      fields.height.value = size[1];
      radioShow(chips, (chip) => String(sized(chip)) === String(size));
    });
  }

  function bindFormat(root) {
    const choose = (button) => {
      format = button.dataset.format;
      radioShow(root, (other) => other === button);
    };
    root.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(root, choose);
    choose(root.querySelector(`[data-format=${format}]`));
  }

  hueprint.exporter = { download, keep };

  onMount(() => {
    bindSize(document.getElementById("size"));
    bindFormat(document.getElementById("format"));
    document.getElementById("download").addEventListener("click", download);
    document.getElementById("save").addEventListener("click", keep);
  });
})();
