// Rows of a grid: all at once, a range with Shift, from box to box with the arrows. And the list of a combobox.
const picks = (grid) => [...grid.querySelectorAll("[data-pick]")];
let last;

document.addEventListener("click", (event) => {
  const box = event.target;
  const grid = box.closest?.("[data-grid]");
  if (!grid) return;
  if (box.matches("[data-pick-all]")) for (const pick of picks(grid)) pick.checked = box.checked;
  if (!box.matches("[data-pick]")) return;
  const all = picks(grid);
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const pick of all.slice(from, to + 1)) pick.checked = box.checked;
  }
  last = box;
  const head = grid.querySelector("[data-pick-all]");
  const chosen = all.filter((pick) => pick.checked).length;
  if (head) Object.assign(head, { checked: chosen === all.length, indeterminate: chosen > 0 && chosen < all.length });
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !event.target.matches?.("[data-pick]")) return;
  const all = picks(event.target.closest("[data-grid]"));
  event.preventDefault();
  all[all.indexOf(event.target) + by]?.focus();
});

// Combobox: htmx fills the list, this moves in it. The chosen value goes into the hidden field beside.
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
  value.dispatchEvent(new Event("change", { bubbles: true }));
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
