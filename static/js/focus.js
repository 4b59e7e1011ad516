// After a swap that the reader asked for, focus goes to `data-autofocus`, or, where the swap took the focused control
// away, to the part that changed; a live refresh never takes it.
import { typing } from "./ready.js";

const done = new WeakSet();

function next() {
  const wished = [...document.querySelectorAll("[data-autofocus]")].filter((element) => !done.has(element));
  wished.forEach((element) => done.add(element));
  return wished[0];
}

// The answer names what has changed; whoever has begun to write somewhere else meanwhile is left there.
function named() {
  const mark = document.querySelector("[data-focus-on]");
  mark?.remove();
  return mark && document.getElementById(mark.dataset.focusOn);
}

function writesElsewhere(source) {
  const active = document.activeElement;
  return typing(active) && active.value !== active.defaultValue && !source?.contains(active);
}

function focus(element, how) {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus(how);
}

const first = next();
if (first?.matches("[role=alert]")) first.focus();

document.addEventListener("htmx:after:swap", (event) => {
  const cause = event.detail?.ctx?.sourceEvent?.type;
  const element = next();
  const told = named();
  if (cause !== "submit" && cause !== "click") return;
  if (element) return element.focus();
  if (told && !writesElsewhere(event.detail.ctx.sourceElement)) return focus(told);
  const changed = document.getElementById(event.detail.ctx.target?.id);
  if (changed && document.activeElement === document.body) focus(changed, { preventScroll: true });
});
