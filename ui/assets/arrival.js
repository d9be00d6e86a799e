// A picture made here has come back: shows what its settings would change, all of them or one part, before anything does.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.arrival) return;
  const { state, recipe, titleOf, radioKeys, radioShow, onMount } = hueprint;
  const SIDE = 300;
  const PARTS = {
    all: null,
    theme: ["theme", "options", "tile", "photo", "edits", "frame"],
    style: ["style"],
    palette: ["palette", "background", "accent"],
    knobs: ["knobs"],
    seed: ["seed"],
  };

  let sheet = null;
  let patch = null;
  let part = "all";
  let urls = [];
  let turn = 0;

  const one = (selector) => sheet.querySelector(selector);
  const chosen = () => (PARTS[part] ? Object.fromEntries(Object.entries(patch).filter(([name]) => PARTS[part].includes(name))) : patch);
  const after = () => ({ ...state.now, ...chosen(), knobs: { ...state.now.knobs, ...chosen().knobs } });

  const number = (value) => value.toFixed(2);
  const titled = (name) => name[0].toUpperCase() + name.slice(1).replaceAll("-", " ");
  const wellText = (well, { palette }) => well ?? (typeof palette === "string" ? "the palette's own" : "none");

  // A palette as its colours in their shares, its name beside them.
  function stripes({ palette }) {
    const preset = typeof palette === "string" ? state.offer.palettes[palette] : null;
    const bar = Object.assign(document.createElement("span"), { className: "hp-arrival-stripes" });
    for (const { hex, weight } of preset?.colours ?? palette) {
      const band = document.createElement("i");
      band.style.cssText = `background:${hex};flex-grow:${weight}`;
      bar.append(band);
    }
    const whole = document.createElement("span");
    whole.append(bar, preset ? preset.name : `${palette.length} colours`);
    return whole;
  }

  const shareText = (kind, value) => {
    if (typeof value === "string") return titleOf(kind, value);
    const sum = Object.values(value).reduce((total, weight) => total + weight, 0);
    return Object.entries(value).map(([name, weight]) => `${titleOf(kind, name)} ${Math.round((100 * weight) / sum)}%`).join(", ");
  };

  // [[what, before, after]] of everything that the chosen part would change.
  function changes() {
    const [now, next] = [state.now, after()];
    const differs = (name) => JSON.stringify(now[name]) !== JSON.stringify(next[name]);
    const rows = [];
    for (const kind of ["theme", "style"]) if (differs(kind)) rows.push([titled(kind), shareText(kind, now[kind]), shareText(kind, next[kind])]);
    if (differs("palette")) rows.push(["Palette", stripes(now), stripes(next)]);
    for (const well of ["background", "accent"]) if (differs(well)) rows.push([titled(well), wellText(now[well], now), wellText(next[well], next)]);
    if (differs("seed")) rows.push(["Seed", String(now.seed), String(next.seed)]);
    for (const name of state.offer.knobs) if (now.knobs[name] !== next.knobs[name]) rows.push([titled(name), number(now.knobs[name]), number(next.knobs[name])]);
    for (const { name } of state.own(next.theme)) {
      const [was, is] = [now.options[name] ?? 0.5, next.options[name] ?? 0.5];
      if (was !== is) rows.push([titled(name), number(was), number(is)]);
    }
    if (differs("tile")) rows.push(["Repeat", now.tile, next.tile]);
    if (differs("words")) rows.push(["Words", now.words || "none", next.words || "none"]);
    if (differs("edits")) rows.push(["Edits", String(now.edits.length), String(next.edits.length)]);
    if (differs("size")) rows.push(["Size", now.size.join(" × "), next.size.join(" × ")]);
    return rows;
  }

  function drawList() {
    const rows = changes();
    const list = one("dl");
    list.replaceChildren(
      ...rows.flatMap(([what, before, next]) => {
        const value = document.createElement("dd");
        const [was, is] = [document.createElement("s"), document.createElement("b")];
        was.append(before);
        is.append(next);
        value.append(was, " ", is);
        return [Object.assign(document.createElement("dt"), { textContent: what }), value];
      }),
    );
    one(".hp-arrival-none").hidden = rows.length > 0;
    one(".hp-primary").disabled = rows.length === 0;
  }

  function show(image, blob) {
    const url = URL.createObjectURL(blob);
    urls.push(url);
    image.src = url;
  }

  // The picture as it would be, painted small; the newest choice wins.
  async function drawAfter() {
    const mine = ++turn;
    const next = after();
    const scale = SIDE / Math.max(...next.size);
    const size = next.size.map((side) => Math.max(40, Math.round(side * scale)));
    const body = JSON.stringify({ ...state.preferences(next), size });
    const answer = await fetch("generate_image", { method: "POST", headers: { "Content-Type": "application/json", Accept: "image/jpeg" }, body }).catch(() => null);
    const isPicture = answer?.ok && answer.headers.get("Content-Type").startsWith("image/"); // a busy studio gives a number instead
    if (mine === turn && sheet.open && isPicture) show(one(".hp-arrival-after img"), await answer.blob());
  }

  function choose(name) {
    part = name;
    radioShow(one("[role=radiogroup]"), (button) => button.dataset.part === part);
    drawList();
    drawAfter();
  }

  function close() {
    if (sheet.open) sheet.close();
    turn += 1;
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [];
  }

  function open(found, file) {
    const read = recipe.read(found);
    if (!read) return hueprint.say("This picture was made by a newer Hueprint; its settings cannot be read here.", { error: true });
    patch = read.patch;
    one(".hp-arrival-name").textContent = file.name || "Pasted picture";
    one(".hp-arrival-caveat").textContent = recipe.caveat(found, "picture");
    one(".hp-arrival-before img").src = hueprint.strip.thumbnail(SIDE);
    one(".hp-arrival-after img").removeAttribute("src");
    if (file.type.startsWith("image/")) show(one(".hp-arrival-after img"), file);
    sheet.showModal();
    choose("all");
    one(".hp-primary").focus();
    return undefined;
  }

  hueprint.arrival = { open };

  onMount(() => {
    sheet = document.getElementById("arrival");
    const group = one("[role=radiogroup]");
    group.addEventListener("click", ({ target }) => target.closest("[data-part]") && choose(target.closest("[data-part]").dataset.part));
    radioKeys(group, (button) => choose(button.dataset.part));
    sheet.addEventListener("close", close);
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
    sheet.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      state.change(chosen());
      sheet.close();
    });
    for (const button of sheet.querySelectorAll("[data-close]")) button.addEventListener("click", () => sheet.close());
  });
})();
