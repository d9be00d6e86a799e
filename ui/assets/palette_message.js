// What the palette editor says: one sentence at a time, right under the row it is about. textContent only.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteMessage) return;

  let line = null;
  let isPressed = false;
  let isRefusal = false;
  let waits = null;
  let timer = 0;

  // A sentence that comes or goes moves the rows beneath it, and under a pressed pointer takes the click from a button there: what is said
  // meanwhile waits until the click, which comes right after the pointer is let go, is through. A tap's mouse events come after its pointer's;
  // a pointer let go over an open list is not heard of until it moves.
  function press() {
    clearTimeout(timer); // the second of two quick clicks
    isPressed = true;
  }
  function release() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isPressed = false;
      waits?.();
    });
  }
  for (const kind of ["pointerdown", "mousedown"]) window.addEventListener(kind, press, { capture: true });
  for (const kind of ["pointerup", "mouseup", "pointercancel", "keydown"]) window.addEventListener(kind, release, { capture: true });
  window.addEventListener("pointermove", ({ buttons }) => isPressed && !buttons && release(), { capture: true });

  // under: the row it is about. note: a quiet remark rather than a refusal. undo: takes back what the sentence tells.
  function say(text, { under = null, note = false, undo = null } = {}) {
    waits = isPressed ? () => say(text, { under, note, undo }) : null;
    if (waits) return;
    if (under && text && line.previousElementSibling !== under) under.after(line);
    line.textContent = text;
    line.classList.toggle("hp-pal-note", note);
    isRefusal = Boolean(text) && !note;
    if (!undo) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Undo" });
    button.addEventListener("click", () => {
      say("");
      undo();
    });
    line.append(" ", button);
  }

  // What was refused is of the past with the next deed elsewhere, unless its text still stands there.
  function leave({ target }) {
    const root = line?.closest(".hp-palette");
    if (isRefusal && !root?.contains(target) && !root?.querySelector("[aria-invalid=true]")) say("");
  }
  for (const kind of ["click", "keydown"]) window.addEventListener(kind, leave, { capture: true });

  // A field keeps what was refused, marked, so that it can be mended; it is let go of once what it stands for changes.
  function refuse(field, text) {
    field.value = text;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", line.id);
    if (document.activeElement === document.body && !isPressed) field.focus(); // a press takes the focus elsewhere
  }

  function accept(field) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }

  function fill(field, text) {
    if (field.matches("[aria-invalid=true]") && field.dataset.held === text) return;
    if (document.activeElement === field && field.dataset.typing) return;
    if (field.matches("[aria-invalid=true]")) say(""); // it was about what goes now
    field.value = field.dataset.held = text;
    accept(field);
  }

  // A text field: Enter or leaving takes what was typed, Escape puts back what was there. take(text) -> false, now or later: refused.
  function typed(field, take, after) {
    field.addEventListener("input", () => {
      field.dataset.typing = "yes";
      accept(field);
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", () => delete field.dataset.typing);
    field.addEventListener("change", async () => {
      const text = field.value.trim();
      delete field.dataset.typing;
      const taken = take(text);
      if (taken !== false) after();
      if ((await taken) === false) refuse(field, text);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") field.blur();
      if (event.key !== "Escape") return;
      delete field.dataset.typing;
      accept(field);
      say("");
      after();
      field.select();
    });
  }

  hueprint.paletteMessage = {
    say,
    fill,
    typed,
    get isShown() {
      return line.textContent !== "";
    },
    bind: (element) => (line = element),
  };
})();
