// A page that has just sent a form waits for the answer before it fetches what the change has poked: mostly the answer
// leads to a fresh page, and the poke is news to nobody. What was held back is asked for when the page stays.
let sending = 0;
const held = new Map();

const isSending = (ctx) => ctx.request.method !== "GET";

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (isSending(ctx)) {
    sending += 1;
  } else if (sending > 0 && ctx.sourceEvent?.type && event.target.getAttribute("hx-trigger")?.includes(" from:body")) {
    held.set(event.target, ctx.sourceEvent.type);
    event.preventDefault();
  }
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (!isSending(ctx)) return;
  sending = Math.max(0, sending - 1);
  const leaves = ctx.hx?.redirect || ctx.hx?.refresh;
  if (sending > 0 || leaves) return;
  for (const [element, name] of held) element.isConnected && document.body.dispatchEvent(new CustomEvent(name));
  held.clear();
});
