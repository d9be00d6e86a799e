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

  // link: {text, href}. offer: {text, take()}, a deed that follows from what is told. undo: takes that back. about: the field that was
  // wrong; once it is written in anew, the sentence is of the past.
  hueprint.say = (message, { link = null, undo = null, offer = undo && { text: "Undo", take: undo }, about = null, error = false } = {}) => {
    const shelf = document.getElementById("toasts");
    if (!shelf || !message) return;
    const toast = document.createElement("p");
    toast.className = error ? "hp-toast hp-error" : "hp-toast";
    toast.append(Object.assign(document.createElement("span"), { textContent: message, title: message }));
    if (link) toast.append(anchor(link));
    if (offer) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: offer.text });
      button.addEventListener("click", () => {
        toast.remove();
        offer.take();
      });
      toast.append(button);
    }
    about?.addEventListener("input", () => toast.remove(), { once: true });
    shelf.replaceChildren(toast);
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : toast.remove());
    setTimeout(leave, error || offer ? STAYS_LONGER : STAYS);
  };
})();
