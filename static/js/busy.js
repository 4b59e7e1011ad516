// A form that was sent is not sent again, and its button says that the work goes on.
const PLAIN_LIMIT = 15000; // a plain submit that answered with a download leaves the page in place

function free(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => {
    button.removeAttribute("aria-busy");
    if (!button.dataset.label) return;
    button.querySelector("span").textContent = button.dataset.label;
    delete button.dataset.label;
  });
}

function mark(form, button) {
  form.dataset.sent = "1";
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  const text = button.querySelector("span:not(.sr-only)");
  if (text && button.dataset.busy) {
    button.dataset.label = text.textContent;
    text.textContent = button.dataset.busy;
  }
}

// In the capture phase, so that a second submit is stopped before htmx hears of it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  mark(form, event.submitter ?? form.querySelector("[type=submit]"));
  if (!form.hasAttribute("hx-post")) setTimeout(() => free(form), PLAIN_LIMIT);
}, true);

// What keeps a draft stands in the form, too, but is not its sending.
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.matches?.("[data-draft]") ? null : event.target.closest?.("form");
  if (form) free(form);
});

// Back to a page that the browser kept: its buttons are free again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(free);
});
