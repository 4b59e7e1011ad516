// Minutes and seconds that are left until `time[data-countdown]`; the hour in it stays for those without script.
import { local } from "./digits.js";
import { eachPart } from "./ready.js";

const running = new Set();
let timer;

function show(time) {
  const left = Math.ceil((Date.parse(time.dateTime) - Date.now()) / 1000);
  const box = time.closest(".countdown");
  if (left <= 0) {
    time.textContent = time.dataset.over;
    box?.classList.add("is-over");
    running.delete(time);
    return;
  }
  if (left > 86400) return;
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(left / 3600);
  time.textContent = local(`${hours ? `${hours}:` : ""}${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`);
}

function tick() {
  for (const time of running) time.isConnected ? show(time) : running.delete(time);
  if (!running.size) timer = clearInterval(timer);
}

eachPart((root) => {
  for (const time of root.querySelectorAll("time[data-countdown]")) running.add(time);
  if (!running.size || timer) return;
  tick();
  timer = setInterval(tick, 1000);
});
