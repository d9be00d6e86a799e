// A row of small pictures: one stop for the Tab key, arrows move along it, and a hand on it stays where it is while others come and go.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.strip) return;
  const { titleOf } = hueprint;

  function short({ recipe: { preferences } }) {
    const { photo, theme, style } = preferences;
    if (photo?.match) return photo.match.photo ? "Matched photograph" : "Like a reference";
    return photo?.plain ? "Photograph" : `${titleOf("theme", theme)} in ${titleOf("style", style)}`;
  }

  const sizeOf = ({ recipe: { size } }) => size && `${size.width} × ${size.height}`;

  // With its size, which may be all that two pictures differ in.
  const called = (item) => [short(item), `seed ${item.recipe.preferences.seed}`, sizeOf(item)].filter(Boolean).join(", ");

  // list: the <ul>. make(item) -> its <li>, once; show(li, item): what may change. lost: where the focus goes when the last one is gone.
  hueprint.strip = (list, { make, show, lost }) => {
    const made = new Map();
    const controls = (item) => [...item.querySelectorAll("button, a[href]")];

    // Where a hand on the strip goes once its picture is gone: to the one in its place.
    function holdFocus() {
      const held = list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
      if (!held) return () => {};
      const at = [...list.children].indexOf(held);
      const control = document.activeElement.className;
      return () => {
        if (held.isConnected) return document.activeElement === document.body && held.firstElementChild.focus();
        const item = list.children[Math.min(at, list.children.length - 1)];
        const goal = item?.getElementsByClassName(control)[0] ?? item?.firstElementChild ?? lost();
        stop(item);
        return goal.focus({ preventScroll: !item });
      };
    }

    // The one picture whose buttons Tab reaches.
    function stop(item = list.firstElementChild) {
      for (const other of list.children) for (const control of controls(other)) control.tabIndex = other === item ? 0 : -1;
    }

    list.addEventListener("focusin", ({ target }) => stop(target.closest("li") ?? undefined));
    list.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const items = [...list.children];
      const at = items.indexOf(event.target.closest("li"));
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
      if (event.key === "Delete") items[at]?.querySelector(".hp-forget")?.click();
      else if (to !== undefined && items[to]) items[to].firstElementChild.focus();
      else return;
      event.preventDefault();
    });

    return (items) => {
      const focus = holdFocus();
      const wanted = new Set(items.map(({ id }) => id));
      for (const [id, node] of made) {
        if (wanted.has(id)) continue;
        node.remove();
        made.delete(id);
      }
      items.forEach((item, at) => {
        if (!made.has(item.id)) made.set(item.id, make(item));
        const node = made.get(item.id);
        if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
        show(node, item);
      });
      const inHand = list.querySelector('[tabindex="0"]')?.closest("li");
      stop(inHand ?? undefined);
      focus();
    };
  };
  Object.assign(hueprint.strip, { called, short });

  // Two pictures are one when their recipes are, whoever wrote them down. What a photograph's says depends on whether it is at hand.
  const keys = new WeakMap();
  hueprint.strip.keyOf = (item) => {
    if (!keys.has(item) || item.recipe.preferences.photo) keys.set(item, JSON.stringify(hueprint.recipe.stateOf(item.recipe)));
    return keys.get(item);
  };

  // A small JPEG of the picture on screen, as a data URL.
  hueprint.strip.thumbnail = (side) => {
    const canvas = document.querySelector("#preview canvas");
    const scale = side / Math.max(canvas.width, canvas.height);
    const small = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.round(canvas.width * scale)), height: Math.max(1, Math.round(canvas.height * scale)) });
    const brush = small.getContext("2d");
    brush.imageSmoothingQuality = "high";
    brush.drawImage(canvas, 0, 0, small.width, small.height);
    const webp = small.toDataURL("image/webp", 0.7); // half of a JPEG; a browser that cannot write it gives a PNG
    return webp.startsWith("data:image/webp") ? webp : small.toDataURL("image/jpeg", 0.8);
  };
})();
