// A name that is changed where it stands: Enter or leaving the field takes what was typed, Escape leaves the name as it was.
//
//   hueprint.naming(field, "Harbour", (name, byKey) => ...)   name: null when nothing was to be changed
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.naming) return;

  hueprint.naming = (field, name, done) => {
    let isOpen = true;
    const end = (typed, byKey) => {
      if (!isOpen) return;
      isOpen = false;
      done(typed && typed !== name ? typed : null, byKey);
    };
    field.value = name;
    field.onblur = () => end(field.value.trim(), false);
    field.onkeydown = (event) => {
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      end(event.key === "Enter" && field.value.trim(), true);
    };
    field.focus(); // into view: a phone's keyboard takes half of it
    field.select();
  };
})();
