// The calendar beside a date field: `data-date="jalali|gregorian"`; the field itself stays plain text.
import { days, fields, firstOf, monthName, read, show, weekdays } from "./calendar.js";

let opened;

function close(refocus) {
  if (!opened) return;
  opened.box.remove();
  opened.button.setAttribute("aria-expanded", "false");
  if (refocus) opened.button.focus();
  opened = undefined;
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function step(kind, month, symbol, by) {
  const target = firstOf(kind, month, by);
  const button = element("button", { type: "button", class: "btn btn-ghost btn-sm btn-square", "aria-label": monthName(kind, target) });
  button.append(symbol);
  button.addEventListener("click", () => { draw(target, target); });
  return button;
}

function grid(kind, month, chosen) {
  const today = new Date();
  const same = (a, b) => a && a.toDateString() === b.toDateString();
  const rows = days(kind, month).map((week) => element("tr", {}, ...week.map((day) => {
    if (!day) return element("td", {});
    const button = element("button", {
      type: "button", "data-day": day.toDateString(), tabindex: same(chosen ?? month, day) ? "0" : "-1",
      "aria-pressed": same(opened.value, day) ? "true" : "false", "aria-current": same(day, today) ? "date" : null,
    }, fields(kind, day, true).day);
    button.addEventListener("click", () => {
      opened.input.value = show(kind, day);
      opened.input.dispatchEvent(new Event("input", { bubbles: true }));
      close(true);
    });
    button.day = day;
    return element("td", {}, button);
  })));
  const head = element("tr", {}, ...weekdays().map(([short, long]) => element("th", { scope: "col", abbr: long }, short)));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
}

function draw(month, focus) {
  const { kind, box } = opened;
  const rtl = getComputedStyle(box).direction === "rtl";
  const title = element("span", { "aria-live": "polite" }, monthName(kind, month));
  const head = element("div", { class: "calendar-head" }, step(kind, month, rtl ? "›" : "‹", -1), title, step(kind, month, rtl ? "‹" : "›", 1));
  box.replaceChildren(head, grid(kind, month, focus));
  box.querySelector("[data-day][tabindex='0']")?.focus();
}

function move(event) {
  const day = event.target.day;
  if (event.key === "Escape") {
    event.stopPropagation();
    close(true);
  }
  if (!day) return;
  const rtl = getComputedStyle(opened.box).direction === "rtl";
  const by = { ArrowDown: 7, ArrowUp: -7, ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1 }[event.key];
  const months = { PageDown: 1, PageUp: -1 }[event.key];
  if (!by && !months) return;
  event.preventDefault();
  const to = months ? firstOf(opened.kind, day, months) : new Date(day.getFullYear(), day.getMonth(), day.getDate() + by, 12);
  draw(to, to);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-date] > button");
  const before = opened;
  if (before && !before.box.contains(event.target) && event.target.isConnected) close(false);
  if (!button || before?.button === button) return;
  const holder = button.parentElement;
  const input = holder.querySelector("input");
  const kind = holder.dataset.date;
  const box = element("div", { class: "calendar", role: "dialog", "aria-label": button.getAttribute("aria-label") });
  opened = { box, button, input, kind, value: read(kind, input.value) };
  box.addEventListener("keydown", move);
  holder.append(box);
  button.setAttribute("aria-expanded", "true");
  const start = opened.value ?? new Date();
  draw(start, start);
});
