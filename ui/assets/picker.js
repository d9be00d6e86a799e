// The theme and style pickers: choose one, or mix up to four with Shift and a click or an arrow (on a phone: a long press). Each part
// of a mix has a slider and a number for its share, equal again on a double click, and a button that takes it out.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.pickers) return;
  const { state, onMount, radioKeys, radioShow } = hueprint;
  const { fill, typed } = hueprint.paletteMessage;
  const LONG_PRESS = 450;
  const LEAST = 1; // percent that a part keeps

  const partsOf = (value) => (typeof value === "string" ? [value] : Object.keys(value));

  // Weights -> whole percents of `total` in the same proportions, none under LEAST; the largest remainders are rounded up.
  function percents(weights, total = 100) {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const exact = weights.map((weight) => (weight / sum) * total);
    const whole = exact.map((value) => Math.max(LEAST, Math.floor(value)));
    for (let left = total - whole.reduce((all, part) => all + part, 0); left !== 0; left -= Math.sign(left)) {
      const short = whole.map((part, at) => Math.sign(left) * (exact[at] - part) - (left < 0 && part <= LEAST ? total : 0));
      whole[short.indexOf(Math.max(...short))] += Math.sign(left);
    }
    return whole;
  }

  const sharesOf = (value) => {
    const weights = Object.values(value);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => (100 * weight) / sum);
  };
  const blend = (names, shares) => (names.length === 1 ? names[0] : Object.fromEntries(names.map((name, at) => [name, shares[at] / 100])));

  // One more part, with an equal share; or, when it is in the mix already, one less.
  function mixed(kind, name) {
    const names = partsOf(state.now[kind]);
    if (names.includes(name)) return without(kind, name);
    const most = state.offer.limits.blend;
    if (names.length >= most) {
      hueprint.say(`At most ${most} ${kind}s mix; take one out first.`);
      return state.now[kind];
    }
    const own = Math.round(100 / (names.length + 1));
    const others = names.length === 1 ? [100 - own] : percents(sharesOf(state.now[kind]), 100 - own);
    return blend([...names, name], [...others, own]);
  }

  function without(kind, name) {
    const names = partsOf(state.now[kind]);
    if (names.length < 2) return state.now[kind];
    const shares = sharesOf(state.now[kind]).filter((_, at) => names[at] !== name);
    return blend(names.filter((other) => other !== name), percents(shares));
  }

  // One part is given a share; the others keep their proportions in what is left.
  function shared(kind, name, share) {
    const names = partsOf(state.now[kind]);
    const at = names.indexOf(name);
    const own = Math.min(100 - LEAST * (names.length - 1), Math.max(LEAST, Math.round(share)));
    const others = percents(sharesOf(state.now[kind]).filter((_, place) => place !== at), 100 - own);
    others.splice(at, 0, own);
    return blend(names, others);
  }

  function bindTiles(kind, group) {
    let pressed = 0;
    let finger = null;
    let longPressed = false;
    const pick = (tile, mix) => state.change({ [kind]: mix ? mixed(kind, tile.dataset.name) : tile.dataset.name });
    group.addEventListener("click", (event) => {
      const tile = event.target.closest("button");
      if (tile && !longPressed) pick(tile, event.shiftKey);
      longPressed = false;
    });
    group.addEventListener("pointerdown", (event) => {
      const tile = event.target.closest("button");
      longPressed = false;
      if (!tile || event.pointerType === "mouse") return;
      finger = event.pointerId;
      pressed = setTimeout(() => {
        longPressed = true;
        pick(tile, true);
      }, LONG_PRESS);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) group.addEventListener(end, ({ pointerId }) => pointerId === finger && clearTimeout(pressed));
    group.addEventListener("contextmenu", (event) => event.target.closest("button") && longPressed && event.preventDefault());
    radioKeys(group, pick);
  }

  const percent = (share) => `${Math.round(share)}%`;

  // Refused: what is no number stays in the field, marked. Too little or too much is as much as may be.
  function takeShare(kind, name, text, row) {
    const wanted = Number(text.replace("%", "").replace(",", "."));
    if (text === "" || !Number.isFinite(wanted)) {
      hueprint.say("A share is a number of percent between 1 and 99.", { about: row });
      return false;
    }
    const most = 100 - LEAST * (partsOf(state.now[kind]).length - 1);
    if (wanted < LEAST || wanted > most) hueprint.say(`A share in this mix goes from ${LEAST} to ${most} percent.`, { about: row });
    state.change({ [kind]: shared(kind, name, wanted) });
    return true;
  }

  function part(kind, template, title, name) {
    const row = template.content.firstElementChild.cloneNode(true);
    const [slider, number, out] = row.querySelectorAll("input, button");
    row.dataset.part = name;
    row.firstElementChild.textContent = title;
    slider.setAttribute("aria-label", `Share of ${title}`);
    number.setAttribute("aria-label", `Share of ${title} in percent`);
    out.setAttribute("aria-label", `Take ${title} out of the mix`);
    typed(number, (text) => takeShare(kind, name, text, row), () => showShares(kind));
    slider.addEventListener("input", () => state.change({ [kind]: shared(kind, name, slider.valueAsNumber) }, `${kind}-mix`));
    slider.addEventListener("change", state.close);
    row.addEventListener("dblclick", ({ target }) => {
      const names = partsOf(state.now[kind]);
      if (!out.contains(target) && target !== number) state.change({ [kind]: blend(names, percents(names.map(() => 1))) });
    });
    out.addEventListener("click", () => {
      state.change({ [kind]: without(kind, name) });
      document.querySelector(`#${kind} .hp-tiles [tabindex="0"]`).focus({ preventScroll: true });
    });
    return row;
  }

  function showMix(kind, list, template, names, value) {
    const parts = partsOf(value);
    list.hidden = parts.length < 2;
    if (list.hidden) return list.replaceChildren();
    // Rows stay the same nodes while one of them is dragged.
    if (parts.join() !== [...list.children].map((row) => row.dataset.part).join()) {
      list.replaceChildren(...parts.map((name) => part(kind, template, names[name], name)));
    }
    return showShares(kind);
  }

  function showShares(kind) {
    const rows = document.querySelectorAll(`#${kind} .hp-part-of`);
    sharesOf(state.now[kind]).forEach((share, at) => {
      const [, slider, number] = rows[at].children;
      slider.value = share;
      slider.style.setProperty("--to", share / 100);
      slider.setAttribute("aria-valuetext", percent(share));
      fill(number, percent(share));
    });
  }

  // The chosen tile within its own scrolling grid; the page itself stays where it is.
  function reveal(group, tile) {
    const view = group.getBoundingClientRect();
    const box = tile.getBoundingClientRect();
    if (box.bottom > view.bottom - 8) group.scrollTop += box.bottom - view.bottom + 8;
    if (box.top < view.top + 8) group.scrollTop += box.top - view.top - 8;
    if (box.right > view.right - 8) group.scrollLeft += box.right - view.right + 8;
    if (box.left < view.left + 8) group.scrollLeft += box.left - view.left - 8;
  }

  // A theme, a style or a mix as a person says it: "Alpine, Ocean and City".
  function titleOf(kind, value) {
    if (value === undefined || value === null) return "Photograph";
    const names = partsOf(value).map((name) => state.offer[`${kind}s`][name] ?? name);
    return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
  }

  hueprint.partsOf = partsOf;
  hueprint.titleOf = titleOf;
  hueprint.pickers = true;

  onMount(() => {
    for (const kind of ["theme", "style"]) {
      const root = document.getElementById(kind);
      const group = root.querySelector(".hp-tiles");
      bindTiles(kind, group);
      state.watch(`picker-${kind}`, (now, before) => {
        if (now[kind] === before?.[kind]) return;
        const parts = partsOf(now[kind]);
        radioShow(group, (tile) => parts.includes(tile.dataset.name));
        showMix(kind, root.querySelector(".hp-mix"), root.querySelector("template"), state.offer[`${kind}s`], now[kind]);
        if (!group.matches(":hover")) reveal(group, group.querySelector('[tabindex="0"]'));
      });
    }
  });
})();
