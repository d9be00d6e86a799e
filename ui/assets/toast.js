// Short sentences in the bar, one at a time, that end with the room they are about. textContent only: a message may hold what somebody typed.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.say) return;
  const STAYS = 5000;
  const STAYS_LONGER = 8000; // what went wrong is read twice, and a way back must be reached

  let room = null;
  document.addEventListener("hueprint:room", ({ detail }) => {
    if (room) document.getElementById("toasts").replaceChildren(); // not what was said while the page was put up
    room = detail.room;
  });

  const anchor = ({ text, href }) => Object.assign(document.createElement("a"), { textContent: text, href, target: "_blank", rel: "noopener" });

  // link: {text, href}. undo: takes back what the sentence tells.
  hueprint.say = (message, { link = null, undo = null, error = false } = {}) => {
    const shelf = document.getElementById("toasts");
    if (!shelf || !message) return;
    const toast = document.createElement("p");
    toast.className = error ? "hp-toast hp-error" : "hp-toast";
    toast.append(Object.assign(document.createElement("span"), { textContent: message, title: message }));
    if (link) toast.append(anchor(link));
    if (undo) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Undo" });
      button.addEventListener("click", () => {
        toast.remove();
        undo();
      });
      toast.append(button);
    }
    shelf.replaceChildren(toast);
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : toast.remove());
    setTimeout(leave, error || undo ? STAYS_LONGER : STAYS);
  };
})();
