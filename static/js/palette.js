// The palette: lines that fit what is typed, arrows and Enter; results come by htmx. What was seen lately is kept for
// this tab only, so that nobody reads it after one has left.
import { ask } from "./dialogs.js";

const box = document.getElementById("palette");
const input = box?.querySelector("input");
const KEPT = "palette-recent";

const plain = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ي", "ی").replaceAll("ك", "ک").replace(/[\u200c\s]+/g, " ").trim();

function recent() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

function remember() {
  const title = document.querySelector("main h1")?.textContent.trim();
  const href = location.pathname + location.search;
  if (!title) return;
  const all = [{ title, href }, ...recent().filter((one) => one.href !== href)].slice(0, 6);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(all));
  } catch { /* Storage is refused: nothing is remembered. */ }
}

function line(tag, title, symbol) {
  const made = document.createElement(tag);
  made.className = "palette-line";
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.tabIndex = -1;
  const icon = box.querySelector("svg.icon").cloneNode(true);
  const use = icon.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${symbol}`));
  const words = document.createElement("bdi");
  words.textContent = title;
  made.append(icon, words);
  return made;
}

function fill(id, lines) {
  const group = document.getElementById(id);
  group.querySelectorAll("[data-made]").forEach((old) => old.remove());
  for (const one of lines) {
    one.dataset.made = "";
    group.append(one);
  }
  group.dataset.all = group.querySelectorAll("[role=option]").length;
}

function acts() {
  return [...document.querySelectorAll("main [data-key]")].filter((one) => one.checkVisibility()).map((one) => {
    const copy = (one.labels?.[0] ?? one.closest("label") ?? one).cloneNode(true);
    copy.querySelectorAll("kbd, .count").forEach((part) => part.remove());
    const made = line("button", copy.textContent.trim() || one.getAttribute("aria-label") || one.placeholder, "zap");
    made.type = "button";
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.dir = "ltr";
    cap.textContent = one.dataset.key;
    made.append(cap);
    made.addEventListener("click", () => {
      box.close();
      if (one.matches("input, textarea, select, [data-key-leads]")) one.focus();
      else one.click();
    });
    return made;
  });
}

// Asked of what was hidden here, not of the browser: that would lay the page out at each key.
const lines = () => [...box.querySelectorAll("[role=option]")].filter((one) => !one.closest("[hidden]"));

function choose(one) {
  box.querySelectorAll("[aria-selected=true]").forEach((old) => old.setAttribute("aria-selected", "false"));
  if (!one) return input.removeAttribute("aria-activedescendant");
  one.id ||= `palette-${Math.random().toString(36).slice(2)}`;
  one.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", one.id);
}

function narrow() {
  const wish = plain(input.value);
  for (const group of box.querySelectorAll("[role=group]")) {
    const found = group.closest(".palette-found");
    let shown = 0;
    for (const one of group.querySelectorAll("[role=option]")) {
      one.hidden = !found && wish !== "" && !plain(one.textContent).includes(wish);
      shown += one.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
  }
  const everywhere = box.querySelector("[data-everywhere]");
  everywhere.hidden = wish === "";
  everywhere.querySelector("bdi").textContent = input.value.trim();
  const rest = lines();
  const none = box.querySelector("[data-none]");
  none.textContent = rest.length <= 1 && wish ? none.dataset.none : "";
  choose(rest[0]);
}

function open() {
  fill("palette-recent", recent().filter((one) => one.href !== location.pathname + location.search).map((one) => {
    const made = line("a", one.title, "history");
    made.href = one.href;
    return made;
  }));
  fill("palette-acts", acts());
  input.value = "";
  document.getElementById("palette-found").replaceChildren();
  ask(box);
  narrow();
  input.focus();
}

if (box) {
  remember();
  input.addEventListener("input", () => {
    if (!input.value.trim()) document.getElementById("palette-found").replaceChildren();
    narrow();
  });
  document.addEventListener("htmx:after:swap", () => box.open && narrow());
  box.querySelector("[data-everywhere]").addEventListener("click", () => input.form.submit());
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = lines();
    const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (by) {
      const next = all[(now + by + all.length) % all.length];
      choose(next);
      next?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape") box.close();
    else if (event.key === "Enter" && all[now]) all[now].click();
    else return;
    event.preventDefault();
  });
  // Capture: before the plain search box of the bar takes Ctrl+K, or a click.
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.code !== "KeyK" && event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    event.stopPropagation();
    if (box.open) box.close();
    else open();
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
}
