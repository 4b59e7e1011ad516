// What lines of chosen files share: the size in the reader's own words, the button that takes a file out. Without state,
// so that chunks of their own may carry it, too.
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** «۲۸۴ کیلوبایت». */
export function size(bytes) {
  const power = Math.min(3, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)));
  const format = { style: "unit", unit: UNITS[power], unitDisplay: "short", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(bytes / 1000 ** power);
}

/** A small button that takes the thing of this name out. */
export function removal(label, name, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-ghost btn-xs btn-square", textContent: "×", title: label });
  button.setAttribute("aria-label", `${label}: ${name}`);
  button.addEventListener("click", act);
  return button;
}
