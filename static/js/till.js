// The till: keypad, scanner, function keys, the network's going and coming, the age of a price.
import { ascii, group, local } from "./digits.js";

const till = document.querySelector("[data-till]");
const scan = till.querySelector("[data-scan]");
let field = till.querySelector(".keypad input");

till.addEventListener("focusin", (event) => { if (event.target.matches("input[inputmode]")) field = event.target; });

// The keypad writes into the field that was used last, and leaves the focus there.
till.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-digit]")) event.preventDefault(); });
till.addEventListener("click", (event) => {
  const key = event.target.closest("[data-digit]")?.dataset.digit;
  if (key === undefined || !field) return;
  const digits = ascii(field.value).replace(/[^\d.]/g, "");
  const next = { back: digits.slice(0, -1), clear: "" }[key] ?? digits + key;
  field.value = field.closest("[data-money]") ? group(next.replace(/^0+(?=\d)/, "")) : local(next);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// A scanner types faster than anybody and ends with Enter; its code goes to the scan field wherever the focus is.
let code = "";
let before = 0;
document.addEventListener("keydown", (event) => {
  const wish = /^F\d+$/.test(event.key) && [...till.querySelectorAll("[data-fkey], [data-key]")].find((one) => (one.dataset.fkey ?? one.dataset.key) === event.key);
  if (wish) {
    event.preventDefault();
    wish.matches("input") ? wish.select() || wish.focus() : wish.click();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || document.activeElement === scan) return;
  if (event.timeStamp - before > 40) code = "";
  before = event.timeStamp;
  if (event.key === "Enter" && code.length >= 6) {
    event.preventDefault();
    const typed = document.activeElement;
    if (typed?.matches("input, textarea") && typed.value.endsWith(code.slice(1))) typed.value = typed.value.slice(0, -code.length);
    scan.value = code;
    code = "";
    scan.form.requestSubmit();
  } else if (event.key.length === 1) code += event.key;
}, true);

const away = till.querySelector("[data-away]");
const network = () => { if (away) away.hidden = navigator.onLine; };
window.addEventListener("online", network);
window.addEventListener("offline", network);
network();

const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
function age() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const old = Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000));
    if (old < 86400) time.textContent = old < 60 ? words.format(-old, "second") : old < 3600 ? words.format(-Math.floor(old / 60), "minute") : words.format(-Math.floor(old / 3600), "hour");
    time.closest("[data-ticker]")?.classList.toggle("is-old", old > Number(time.dataset.age));
  }
}
age();
setInterval(age, 5000);
