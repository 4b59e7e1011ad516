// Groups the digits of an amount while it is typed; what the caret stood behind, it stands behind afterwards.
import { ascii, group } from "./digits.js";

document.addEventListener("input", (event) => {
  const input = event.target;
  if (event.isComposing || !input.closest?.("[data-money]")) return;
  const plain = ascii(input.value).replace(/[,٬،\s]/g, "");
  // Words, decimals and anything else that is not a plain number stay as they were typed; the server reads them.
  if (!/^\d+$/.test(plain)) return;
  const behind = ascii(input.value.slice(input.selectionStart)).replace(/\D/g, "").length;
  input.value = group(plain.replace(/^0+(?=\d)/, ""));
  let at = input.value.length;
  for (let left = behind; left > 0 && at > 0; at -= 1) if (/[\d۰-۹]/.test(input.value[at - 1])) left -= 1;
  input.setSelectionRange(at, at);
});
