// Keys of menus, steps of counts, chips of tags, ASCII digits of one-time codes, printing: each works without, only slower.
import { ascii, local } from "./digits.js";
import { eachPart } from "./ready.js";

// A menu takes the focus when it opens and the arrows move in it; Escape and the way back are the browser's.
const items = (menu) => [...menu.querySelectorAll("a[href], button:not([disabled])")];
document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches?.("[data-menu-list]")) items(event.target)[0]?.focus();
}, true);
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu-list]");
  const to = { ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" }[event.key];
  if (!menu || !to) return;
  event.preventDefault();
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const next = to === "first" ? 0 : to === "last" ? all.length - 1 : (at + to + all.length) % all.length;
  all[next]?.focus();
});

function step(box, by) {
  const input = box.querySelector("input");
  const [least, most] = [Number(box.dataset.least), Number(box.dataset.most)];
  const now = Number(ascii(input.value).replace(/\D/g, "")) || 0;
  const next = Math.min(most, Math.max(least, now + by));
  input.value = local(String(next));
  if (next !== now) input.dispatchEvent(new Event("change", { bubbles: true }));
  for (const button of box.querySelectorAll("button")) button.disabled = button.dataset.step < 0 ? next <= least : next >= most;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-quantity] [data-step]");
  if (button) step(button.parentElement, Number(button.dataset.step));
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-quantity]");
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!box || !by || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  step(box, by);
});

document.addEventListener("click", (event) => { if (event.target.closest?.("[data-print]")) print(); });

// A code is sent as soon as its last digit is there.
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-code]")) return;
  input.value = ascii(input.value).replace(/\D/g, "").slice(0, input.maxLength);
  if (input.value.length === input.maxLength) input.form?.requestSubmit();
});

function tags(box) {
  const input = box.querySelector("input");
  const sent = document.createElement("input");
  Object.assign(sent, { type: "hidden", name: input.name });
  input.removeAttribute("name");
  const list = new Set(input.value.split(/[،,]/).map((tag) => tag.trim()).filter(Boolean));
  const draw = () => {
    box.querySelectorAll(".tag-chip").forEach((chip) => chip.remove());
    for (const tag of list) {
      const chip = document.createElement("span");
      chip.className = "tag-chip";
      const name = document.createElement("bdi");
      name.textContent = tag;
      const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      remove.setAttribute("aria-label", `${box.dataset.tags}: ${tag}`);
      remove.addEventListener("click", () => { list.delete(tag); draw(); input.focus(); });
      chip.append(name, remove);
      input.before(chip);
    }
    sent.value = [...list].join("، ");
  };
  const take = () => {
    for (const tag of input.value.split(/[،,]/)) if (tag.trim()) list.add(tag.trim());
    input.value = "";
    draw();
  };
  input.addEventListener("keydown", (event) => {
    if (["Enter", ",", "،"].includes(event.key) && input.value.trim()) {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !input.value) {
      list.delete([...list].at(-1));
      draw();
    }
  });
  input.addEventListener("change", take);
  box.classList.add("is-rich");
  box.append(sent);
  input.value = "";
  draw();
}

eachPart((root) => root.querySelectorAll("[data-tags]:not(.is-rich)").forEach(tags));
