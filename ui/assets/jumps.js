// The panel's contents on a tablet: a tap brings a section to the top of the panel, and the one that stands there is marked.
(() => {
  "use strict";
  const { hueprint } = window;
  if (hueprint.jumps) return;
  hueprint.jumps = true;
  const { onMount } = hueprint;
  const NEAR = 24; // a section this close to the top is the one that is read

  let bar = null;
  let panel = null;
  let queued = false;

  const top = ({ dataset }) => document.getElementById(dataset.to).getBoundingClientRect().top - bar.getBoundingClientRect().bottom;
  const buttons = () => [...bar.querySelectorAll("button")];
  const shown = () => buttons().filter(({ hidden }) => !hidden);

  function mark() {
    queued = false;
    if (!bar.checkVisibility()) return;
    const [first, ...others] = shown();
    const isAtEnd = panel.scrollTop > 0 && panel.scrollTop + panel.clientHeight >= panel.scrollHeight - 1;
    const now = isAtEnd ? others.at(-1) : (others.findLast((button) => top(button) <= NEAR) ?? first);
    for (const button of buttons()) {
      if (button === now) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  function soon() {
    if (!queued) requestAnimationFrame(mark);
    queued = true;
  }

  function jump(button) {
    const isFirst = button === bar.firstElementChild;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    panel.scrollTo({ top: isFirst ? 0 : panel.scrollTop + top(button), behavior });
  }

  // Where a room has settings of its own, they stand on top, and the first name is the room's.
  function name() {
    const { now } = hueprint.rooms;
    const isOwn = Boolean(document.getElementById(`panel-${now}`));
    bar.firstElementChild.textContent = isOwn ? document.getElementById(`rooms-${now}`).textContent : "Looks";
    for (const button of buttons().slice(1)) button.hidden = !document.getElementById(button.dataset.to).checkVisibility();
    soon();
  }

  document.addEventListener("hueprint:room", () => bar && name());
  onMount(() => {
    bar = document.querySelector(".hp-jumps");
    panel = document.getElementById("panel");
    bar.addEventListener("click", ({ target }) => target.closest("button") && jump(target.closest("button")));
    panel.addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    name();
  });
})();
