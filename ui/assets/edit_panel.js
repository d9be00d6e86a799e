// The Edit room: its tools, the list of edits, and what is painted inside the chosen one.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  const { edits, state, rooms, radioKeys, radioShow } = hueprint;
  const KINDS = ["theme", "style", "palette"];
  let stage = null;
  let panel = null;

  const one = (selector) => panel.querySelector(selector);

  function useTool(name) {
    radioShow(stage.querySelector("#edit-tool"), ({ dataset }) => dataset.tool === name);
    for (const row of stage.querySelectorAll("[data-for]")) row.hidden = row.dataset.for !== name;
    hueprint.editLayer.use(name);
  }

  function rowOf(edit, index) {
    const row = one("template").content.firstElementChild.cloneNode(true);
    const [shown, name, remove] = row.children;
    shown.checked = edit.on;
    shown.setAttribute("aria-label", `Show edit ${index + 1}`);
    name.textContent = name.title = edits.nameOf(edit);
    name.setAttribute("aria-pressed", String(index === edits.chosen));
    shown.addEventListener("change", () => edits.change(index, { on: shown.checked }));
    name.addEventListener("click", () => pick(index));
    name.addEventListener("keydown", (event) => press(event, index));
    remove.addEventListener("click", () => drop(index));
    for (const [event, shapes] of [["pointerenter", edit.mask], ["focusin", edit.mask], ["pointerleave", []], ["focusout", []]]) {
      row.addEventListener(event, () => hueprint.editLayer.point(shapes));
    }
    return row;
  }

  // Chosen to be moved or sized, unless what is drawn next is to be added to it; once more lets go of it.
  function pick(index) {
    const isHeld = index === edits.chosen && hueprint.editLayer.tool === "move";
    if (!one("#edit-add").checked) useTool("move");
    edits.choose(isHeld ? -1 : index);
  }

  function press(event, index) {
    if (event.key === "Delete") drop(index);
    else if (event.key === "Escape" && index === edits.chosen) edits.choose(-1);
    else if (index !== edits.chosen || !(hueprint.editOrder.press(event) || hueprint.editMove.press(event))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  function drop(index) {
    edits.remove(index);
    (one(`#edit-list [aria-pressed="true"]`) ?? document.querySelector(".hp-edit-layer")).focus({ preventScroll: true });
  }

  // The focus stays on the row that it was on: rows are made anew.
  function list() {
    const place = [...one("#edit-list").querySelectorAll("input, button")].indexOf(document.activeElement);
    one("#edit-list").replaceChildren(...state.now.edits.map(rowOf).reverse());
    if (place >= 0) one("#edit-list").querySelectorAll("input, button")[place]?.focus({ preventScroll: true });
    one("#edit-none").hidden = state.now.edits.length > 0;
  }

  function show() {
    const { photo } = state.now;
    list();
    one("#edit-plain-row").hidden = !photo;
    one("#edit-plain").checked = Boolean(photo?.plain);
    const edit = state.now.edits[edits.chosen];
    one("#edit-chosen").hidden = !edit;
    if (!edit) return;
    for (const kind of KINDS) {
      const value = edit.inside[kind] ?? "";
      const select = one(`#edit-${kind}`);
      select.querySelector("[data-own]")?.remove();
      if (typeof value !== "string") select.append(Object.assign(new Option("Own", "own"), { selected: true })), (select.lastChild.dataset.own = "");
      else select.value = value;
    }
    hueprint.editKnobs.show();
    hueprint.editOrder.show(panel);
    one("#edit-seed-around").disabled = edit.inside.seed === undefined;
    one("#edit-feather").value = edit.feather;
    one("#edit-feather").style.setProperty("--at", edit.feather / 0.25);
  }

  function bindPanel() {
    for (const kind of KINDS) one(`#edit-${kind}`).addEventListener("change", ({ target }) => target.value !== "own" && edits.inside({ [kind]: target.value }));
    one("#edit-seed").addEventListener("click", () => edits.inside({ seed: hueprint.seed.another() }));
    one("#edit-seed-around").addEventListener("click", () => edits.inside({ seed: undefined }));
    one("#edit-feather").addEventListener("input", ({ target }) => edits.change(edits.chosen, { feather: target.valueAsNumber }, "edit-feather"));
    one("#edit-feather").addEventListener("change", state.close);
    one("#edit-plain").addEventListener("change", ({ target }) => {
      const { plain, ...photo } = state.now.photo;
      state.change({ photo: target.checked ? { ...photo, plain: true } : photo });
    });
  }

  function bindStage() {
    const tools = stage.querySelector("#edit-tool");
    tools.addEventListener("click", ({ target }) => target.closest("[data-tool]") && useTool(target.closest("[data-tool]").dataset.tool));
    radioKeys(tools, ({ dataset }) => useTool(dataset.tool));
    for (const range of stage.querySelectorAll("input[type=range]")) {
      const fill = () => range.style.setProperty("--at", (range.value - range.min) / (range.max - range.min));
      range.addEventListener("input", fill);
      fill();
    }
  }

  document.addEventListener("hueprint:edit-chosen", () => panel && show());

  rooms.add({
    id: "edit",
    mount(itsStage, itsPanel) {
      [stage, panel] = [itsStage, itsPanel];
      bindStage();
      bindPanel();
      hueprint.editKnobs.mount(panel);
      hueprint.editOrder.mount(panel);
      state.watch("edits", (now, before) => ["edits", "photo", "knobs", "style", "palette"].some((part) => now[part] !== before?.[part]) && show());
    },
    leave: () => hueprint.editLayer.use(stage.querySelector('[data-tool][aria-checked="true"]').dataset.tool),
  });
})();
