// The buttons of a Markdown field: they write its marks around what is chosen; and the way between text and preview.
const area = (part) => part.closest("[data-md]").querySelector("textarea");

// Typed as if by the reader, so that Ctrl+Z takes it back.
function put(input, from, to, text, choose = [text.length, text.length]) {
  input.focus();
  input.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) input.setRangeText(text, from, to, "end");
  input.setSelectionRange(from + choose[0], from + choose[1]);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function around(input, mark) {
  const { selectionStart: from, selectionEnd: to, value } = input;
  const chosen = value.slice(from, to);
  const before = value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark;
  if (before) put(input, from - mark.length, to + mark.length, chosen, [0, chosen.length]);
  else put(input, from, to, `${mark}${chosen}${mark}`, [mark.length, mark.length + chosen.length]);
}

function lines(input, change) {
  const from = input.value.lastIndexOf("\n", input.selectionStart - 1) + 1;
  const end = input.value.indexOf("\n", input.selectionEnd);
  const to = end < 0 ? input.value.length : end;
  const text = change(input.value.slice(from, to).split("\n")).join("\n");
  put(input, from, to, text);
}

const ACTS = {
  bold: (input) => around(input, "**"),
  list: (input) => lines(input, (all) => (all.every((line) => line.startsWith("- ")) ? all.map((line) => line.slice(2)) : all.map((line) => `- ${line}`))),
  code: (input) => (input.value.slice(input.selectionStart, input.selectionEnd).includes("\n") ? lines(input, (all) => ["```", ...all, "```"]) : around(input, "`")),
  link: (input) => {
    const { selectionStart: from, selectionEnd: to } = input;
    const chosen = input.value.slice(from, to);
    const isAddress = /^https?:\/\/\S+$/.test(chosen);
    if (isAddress) put(input, from, to, `[](${chosen})`, [1, 1]);
    else put(input, from, to, `[${chosen}](https://)`, [chosen.length + 3, chosen.length + 11]);
  },
};

function show(field, preview) {
  field.querySelector(".md-shown").hidden = !preview;
  field.querySelector("textarea").hidden = preview;
  for (const tool of field.querySelectorAll("[data-mark]")) tool.disabled = preview;
  field.querySelector("[data-md-write]").hidden = !preview;
  field.querySelector("[data-md-preview]").hidden = preview;
}

document.addEventListener("click", (event) => {
  const tool = event.target.closest?.("[data-mark]");
  if (tool) ACTS[tool.dataset.mark](area(tool));
  const back = event.target.closest?.("[data-md-write]");
  if (!back) return;
  show(back.closest("[data-md]"), false);
  area(back).focus();
});

document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey || event.code !== "KeyB" || !event.target.matches?.("[data-md] textarea")) return;
  event.preventDefault();
  ACTS.bold(event.target);
});

document.addEventListener("htmx:after:swap", (event) => {
  const shown = event.detail?.ctx?.target;
  if (!shown?.matches?.(".md-shown")) return;
  show(shown.closest("[data-md]"), true);
  shown.focus();
});
