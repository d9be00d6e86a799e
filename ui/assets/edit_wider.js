// More of the scene in sight: the same scene on a larger canvas, its pixels as large as before.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  const { edits, state, onMount } = hueprint;
  const PART = 0.25; // of the picture's width, on a side
  const BOUND = 0.12; // how far shares may stray

  // Extended by so much of its width or height on each side, as engine/editing.py does it.
  function extend({ left = 0, right = 0, top = 0, bottom = 0 }) {
    const { aspect, x, y, height } = edits.frameOf();
    const [wide, tall] = state.now.size;
    const size = [Math.round(wide * (1 + left + right)), Math.round(tall * (1 + top + bottom))];
    const { maxSide, pixels, aspect: longest } = state.offer.limits;
    const seen = (height * size[1]) / tall;
    if (Math.max(...size) > maxSide || size[0] * size[1] > pixels || Math.max(...size) > longest * Math.min(...size) || seen > 8) {
      hueprint.say("The picture cannot be larger than that; choose a smaller size first.", { error: true });
      return;
    }
    const unit = (height / tall) * wide; // a width, on the plane
    state.change({ size, frame: { aspect, x: x + ((right - left) / 2) * unit, y: y + ((bottom - top) / 2) * height, height: seen } });
  }

  function toAspect(aspect) {
    const [wide, tall] = state.now.size;
    const more = (aspect * tall) / wide - 1;
    if (Math.abs(more) < 0.002) return;
    if (more > 0) extend({ left: more / 2, right: more / 2 });
    else extend({ top: (1 / (1 + more) - 1) / 2, bottom: (1 / (1 + more) - 1) / 2 });
  }

  function reset() {
    const { aspect, height } = state.now.frame;
    const tall = Math.round(state.now.size[1] / height);
    state.change({ frame: null, size: [Math.round(tall * aspect), tall] });
  }

  // A scene is composed, and its inks are shared out, for the picture that one began with: far beyond lies more of its edges and little else.
  function tell({ final, recipe, fidelity }) {
    if (!final || !fidelity) return;
    const strays = recipe.preferences.frame && fidelity.share_error > BOUND;
    const told = strays
      ? `Nothing was composed so far out, and the shares stray by ${Math.round(100 * fidelity.share_error)}%: press Reset, then choose this shape beneath the picture, to have it composed anew.`
      : "";
    const line = document.getElementById("edit-strays");
    if (line.textContent !== told) line.textContent = told;
  }

  for (const event of ["frame", "figures"]) document.addEventListener(`hueprint:${event}`, ({ detail }) => tell(detail));

  onMount(() => {
    const field = (id) => document.getElementById(id);
    field("edit-wider-left").addEventListener("click", () => extend({ left: PART }));
    field("edit-wider-right").addEventListener("click", () => extend({ right: PART }));
    field("edit-wider-both").addEventListener("click", () => extend({ left: PART, right: PART }));
    field("edit-aspect").addEventListener("change", ({ target }) => {
      if (target.value) toAspect(Number(target.value));
      target.value = "";
    });
    field("edit-frame-reset").addEventListener("click", reset);
    state.watch("edit-wider", (now) => {
      field("edit-frame-reset").hidden = !now.frame;
      document.querySelector(".hp-edit-wider").hidden = Boolean(now.photo);
    }, ["frame", "photo"]);
  });
})();
