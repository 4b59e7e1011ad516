// A drop zone: each file goes off at once with its own bar, and stands in the form as the value that the server gave it.
import { eachPart } from "./ready.js";
import { removal, size } from "./sizes.js";

function line(zone, file) {
  const row = document.createElement("li");
  const name = Object.assign(document.createElement("bdi"), { textContent: file.name });
  const told = Object.assign(document.createElement("small"), { textContent: size(file.size) });
  const bar = Object.assign(document.createElement("progress"), { className: "progress", max: 100, value: 0 });
  bar.setAttribute("aria-label", file.name);
  row.append(name, told, bar);
  return { row, told, bar };
}

// Of an answer that is a page only its words are of use.
const words = (answer) => new DOMParser().parseFromString(answer, "text/html").body.textContent.replace(/\s+/g, " ").trim();

function send(zone, file) {
  const list = zone.querySelector(".file-list");
  const said = zone.querySelector("[data-drop-said]");
  const { row, told, bar } = line(zone, file);
  const request = new XMLHttpRequest();
  const out = () => {
    request.abort();
    row.remove();
    settle(zone);
    zone.querySelector("input[type=file]").focus();
  };
  row.append(removal(zone.dataset.remove, file.name, out));
  row.dataset.going = "";
  list.append(row);
  settle(zone);
  const fail = (why) => {
    delete row.dataset.going;
    row.classList.add("is-failed");
    bar.remove();
    told.textContent = why || zone.dataset.failed;
    said.textContent = `${file.name}: ${told.textContent}`;
    settle(zone);
  };
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
  request.addEventListener("load", () => {
    if (request.status < 200 || request.status > 299) return fail(request.status < 500 ? words(request.responseText).slice(0, 160) : "");
    const made = new DOMParser().parseFromString(`<ul>${request.responseText}</ul>`, "text/html").querySelector("li");
    if (!made) return fail("");
    row.replaceWith(made);
    said.textContent = `${file.name}: ${zone.dataset.sent}`;
    settle(zone);
  });
  request.addEventListener("error", () => fail(""));
  const body = new FormData();
  body.append("csrf_token", zone.closest("form").querySelector("[name=csrf_token]").value);
  body.append("file", file);
  request.open("POST", zone.dataset.drop);
  request.setRequestHeader("Accept", "text/html");
  request.send(body);
}

function settle(zone) {
  const list = zone.querySelector(".file-list");
  list.hidden = list.childElementCount === 0;
}

function take(zone, files) {
  for (const file of files) send(zone, file);
}

// The form waits for what is still going.
document.addEventListener("submit", (event) => {
  const going = event.target.querySelector("[data-going]");
  if (!going) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  going.scrollIntoView({ block: "center" });
}, true);

document.addEventListener("click", (event) => {
  const zone = event.target.closest?.("[data-drop-out]")?.closest("[data-drop]");
  if (!zone) return;
  event.target.closest("li").remove();
  settle(zone);
  zone.querySelector("input[type=file]").focus();
});

eachPart((root) => {
  for (const zone of root.querySelectorAll("[data-drop]:not([data-ready])")) {
    zone.dataset.ready = "";
    const input = zone.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      take(zone, [...input.files]);
      input.value = "";
    });
    for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => zone.classList.add("is-over"));
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
    settle(zone);
  }
});
