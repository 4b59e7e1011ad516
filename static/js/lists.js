// Wide tables: one that does not fit shows its rows as cards, or scrolls sideways and is reached by Tab; one that fits
// does neither, so that its head can stay in sight. And in a row of tabs that scrolls, the current one is brought into view.
import { eachPart } from "./ready.js";

const fits = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)));

// Words are as wide as their font, which may come later than the page.
document.fonts.ready.then(() => document.querySelectorAll(".list[data-measured]").forEach(measure));

function measure(list) {
  list.classList.remove("is-wide");
  const wide = list.scrollWidth > list.clientWidth + 1;
  list.classList.toggle("is-wide", wide);
  if (wide && list.scrollWidth > list.clientWidth + 1) list.tabIndex = 0;
  else list.removeAttribute("tabindex");
}

eachPart((root) => {
  for (const list of root.querySelectorAll(".list[tabindex]:not([data-measured])")) {
    list.dataset.measured = "";
    fits.observe(list);
  }
  for (const row of root.querySelectorAll("[data-scroll-current]")) {
    const current = row.querySelector("[aria-current]");
    if (!current || row.scrollWidth <= row.clientWidth) continue;
    const [a, b] = [row.getBoundingClientRect(), current.getBoundingClientRect()];
    row.scrollLeft += b.left + b.width / 2 - (a.left + a.width / 2);
  }
});
