// The list of a combobox: htmx fills it, this moves in it. The chosen value goes into the hidden field beside.
const parts = (input) => {
  const box = input.closest("[data-combo]");
  return { box, list: box.querySelector("[role=listbox]"), value: box.querySelector("input[type=hidden]") };
};
const open = (input, yes) => {
  input.setAttribute("aria-expanded", String(yes));
  parts(input).list.hidden = !yes;
  if (!yes) input.removeAttribute("aria-activedescendant");
};
function mark(input, option) {
  parts(input).list.querySelectorAll("[aria-selected=true]").forEach((one) => one.setAttribute("aria-selected", "false"));
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}
function choose(input, option) {
  const { value } = parts(input);
  input.value = option.dataset.label;
  value.value = option.dataset.value;
  // Both, as of a select: a bar of filters listens for the first.
  for (const type of ["input", "change"]) value.dispatchEvent(new Event(type, { bubbles: true }));
  open(input, false);
}

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-combo] [role=combobox]")) return;
  const { list } = parts(input);
  const all = [...list.querySelectorAll("[role=option]")];
  const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const shown = !list.hidden && all.length > 0;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!shown) return all.length ? open(input, true) : undefined;
    mark(input, all[(now + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
  } else if (event.key === "Enter" && shown && now >= 0) {
    event.preventDefault();
    choose(input, all[now]);
  } else if (event.key === "Escape" && shown) {
    event.preventDefault();
    event.stopPropagation();
    open(input, false);
  }
}, true);
document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-combo] [role=combobox]")) parts(event.target).value.value = "";
});
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combo] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-combo]").querySelector("[role=combobox]"), option);
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-combo] [role=combobox]")) open(event.target, false);
});
document.addEventListener("htmx:after:swap", () => {
  const input = document.activeElement;
  if (input?.matches("[data-combo] [role=combobox]")) open(input, parts(input).list.childElementCount > 0);
});
