// The face of a file field says what was chosen; the control itself lies over it, unseen, and takes clicks and drops.
// Below it each file has its line: picture, name, size, and a button that takes it out again.
import { removal, size } from "./sizes.js";

const none = new WeakMap();
const lang = document.documentElement.lang;
// Drawn on a canvas: the policy allows no picture from `blob:`.
async function picture(file, canvas) {
  const image = await createImageBitmap(file, { resizeHeight: 80, resizeQuality: "medium" });
  canvas.width = canvas.height = 80;
  canvas.getContext("2d").drawImage(image, (80 - image.width) / 2, 0);
  image.close();
}

function without(input, gone) {
  const kept = new DataTransfer();
  for (const file of input.files) if (file !== gone) kept.items.add(file);
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function line(input, list, file) {
  const row = document.createElement("li");
  const face = document.createElement("canvas");
  face.setAttribute("aria-hidden", "true");
  if (file.type.startsWith("image/")) picture(file, face).catch(() => {});
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const weight = document.createElement("small");
  weight.textContent = size(file.size);
  const out = () => {
    without(input, file);
    (list.querySelector("button") ?? input).focus();
  };
  row.append(face, name, weight, removal(list.dataset.remove, file.name, out));
  return row;
}

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file") return;
  const list = document.querySelector(`[data-file-list="${CSS.escape(input.id)}"]`);
  if (list) {
    list.replaceChildren(...[...input.files].map((file) => line(input, list, file)));
    list.hidden = input.files.length === 0;
  }
  const shown = input.parentElement?.querySelector("[data-files]");
  if (!shown) return;
  if (!none.has(shown)) none.set(shown, shown.textContent);
  const names = list ? [] : [...input.files].map((file) => `\u2068${file.name}\u2069`);
  shown.textContent = input.files.length ? names.join(lang === "fa" ? "، " : ", ") : none.get(shown);
});
