// A row that is longer than it shows: a mouse's wheel moves it, and it fades where it goes on.
(() => {
  "use strict";
  const hueprint = window.hueprint;
  if (hueprint.sideways) return;
  hueprint.sideways = true;
  const ROWS = "#looks .hp-looks, #subject .hp-tiles, #kept ul, #explore-mode";
  const SLACK = 2; // pixels

  const most = (row) => row.scrollWidth - row.clientWidth;

  function fade(row) {
    row.classList.toggle("hp-more-left", row.scrollLeft > SLACK);
    row.classList.toggle("hp-more-right", row.scrollLeft < most(row) - SLACK);
  }

  // At its end the wheel is the page's again. A trackpad's own sideways push stays the browser's.
  function turn(event) {
    const row = event.currentTarget;
    const left = event.deltaY > 0 ? most(row) - row.scrollLeft : row.scrollLeft;
    if (event.ctrlKey || Math.abs(event.deltaX) >= Math.abs(event.deltaY) || left < SLACK) return;
    event.preventDefault();
    row.scrollLeft += event.deltaY;
  }

  hueprint.onMount(() => {
    for (const row of document.querySelectorAll(ROWS)) {
      const show = () => fade(row);
      row.addEventListener("wheel", turn, { passive: false });
      row.addEventListener("scroll", show, { passive: true });
      new ResizeObserver(show).observe(row);
      new MutationObserver(show).observe(row, { childList: true });
    }
  });
})();
