// A form answered by script sends the reader on; to another place of the same page that would only scroll, so the page
// is loaded anew, and shows that place.
document.addEventListener("htmx:before:response", (event) => {
  const { hx } = event.detail.ctx;
  if (!hx?.redirect) return;
  const to = new URL(hx.redirect, location.href);
  if (!to.hash || to.origin + to.pathname + to.search !== location.origin + location.pathname + location.search) return;
  location.hash = to.hash;
  history.scrollRestoration = "manual";
  hx.redirect = undefined;
  hx.refresh = "true";
});
