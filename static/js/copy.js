// Copy buttons: `data-copy` holds the ASCII text.
import { say } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(document.body.dataset.copied);
  } catch {
    // The clipboard is refused: select the text beside it, so that one key copies it.
    const text = button.parentElement?.querySelector("bdi");
    if (text) getSelection()?.selectAllChildren(text);
  }
});
