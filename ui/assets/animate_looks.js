// The kept pictures that a clip passes through: toggles, numbered in the order they were chosen.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.throughLooks) return;
  const SHOWN = 24;

  let box = null;
  let chosen = []; // ids of kept pictures
  let heard = () => {};

  // The newest, and whatever is chosen.
  const kept = () => hueprint.kept.shelf.items.filter(({ id, recipe }, at) => recipe?.preferences && (at < SHOWN || chosen.includes(id)));

  function toggle(id) {
    const most = Number(box.dataset.most);
    if (chosen.includes(id)) chosen = chosen.filter((other) => other !== id);
    else if (chosen.length >= most) return hueprint.say(`A loop passes through at most ${most} pictures; take one out first.`);
    else chosen = [...chosen, id];
    mark();
    return heard();
  }

  function mark() {
    for (const button of box.children) {
      const at = chosen.indexOf(button.dataset.id);
      button.setAttribute("aria-pressed", String(at >= 0));
      button.querySelector("b").textContent = at < 0 ? "" : at + 1;
    }
  }

  function draw() {
    const pictures = kept();
    chosen = chosen.filter((id) => pictures.some((picture) => picture.id === id));
    const template = box.parentElement.querySelector("template").content.firstElementChild;
    box.replaceChildren(...pictures.map((picture) => {
      const button = template.cloneNode(true);
      button.dataset.id = picture.id;
      button.title = hueprint.strip.called(picture);
      button.setAttribute("aria-label", `Pass through ${button.title}`);
      if (picture.thumbnail.startsWith("data:image/")) button.querySelector("img").src = picture.thumbnail;
      button.addEventListener("click", () => toggle(picture.id));
      return button;
    }));
    box.parentElement.querySelector(".hp-an-none").hidden = pictures.length > 0;
    mark();
  }

  hueprint.throughLooks = {
    // changed: is called when others are chosen.
    mount(changed) {
      [box, heard] = [document.getElementById("animate-looks"), changed];
      new MutationObserver(() => hueprint.rooms.now === "animate" && draw()).observe(document.querySelector("#strip-kept ul"), { childList: true });
    },
    draw,
    choose(ids) {
      chosen = ids;
      draw();
      heard();
    },
    get recipes() {
      return chosen.map((id) => hueprint.kept.shelf.get(id)?.recipe).filter(Boolean);
    },
  };
})();
