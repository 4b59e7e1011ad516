// After a swap that the reader asked for, focus goes to `data-autofocus`, or, where the swap took the focused control
// away, to the part that changed; a live refresh never takes it.
const done = new WeakSet();

function next() {
  const wished = [...document.querySelectorAll("[data-autofocus]")].filter((element) => !done.has(element));
  wished.forEach((element) => done.add(element));
  return wished[0];
}

const first = next();
if (first?.matches("[role=alert]")) first.focus();

document.addEventListener("htmx:after:swap", (event) => {
  const cause = event.detail?.ctx?.sourceEvent?.type;
  const element = next();
  if (cause !== "submit" && cause !== "click") return;
  if (element) return element.focus();
  const changed = document.getElementById(event.detail.ctx.target?.id);
  if (!changed || document.activeElement !== document.body) return;
  if (!changed.hasAttribute("tabindex")) changed.tabIndex = -1;
  changed.focus({ preventScroll: true });
});
