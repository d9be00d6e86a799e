// Size and format, and the buttons that send a picture off: both paint it again at the exact size, one function of (recipe, size).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.exporter) return;
  const { state, onMount, radioKeys, radioShow, typedNumber } = hueprint;
  let format = hueprint.memory.get("format");

  const download = () => hueprint.outbox.put("download", format);
  const keep = () => hueprint.outbox.put("keep", format);

  function bindSize(root) {
    const chips = root.querySelector(".hp-chips");
    const fields = Object.fromEntries([...root.querySelectorAll("input")].map((field) => [field.dataset.side, field]));
    const limits = state.offer.limits;
    const TOO_NARROW = `The longer side may be at most ${limits.aspect} times the shorter one`;
    const refuse = ([width, height]) => {
      if (width * height > limits.pixels) return `This studio paints up to ${Math.round(limits.pixels / 1e6)} million pixels; choose a smaller size`;
      if (Math.max(width / height, height / width) > limits.aspect) return TOO_NARROW;
      return "";
    };
    // A side that makes the picture too narrow takes the other along, in the picture's shape; without that, 64 × 64 could not be typed.
    const together = (size, at) => {
      const { minSide, maxSide } = limits;
      const other = Math.round((state.now.size[1 - at] * size[at]) / state.now.size[at]);
      const both = size.map((value, place) => (place === at ? value : Math.min(maxSide, Math.max(minSide, other))));
      return refuse(both) ? null : both;
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
        const whole = field.checkValidity() && Number.isInteger(size[at]);
        const wrong = whole ? refuse(size) : `A side is a whole number from ${limits.minSide} to ${limits.maxSide} pixels`;
        const both = wrong === TOO_NARROW ? together(size, at) : null;
        if (both) hueprint.say(`${TOO_NARROW}: the ${at ? "width" : "height"} came along.`);
        else if (wrong) hueprint.say(`${wrong}.`, { error: true });
        if (both || !wrong) state.change({ size: both ?? size });
        field.value = state.now.size[at];
      });
      typedNumber(field, () => (field.value = state.now.size[at]));
    });
    state.watch("size", ({ size }) => {
      fields.width.value = size[0];
      fields.height.value = size[1];
      radioShow(chips, (chip) => String(sized(chip)) === String(size));
    }, ["size"]);
  }

  function bindFormat(root) {
    const choose = (button) => {
      format = button.dataset.format;
      hueprint.memory.set("format", format);
      radioShow(root, (other) => other === button);
    };
    root.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(root, choose);
    const buttons = [...root.querySelectorAll("[data-format]")];
    choose(buttons.find((button) => button.dataset.format === format) ?? buttons[0]);
  }

  hueprint.exporter = { download, keep };

  onMount(() => {
    bindSize(document.getElementById("size"));
    bindFormat(document.getElementById("format"));
    document.getElementById("download").addEventListener("click", download);
    document.getElementById("save").addEventListener("click", keep);
  });
})();
