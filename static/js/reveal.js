// Shows what is typed in a password field, and hides it again before it is sent.
const hide = (button) => {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (input) input.type = "password";
  button.setAttribute("aria-pressed", "false");
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveal]");
  if (!button) return;
  if (button.getAttribute("aria-pressed") === "true") return hide(button);
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;
  input.type = "text";
  button.setAttribute("aria-pressed", "true");
});

document.addEventListener("submit", (event) => event.target.querySelectorAll("[data-reveal]").forEach(hide), true);
