// What only some themes have: sliders of their own, and repeating seamlessly. A mix has the sliders of all its themes.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.options) return;
  const { state, onMount, partsOf, radioKeys, radioShow, titleOf } = hueprint;

  const MIDDLE = 0.5; // where a slider changes nothing
  const titled = (name) => name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");
  const current = (name) => state.now.options[name] ?? MIDDLE;

  // What a state says of other themes' sliders.
  hueprint.options = {
    others({ options, theme, photo }) {
      const own = photo ? [] : state.own(theme).map(({ name }) => name);
      return Object.fromEntries(Object.entries(options).filter(([name]) => !own.includes(name)));
    },
  };

  function take(name, value, tag, how) {
    const { [name]: was, ...others } = state.now.options;
    state.change({ options: value === MIDDLE ? others : { ...others, [name]: value } }, tag, how);
  }

  function row(template, { name, about }) {
    const made = template.content.firstElementChild.cloneNode(true);
    const [label, range, typed] = made.children;
    made.id = `option-${name}`;
    made.title = about;
    label.textContent = titled(name);
    label.htmlFor = range.id = `range-option-${name}`;
    typed.setAttribute("aria-label", `${titled(name)}, typed`);
    const show = hueprint.slider(made, {
      label: titled(name),
      standard: MIDDLE,
      current: () => current(name),
      take: (value, tag = null, how = {}) => take(name, value, tag && `option-${name}`, how),
    });
    return { name, made, show };
  }

  function bind(root) {
    const template = root.querySelector("template");
    const list = template.previousElementSibling;
    const repeat = root.querySelector("#tile");
    let rows = [];
    const choose = (button) => button.disabled || state.change({ tile: button.dataset.tile });
    repeat.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(repeat, choose);

    function relay(now) {
      const own = state.own(now.theme);
      rows = own.map((option) => row(template, option));
      list.replaceChildren(...rows.map(({ made }) => made));
      root.querySelector("h2").textContent = titleOf("theme", now.theme);
      root.hidden = !own.length && !state.offer.tiles.length;
    }

    function showRepeat(now) {
      const able = state.repeats(now.theme);
      const { themes, tiles } = state.offer;
      repeat.parentElement.title = able ? "" : `These themes repeat seamlessly: ${tiles.map((name) => themes[name]).join(", ")}`;
      repeat.parentElement.hidden = !tiles.length;
      radioShow(repeat, (button) => button.dataset.tile === (able ? now.tile : "none"));
      for (const button of repeat.children) button.disabled = !able;
    }

    return (now, before) => {
      if (JSON.stringify(now.theme && partsOf(now.theme)) !== JSON.stringify(before && partsOf(before.theme))) relay(now);
      for (const { name, show } of rows) show(current(name));
      showRepeat(now);
    };
  }

  onMount(() => state.watch("options", bind(document.querySelector("#options section")), ["theme", "options", "tile"]));
})();
