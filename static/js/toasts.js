// Toasts go away by themselves unless one looks at them; errors stay until dismissed.
const region = document.getElementById("toasts");

function arm(card) {
  if (card.dataset.armed) return;
  card.dataset.armed = "1";
  if (!card.dataset.toast) return;
  let timer;
  const start = () => { timer = setTimeout(() => card.remove(), Number(card.dataset.toast)); };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) card.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) card.addEventListener(name, start);
  start();
}

/** Says one line in the region for messages. */
export function say(text, tone = "tone-success") {
  if (!region || !text) return;
  const card = document.createElement("div");
  card.className = `toast-card ${tone}`;
  card.dataset.toast = "4000";
  const line = document.createElement("p");
  line.textContent = text;
  card.append(line);
  region.append(card);
}

if (region) {
  const armAll = () => region.querySelectorAll(".toast-card").forEach(arm);
  new MutationObserver(armAll).observe(region, { childList: true });
  armAll();
  region.addEventListener("click", (event) => {
    event.target.closest?.("[data-dismiss]")?.closest(".toast-card")?.remove();
  });
  window.addEventListener("offline", () => say(document.body.dataset.offline, "tone-warning"));
}

// What was taken back is no more said.
document.addEventListener("htmx:after:swap", (event) => event.detail?.ctx?.sourceElement?.closest?.(".toast-card")?.remove());

document.addEventListener("htmx:error", (event) => {
  // A request that never got an answer; the stream reconnects by itself and stays silent.
  if (event.target?.id !== "stream") say(document.body.dataset.offline, "tone-warning");
});
