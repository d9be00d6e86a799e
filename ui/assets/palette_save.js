// Save, beside the palette's name: keeps a palette of one's own, and lets its name be typed where it stands. Shown only while it has a use.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteSave) return;
  const { palette, ownPalettes: own } = hueprint;

  let button = null;
  let name = null;
  let field = null;

  function naming(on) {
    field.hidden = !on;
    name.hidden = on;
  }

  function rename(id) {
    naming(true);
    hueprint.naming(field, own.get(id).name, (typed, byKey) => {
      naming(false);
      if (typed) own.rename(id, typed);
      if (byKey) name.focus({ preventScroll: true });
    });
  }

  function save() {
    const kept = own.inHand();
    if (palette.preset) return hueprint.say("This palette is among the presets already; change a colour to make it your own.");
    if (kept) return hueprint.say(`“${kept.name}” is among your palettes already.`);
    const id = own.save();
    return id && rename(id);
  }

  hueprint.paletteSave = {
    save,
    bind(root) {
      button = root.querySelector(".hp-pal-save");
      name = root.querySelector(".hp-pal-name");
      field = root.querySelector(".hp-pal-title");
      button.addEventListener("click", save);
    },
    // kept: the palette in hand has a name.
    show: (kept) => (button.hidden = kept),
  };
})();
