// Dialogs: the browser opens them by `command`; an older one is helped here. All of them keep Tab inside, and a click
// beside them closes them, as Escape does.
const knows = "commandForElement" in HTMLButtonElement.prototype;

/** Opens a dialog over the page. */
export function ask(dialog) {
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[commandfor]");
  const dialog = button && document.getElementById(button.getAttribute("commandfor"));
  if (dialog?.showModal && !knows) {
    event.preventDefault();
    if (button.getAttribute("command") === "close") dialog.close();
    else ask(dialog);
  }
  if (event.target.matches?.("dialog[open]") && event.detail) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

const stops = "a[href], button:not([disabled]), input:not([type=hidden], [disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  const open = [...document.querySelectorAll("dialog[open], .nav-panel:popover-open")].pop();
  if (!open || (!open.contains(event.target) && event.target !== document.body)) return;
  const inside = [...open.querySelectorAll(stops)].filter((one) => one.tabIndex >= 0 && one.checkVisibility());
  const [first, last] = [inside[0], inside.at(-1)];
  const leaves = event.shiftKey ? event.target === first || event.target === open : event.target === last;
  if (!first || (!leaves && event.target !== document.body)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
});
