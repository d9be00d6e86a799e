// What this browser remembers from visit to visit, by name. Without storage a choice lasts as long as the page.
(() => {
  "use strict";
  const hueprint = (window.hueprint = window.hueprint || {});
  if (hueprint.memory) return;
  const key = (name) => `hueprint.${name}`;

  hueprint.memory = {
    // The remembered value, or null. Anybody may have written into storage: whoever asks checks what comes.
    get(name) {
      try {
        return JSON.parse(localStorage.getItem(key(name)));
      } catch {
        return null;
      }
    },
    // Whether it could be: storage may be full, or switched off.
    set(name, value) {
      try {
        localStorage.setItem(key(name), JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };
})();
