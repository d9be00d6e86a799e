// Which edit lies over which, and one more like it: by buttons beneath the list, and by keys in the list and on the picture.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.editOrder) return;
  const { edits, state } = hueprint;
  const WAYS = { up: 1, down: -1 };

  const told = (words) => (document.getElementById("edit-told").textContent = words);

  function move(by) {
    if (!edits.reorder(edits.chosen, by)) return;
    const { length } = state.now.edits;
    told(`Edit ${length - edits.chosen} of ${length} from the top`);
  }

  function copy() {
    edits.duplicate(edits.chosen);
    told(`A copy: edit ${state.now.edits.length - edits.chosen} of ${state.now.edits.length} from the top`);
  }

  hueprint.editOrder = {
    mount(panel) {
      for (const [way, by] of Object.entries(WAYS)) panel.querySelector(`#edit-${way}`).addEventListener("click", () => move(by));
      panel.querySelector("#edit-copy").addEventListener("click", copy);
    },
    show(panel) {
      const last = state.now.edits.length - 1;
      panel.querySelector("#edit-up").disabled = edits.chosen === last;
      panel.querySelector("#edit-down").disabled = edits.chosen === 0;
    },
    // True where the key was meant for the chosen edit.
    press({ key, ctrlKey, metaKey }) {
      if (edits.chosen < 0) return false;
      if ((ctrlKey || metaKey) && key.toLowerCase() === "d") copy();
      else if (["PageUp", "PageDown"].includes(key)) move(key === "PageUp" ? WAYS.up : WAYS.down);
      else return false;
      return true;
    },
  };
})();
