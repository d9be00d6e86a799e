// The picture in use: on a page, on a phone, as a poster on a wall. Drawn in neutral greys; every frame of the live picture goes in.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.mocks) return;
  const { live, onMount } = hueprint;

  const PICTURE = '<img alt="">';
  const bars = (...widths) => widths.map((width) => `<i style="width:${width}%"></i>`).join("");
  const MOCKS = {
    page: `<div class="hp-m-window"><header><b></b><b></b><b></b><span></span></header><nav>${bars(9)}<s></s>${bars(6, 6, 6)}</nav>
      <div class="hp-m-hero">${PICTURE}</div><div class="hp-m-text">${bars(46, 62, 58)}</div>
      <div class="hp-m-cards"><div><span>${PICTURE}</span>${bars(70, 45)}</div><div><span>${PICTURE}</span>${bars(62, 50)}</div><div><span>${PICTURE}</span>${bars(74, 38)}</div></div></div>`,
    phone: `<div class="hp-m-phone">${PICTURE}<span class="hp-m-ear"></span><p><small></small>9:41</p><span class="hp-m-home"></span></div>`,
    poster: `<div class="hp-m-wall"><div class="hp-m-poster">${PICTURE}</div><div class="hp-m-floor"></div><div class="hp-m-bench"></div></div>`,
  };

  let url = "";
  let chosen = "";

  const stage = () => document.querySelector("#preview .hp-mock");

  function fill() {
    if (!MOCKS[chosen] || !live.frame) return;
    const before = url;
    url = URL.createObjectURL(live.frame.blob);
    for (const img of stage().querySelectorAll("img")) img.src = url;
    if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
  }

  hueprint.mocks = {
    show(name) {
      chosen = name;
      const box = stage();
      box.hidden = !MOCKS[name];
      document.getElementById("preview").classList.toggle("hp-mocked", name in MOCKS);
      box.innerHTML = MOCKS[name] ?? "";
      box.dataset.mock = name;
      fill();
    },
  };

  document.addEventListener("hueprint:frame", fill);
  onMount(() => hueprint.mocks.show(chosen));
})();
