// The format, and the buttons that send a picture off: both paint it again at the exact size, one function of (recipe, size).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.exporter) return;
  const { onMount, radioKeys, radioShow } = hueprint;
  let format = hueprint.memory.get("format");

  const download = () => hueprint.outbox.put("download", format);
  const keep = () => hueprint.outbox.put("keep", format);

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

  hueprint.exporter = {
    download,
    keep,
    get format() {
      return format;
    },
  };

  onMount(() => {
    bindFormat(document.getElementById("format"));
    // On a phone the panel's own button is a long way down.
    for (const id of ["download", "download-near"]) document.getElementById(id).addEventListener("click", download);
    document.getElementById("save").addEventListener("click", keep);
  });
})();
