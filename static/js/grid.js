// A grid one works in, loaded only where there is one. Rows: all at once, a range with Shift. Cells: arrows, Home and End
// walk them, Enter or F2 goes into one, Escape comes back; Tab passes the grid by in one step. Columns that are pinned.
import { local } from "./digits.js";
import { eachPart } from "./ready.js";

const INSIDE = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const picks = (grid) => [...grid.querySelectorAll("[data-pick]")];
// On a phone rows are cards, which one does not walk cell by cell.
const wide = matchMedia("(min-width: 48rem)");
let last;

// What is chosen is marked by script: a style sheet that asks each row anew is slow at a thousand of them.
function told(grid) {
  const all = picks(grid);
  const chosen = all.filter((pick) => pick.checked).length;
  const head = grid.querySelector("[data-pick-all]");
  for (const pick of all) pick.closest("tr").classList.toggle("is-picked", pick.checked);
  grid.classList.toggle("has-picked", chosen > 0);
  const count = grid.querySelector(".grid-count");
  if (count) count.textContent = local(String(chosen));
  if (head) Object.assign(head, { checked: chosen > 0 && chosen === all.length, indeterminate: chosen > 0 && chosen < all.length });
}

document.addEventListener("click", (event) => {
  const box = event.target;
  const grid = box.closest?.("[data-grid]");
  if (!grid) return;
  if (box.matches("[data-pick-all]")) for (const pick of picks(grid)) pick.checked = box.checked;
  else if (!box.matches("[data-pick]")) return;
  const all = picks(grid);
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const pick of all.slice(from, to + 1)) pick.checked = box.checked;
  }
  if (box.matches("[data-pick]")) last = box;
  told(grid);
});

const cellOf = (element) => element.closest?.("[data-grid] :is(td, th)");

// A cell with one control gives the focus to it; any other takes it itself.
function target(cell) {
  const inside = [...cell.querySelectorAll(INSIDE)].filter((one) => one.checkVisibility());
  return inside.length === 1 && !inside[0].matches("summary") ? inside[0] : cell;
}

function stand(cell, focus = true) {
  const grid = cell.closest("[data-grid]");
  const before = grid.querySelector("[data-here]");
  if (before) {
    before.tabIndex = -1;
    before.removeAttribute("data-here");
  }
  const here = target(cell);
  here.tabIndex = 0;
  here.dataset.here = "";
  if (focus) {
    here.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function walk(event) {
  const cell = cellOf(event.target);
  if (!cell || event.altKey || event.metaKey) return;
  const table = cell.closest("table");
  if (!wide.matches || event.target.closest("form, [popover]")) return leave(event, cell);
  const step = getComputedStyle(table).direction === "rtl" ? -1 : 1;
  const all = [...table.rows];
  const row = all.indexOf(cell.parentElement);
  const at = cell.cellIndex;
  const ends = cell.parentElement.cells.length - 1;
  const page = Math.max(1, Math.floor(table.parentElement.clientHeight / cell.offsetHeight) - 2);
  const [down, across] = {
    ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, step], ArrowLeft: [0, -step], PageDown: [page, 0], PageUp: [-page, 0],
    Home: [event.ctrlKey ? -row : 0, -at], End: [event.ctrlKey ? all.length : 0, ends],
  }[event.key] ?? [];
  if (down !== undefined) {
    const to = all[Math.min(all.length - 1, Math.max(0, row + down))]?.cells[Math.min(ends, Math.max(0, at + across))];
    event.preventDefault();
    if (to) stand(to);
  } else if (event.key === "F2" || (event.key === "Enter" && event.target === cell)) {
    enter(event, cell);
  }
}

function enter(event, cell) {
  const edit = cell.querySelector("[data-cell-edit]");
  const first = edit ?? cell.querySelector(INSIDE);
  if (!first) return;
  event.preventDefault();
  if (!edit) return first.focus();
  edit.open = true;
}

function leave(event, cell) {
  if (event.key !== "Escape" || event.target.closest("[popover]")) return;
  const edit = event.target.closest("[data-cell-edit]");
  if (!edit) return;
  event.preventDefault();
  event.stopPropagation();
  shut(edit, cell);
}

// The form lies in a `noscript` until it is wanted: as text, or as elements where htmx has put it in.
function unfold(edit) {
  const kept = edit.querySelector(":scope > noscript");
  if (!kept) return;
  const form = kept.querySelector("form") ?? new DOMParser().parseFromString(kept.textContent, "text/html").querySelector("form");
  kept.replaceWith(form);
  window.htmx.process(form);
}

function shut(edit, cell = cellOf(edit)) {
  edit.querySelector("form").reset();
  edit.open = false;
  if (cell && wide.matches) stand(cell);
  else edit.querySelector("summary").focus();
}

// In the capture phase: Escape in a field would otherwise only leave the field.
document.addEventListener("keydown", walk, true);
document.addEventListener("click", (event) => {
  const edit = event.target.closest?.("[data-cell-leave]")?.closest("[data-cell-edit]");
  if (edit) shut(edit);
});
document.addEventListener("toggle", (event) => {
  const edit = event.target;
  if (!edit.matches?.("[data-cell-edit]") || !edit.open) return;
  unfold(edit);
  for (const other of document.querySelectorAll("[data-cell-edit][open]")) if (other !== edit) other.open = false;
  edit.querySelector("input:not([type=hidden])").select();
}, true);
document.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (cell && wide.matches && !event.target.closest("form") && !event.target.matches("[data-here]")) stand(cell, event.target === cell);
});

// Each pinned column begins where the ones before it end.
function pin(grid) {
  const table = grid.querySelector("table");
  if (!wide.matches) return;
  const heads = [...table.tHead.rows[0].cells].filter((cell) => cell.matches(".grid-box, .grid-title, .grid-pin"));
  let before = 0;
  for (const cell of heads) {
    if (cell.matches(".grid-pin")) grid.style.setProperty(`--pin-${cell.cellIndex}`, `${before}px`);
    before += cell.offsetWidth;
  }
}

const sizes = new ResizeObserver((entries) => entries.forEach(({ target: grid }) => pin(grid)));

// One stop for Tab: the cell one stood in last, at first the first of the rows.
function ready(grid) {
  grid.dataset.ready = "";
  told(grid);
  const table = grid.querySelector("table");
  const pinned = [...table.tHead.rows[0].cells].filter((cell) => cell.matches(".grid-pin"));
  for (const { cellIndex } of pinned) for (const row of table.rows) row.cells[cellIndex]?.classList.add(`pin-${cellIndex}`);
  if (pinned.length) sizes.observe(grid);
  if (!wide.matches) return;
  table.setAttribute("role", "grid");
  for (const cell of table.querySelectorAll("[role=cell]")) cell.setAttribute("role", "gridcell");
  still(table);
  const first = table.tBodies[0]?.rows[0]?.cells[0];
  if (first) stand(first, false);
  grid.querySelector(".grid-scroll").removeAttribute("tabindex");
}

// Controls in cells are reached by Enter, not by a thousand tabs.
function still(part) {
  for (const cell of part.matches("td") ? [part] : part.querySelectorAll("td, th")) cell.tabIndex = -1;
  for (const one of part.querySelectorAll(INSIDE)) if (!one.closest("form, [popover]")) one.tabIndex = -1;
}

// A cell that came back from the server takes the focus again.
document.addEventListener("htmx:after:swap", (event) => {
  const cell = cellOf(document.getElementById(event.detail?.ctx?.target?.id) ?? document.body);
  const edit = cell?.querySelector("[data-cell-edit]");
  if (!edit || !wide.matches) return;
  still(cell);
  if (edit.open) edit.querySelector("input:not([type=hidden])").focus();
  else stand(cell);
});

eachPart((root) => root.querySelectorAll("[data-grid]:not([data-ready])").forEach(ready));
