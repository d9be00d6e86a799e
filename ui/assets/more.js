// On a phone: the menu of what is rarely wanted closes before what was chosen in it happens, so that the focus is back on its button.
(() => {
  "use strict";
  const { hueprint } = window;
  if (hueprint.more) return;
  hueprint.more = true;

  hueprint.onMount(() => {
    const menu = document.getElementById("more-menu");
    menu.addEventListener("click", () => menu.matches(":popover-open") && menu.hidePopover(), true);
  });
})();
