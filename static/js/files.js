// The face of a file field says what was chosen; the control itself lies over it, unseen, and takes clicks and drops.
const none = new WeakMap();

document.addEventListener("change", (event) => {
  const input = event.target;
  const shown = input.type === "file" && input.parentElement?.querySelector("[data-files]");
  if (!shown) return;
  if (!none.has(shown)) none.set(shown, shown.textContent);
  shown.textContent = [...input.files].map((file) => `\u2068${file.name}\u2069`).join(document.documentElement.lang === "fa" ? "، " : ", ") || none.get(shown);
});
