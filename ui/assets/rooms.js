// The rooms: what stands in the stage beside the live picture. A room is no part of the picture, so going to another changes neither
// the state nor its history nor the address; the panels go on driving the picture. A reload opens the room one was in. Each is entered at its
// top, and afterwards where one left it.
//
//   hueprint.rooms.add({ id, mount, enter, leave })   mount(stage, panel): once the page is up (either may be null), and again if it is
//                                                     put up anew; enter(), leave(): as one comes and goes. All three may be left out.
//   hueprint.rooms.go(id)                             hueprint.rooms.now: the id of the room one is in
//
// Event on document: hueprint:room (detail: { room }).
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.rooms) return;
  const { onMount, radioKeys, radioShow } = hueprint;
  const SHELF = "hueprint.room";
  const FIRST = "studio";
  const known = new Map([[FIRST, {}]]);
  const places = new Map(); // room -> how far each part that scrolls was
  let now = null;

  // For this tab alone: another opens in the studio, with the picture.
  function remembered() {
    try {
      return sessionStorage.getItem(SHELF);
    } catch {
      return null;
    }
  }

  function remember(id) {
    try {
      sessionStorage.setItem(SHELF, id);
    } catch {
      // Switched off.
    }
  }

  function show() {
    document.getElementById("studio").dataset.room = now;
    for (const part of document.querySelectorAll(".block.hp-room")) part.classList.toggle("hp-here", part.id === `room-${now}` || part.id === `panel-${now}`);
    const bar = document.querySelector("#rooms [role=radiogroup]");
    radioShow(bar, ({ dataset }) => dataset.room === now);
    const chosen = bar.querySelector('[tabindex="0"]');
    bar.scrollLeft = chosen.offsetLeft - (bar.clientWidth - chosen.offsetWidth) / 2;
  }

  // On a phone the page, elsewhere the panels.
  const scrolling = () => [...document.querySelectorAll("html, #panel, #subject, #colour")];

  function go(id) {
    if (id === now || !known.has(id)) return;
    const before = now;
    if (before) places.set(before, scrolling().map(({ scrollTop }) => scrollTop));
    known.get(before)?.leave?.();
    now = id;
    remember(id);
    show();
    known.get(id).enter?.();
    if (before) scrolling().forEach((part, at) => (part.scrollTop = places.get(id)?.[at] ?? 0)); // a reload's place is the browser's
    document.dispatchEvent(new CustomEvent("hueprint:room", { detail: { room: id } }));
  }

  hueprint.rooms = {
    add: (room) => known.set(room.id, room),
    go,
    get now() {
      return now;
    },
  };

  onMount(() => {
    for (const [id, room] of known) room.mount?.(document.getElementById(`room-${id}`), document.getElementById(`panel-${id}`));
    const bar = document.querySelector("#rooms [role=radiogroup]");
    const choose = (button) => go(button.dataset.room);
    bar.addEventListener("click", (event) => event.target.closest("button") && choose(event.target.closest("button")));
    radioKeys(bar, choose);
    if (now) show();
    else go(known.has(remembered()) ? remembered() : FIRST);
  });
})();
