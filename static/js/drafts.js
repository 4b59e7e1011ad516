// Words that are not sent yet. The server keeps them while one types (`data-draft`); until it has them, they are loose, and a
// page with loose words asks before it is left.
const loose = new Set();
const asked = new WeakMap();

const words = (keeper) => keeper.querySelector("textarea");
const keeper = (event) => (event.target.matches?.("[data-draft]") ? event.target : null);

document.addEventListener("input", (event) => {
  const around = event.target.closest?.("[data-draft]");
  if (around) loose.add(around);
});

// The message itself is on its way: its words are kept by being sent.
document.addEventListener("htmx:before:request", (event) => {
  const around = keeper(event);
  if (!around) return;
  if (around.closest("form")?.dataset.sent) event.preventDefault();
  else asked.set(around, words(around).value);
});

document.addEventListener("htmx:after:request", (event) => {
  const around = keeper(event);
  if (around && event.detail.ctx.response.status < 400 && asked.get(around) === words(around).value) loose.delete(around);
});

document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && !event.defaultPrevented) event.target.querySelectorAll("[data-draft]").forEach((around) => loose.delete(around));
});

// A sending that came back: what stands in the box is loose again.
document.addEventListener("htmx:finally:request", (event) => {
  if (!event.target.matches?.("form") || (event.detail.ctx.response?.status ?? 500) < 400) return;
  event.target.querySelectorAll("[data-draft]").forEach((around) => words(around).value.trim() && loose.add(around));
});

window.addEventListener("beforeunload", (event) => {
  if ([...loose].some((around) => around.isConnected)) event.preventDefault();
});
