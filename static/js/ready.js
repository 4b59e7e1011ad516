// Runs an island over the page now and over each part that htmx brings later.
export function eachPart(work) {
  work(document);
  document.addEventListener("htmx:after:swap", () => work(document));
}

export function typing(element) {
  return element?.matches?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])") ?? false;
}
