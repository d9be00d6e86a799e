// What the palette editor says: one sentence at a time, right under the row it is about. textContent only.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.paletteMessage) return;

  let line = null;

  // under: the row it is about. note: a quiet remark rather than a refusal. undo: takes back what the sentence tells.
  function say(text, { under = null, note = false, undo = null } = {}) {
    if (under && text && line.previousElementSibling !== under) under.after(line);
    line.textContent = text;
    line.classList.toggle("hp-pal-note", note);
    if (!undo) return;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Undo" });
    button.addEventListener("click", () => {
      say("");
      undo();
    });
    line.append(" ", button);
  }

  // A field keeps what was refused, marked, so that it can be mended; it is let go of once what it stands for changes.
  function refuse(field, text) {
    field.value = text;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", line.id);
    if (document.activeElement === document.body) field.focus();
  }

  function accept(field) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }

  function fill(field, text) {
    if (field.matches("[aria-invalid=true]") && field.dataset.held === text) return;
    if (document.activeElement === field && field.dataset.typing) return;
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
