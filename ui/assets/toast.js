// Short sentences at the edge of the picture. textContent only: a message may hold what somebody typed.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.say) return;
  const STAYS = 5000;

  hueprint.say = (message, { link = null, error = false } = {}) => {
    const shelf = document.getElementById("toasts");
    if (!shelf || !message) return;
    const twin = [...shelf.children].find((toast) => toast.firstChild.textContent === message);
    if (twin) twin.remove();
    const toast = document.createElement("p");
    toast.className = error ? "hp-toast hp-error" : "hp-toast";
    toast.append(Object.assign(document.createElement("span"), { textContent: message }));
    if (link) toast.append(Object.assign(document.createElement("a"), { textContent: link.text, href: link.href, target: "_blank", rel: "noopener" }));
    shelf.append(toast);
    while (shelf.children.length > 3) shelf.firstChild.remove();
    setTimeout(() => toast.remove(), error ? STAYS * 1.6 : STAYS);
  };
})();
