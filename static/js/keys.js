// Keyboard: `data-key="r"`, `data-key="g t"` or `data-key="Ctrl+k"` presses or focuses its element.
// Keys without Ctrl can be switched off (`data-keys="off"` on the document), and none of them changes anything: what
// would send a form only gets the focus.
import { ask } from "./dialogs.js";
import { typing } from "./ready.js";

let typed = [];
let timer;

// The letter on the key cap, so that shortcuts work under a Persian layout, too.
function letter(event) {
  if (event.key === "؟") return "?";
  if (event.key.length > 1 || /^[\x21-\x7e]$/.test(event.key)) return event.key;
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

const seen = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
const off = () => document.documentElement.dataset.keys === "off";
const changes = (element) => "keyLeads" in element.dataset || (element.type === "submit" && element.form?.method === "post");
const keyed = () => [...document.querySelectorAll("[data-key]")].filter(seen);

function use(element) {
  if (typing(element)) {
    element.focus();
    element.select?.();
  } else if (changes(element) && !element.dataset.key.startsWith("Ctrl+")) element.focus();
  else element.click();
}

const box = document.getElementById("shortcuts");

box?.addEventListener("beforetoggle", (event) => {
  if (event.newState !== "open") return;
  const rows = document.getElementById("shortcut-list");
  rows.replaceChildren(...keyed().filter((element) => !off() || element.dataset.key.startsWith("Ctrl+")).map((element) => {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const key = document.createElement("dd");
    const label = element.labels?.[0] ?? element.closest("label") ?? element;
    const copy = label.cloneNode(true);
    copy.querySelectorAll("kbd, .count").forEach((part) => part.remove());
    name.textContent = copy.textContent.trim() || element.getAttribute("aria-label");
    const cap = document.createElement("kbd");
    cap.className = "key";
    cap.dir = "ltr";
    cap.textContent = element.dataset.key;
    key.append(cap);
    row.append(name, key);
    return row;
  }));
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const target = event.target;
  if (event.key === "Enter" && event.ctrlKey && target.form) {
    event.preventDefault();
    target.form.requestSubmit(target.form.querySelector("[data-default]") ?? undefined);
    return;
  }
  if (event.key === "Escape" && typing(target) && !target.closest("dialog")) {
    target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) {
    const name = `Ctrl+${letter(event).toLowerCase()}`;
    const found = event.ctrlKey && keyed().find((element) => element.dataset.key === name);
    if (found) {
      event.preventDefault();
      use(found);
    }
    return;
  }
  if (off() || typing(target) || document.querySelector("dialog[open], :popover-open") || event.key.length > 1) return;
  if (letter(event) === "?") {
    event.preventDefault();
    if (box) ask(box);
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(() => { typed = []; }, 1200);
  typed.push(letter(event));
  const keys = keyed();
  let wish = typed.join(" ");
  if (!keys.some((element) => element.dataset.key.startsWith(wish))) {
    typed = [letter(event)];
    wish = typed[0];
  }
  const found = keys.find((element) => element.dataset.key === wish);
  if (!found) return;
  event.preventDefault();
  typed = [];
  use(found);
});
