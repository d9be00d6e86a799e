// The pictures of the library: what one tile is, how the arrows walk over rows of any length, and which tiles are painted sharper than the
// small pictures that storage holds: those in view.
//
//   const tiles = hueprint.libraryTiles(list, deeds)   deeds: {open, toggle, reach, star, remove: of an id; isChosen, lost}
//   tiles.draw(items)   tiles.mark()   tiles.focus(id)   tiles.rest()
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.libraryTiles) return;
  const { strip, state, recipe } = hueprint;
  const AREAS = [44000, 138000]; // pixels of a tile: of a small one, and near the most that the studio paints of one
  const SETTLES = 120;
  const ASPECT = 1.5;
  const CELLS = [0.7, 1.8]; // of a grid whose pictures are of one shape

  const aspectOf = ({ recipe: { size } }) => (size?.width > 0 && size?.height > 0 ? size.width / size.height : ASPECT);

  // The shape that all of them have, or a square.
  function cellOf(items) {
    const [first, ...others] = items.map(aspectOf);
    return others.every((aspect) => Math.abs(aspect / first - 1) < 0.02) ? Math.min(CELLS[1], Math.max(CELLS[0], first ?? 1)) : 1;
  }

  // Only what this studio would paint just so: else the small picture stays.
  function wishOf(item, area) {
    const read = recipe.read(item.recipe);
    if (!read || recipe.caveat(item.recipe, "picture")) return null;
    return { state: { ...state.initial(state.offer), ...read.patch }, aspect: aspectOf(item), area };
  }

  function bind(node, item, { open, toggle, reach, star, remove, isChoosing }) {
    const { id } = item;
    const [picture, check, starred, forget] = node.querySelectorAll("button");
    picture.addEventListener("click", (event) => {
      if (event.shiftKey) reach(id);
      else if (event.ctrlKey || event.metaKey || (isChoosing() && event.detail > 0)) toggle(id);
      else open(id);
    });
    check.addEventListener("click", (event) => (event.shiftKey ? reach(id) : toggle(id)));
    starred.addEventListener("click", () => star(id));
    forget.addEventListener("click", () => remove(id));
  }

  function make(item, list, deeds) {
    const node = list.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
    const [picture, check, starred, forget] = node.querySelectorAll("button");
    const name = strip.called(item);
    node.dataset.id = item.id;
    node.style.setProperty("--aspect", aspectOf(item));
    picture.title = name;
    check.setAttribute("aria-label", `Select ${name}`);
    starred.setAttribute("aria-label", `Star ${name}`);
    forget.setAttribute("aria-label", `Take ${name} off the library`);
    node.querySelector(".hp-name").textContent = strip.short(item);
    if (item.thumbnail.startsWith("data:image/")) picture.querySelector("img").src = item.thumbnail;
    bind(node, item, deeds);
    return node;
  }

  // The tile over or under one, where it is nearest across.
  function beside(items, from, step) {
    const middle = (node) => node.offsetLeft + node.offsetWidth / 2;
    const tops = [...new Set(items.map((node) => node.offsetTop))];
    const row = items.filter((node) => node.offsetTop === tops[tops.indexOf(from.offsetTop) + step]);
    const far = (node) => Math.abs(middle(node) - middle(from));
    return row.reduce((best, node) => (best && far(best) <= far(node) ? best : node), null);
  }

  function walk(list, deeds) {
    list.addEventListener("keydown", (event) => {
      const node = event.target.closest("li");
      if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
      const { id } = node.dataset;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const onPicture = event.target === node.firstElementChild;
      if (step) beside([...list.children], node, step)?.firstElementChild.focus();
      else if (event.key === " " && onPicture) (event.shiftKey ? deeds.reach : deeds.toggle)(id);
      else if (event.key.toLowerCase() === "s") deeds.star(id);
      else return;
      event.preventDefault();
    });
    // Some browsers press a button as Space is let go.
    list.addEventListener("keyup", (event) => event.key === " " && event.target.classList.contains("hp-lib-open") && event.preventDefault());
  }

  function areaFor({ firstElementChild: { clientWidth, clientHeight } }) {
    return clientWidth * clientHeight * Math.min(2, devicePixelRatio) ** 2 > AREAS[0] ? AREAS[1] : AREAS[0];
  }

  // Paints those in view, whatever scrolled there last, and again when they are looked at larger.
  function sharpener(itemOf) {
    let job = null;
    let timer = 0;
    const inView = new Set();
    const painted = new WeakMap(); // node -> the area that it is painted in
    function paint() {
      const before = job;
      const nodes = [...inView].filter((node) => node.isConnected && !(painted.get(node) >= areaFor(node)));
      const wishes = nodes.map((node) => ({ node, wish: wishOf(itemOf(node), areaFor(node)) })).filter(({ wish }) => wish);
      job = hueprint.sheets.paint(wishes.map(({ wish }) => wish), (at, bitmap) => {
        const { node, wish } = wishes[at];
        const canvas = node.querySelector("canvas");
        Object.assign(canvas, { width: bitmap.width, height: bitmap.height, hidden: false });
        canvas.getContext("2d").drawImage(bitmap, 0, 0);
        painted.set(node, wish.area);
      });
      before?.stop(); // after the new one, which may want what is on its way
    }
    function soon() {
      clearTimeout(timer);
      timer = setTimeout(paint, SETTLES);
    }
    const sight = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) inView[isIntersecting ? "add" : "delete"](target);
      soon();
    });
    return {
      watch: (node) => sight.observe(node),
      soon,
      rest() {
        clearTimeout(timer);
        job?.stop();
      },
    };
  }

  hueprint.libraryTiles = (list, deeds) => {
    let held = new Map();
    const sharp = sharpener((node) => held.get(node.dataset.id));
    const show = (node, item) => {
      node.querySelector(".hp-star").setAttribute("aria-pressed", String(Boolean(item.starred)));
      node.classList.toggle("hp-starred", Boolean(item.starred));
    };
    const lay = strip(list, {
      make(item) {
        const node = make(item, list, deeds);
        sharp.watch(node);
        return node;
      },
      show,
      lost: deeds.lost,
    });

    function mark() {
      const now = strip.keyOf({ recipe: recipe.of(state.now) });
      for (const node of list.children) {
        const isChosen = deeds.isChosen(node.dataset.id);
        const item = held.get(node.dataset.id);
        const [picture, check] = node.children;
        node.classList.toggle("hp-chosen", isChosen);
        check.setAttribute("aria-checked", String(isChosen));
        picture.setAttribute("aria-label", [strip.called(item), item.starred && "starred", isChosen && "selected"].filter(Boolean).join(", "));
        if (strip.keyOf(item) === now) picture.setAttribute("aria-current", "true");
        else picture.removeAttribute("aria-current");
      }
    }

    walk(list, deeds);
    return {
      draw(items) {
        held = new Map(items.map((item) => [item.id, item]));
        list.style.setProperty("--cell", cellOf(items));
        lay(items);
        mark();
        sharp.soon();
      },
      mark,
      focus: () => (list.querySelector("[aria-current]") ?? list.querySelector('[tabindex="0"]'))?.focus(),
      rest: sharp.rest,
    };
  };
})();
