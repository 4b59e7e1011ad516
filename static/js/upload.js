// Upload progress: htmx lets a request bring its own fetch, and only XMLHttpRequest reports what was sent.
function bar(form) {
  return form.querySelector("[data-upload-progress]");
}

function sendWithProgress(form) {
  return (url, options) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(options.method, url);
    for (const [name, value] of Object.entries(options.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      const shown = bar(form);
      if (!shown || !event.lengthComputable) return;
      shown.hidden = false;
      shown.value = Math.round((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => {
      const headers = new Headers();
      for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
        const at = line.indexOf(":");
        if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
      }
      const empty = [204, 205, 304].includes(request.status);
      resolve(new Response(empty ? null : request.responseText, { status: request.status, headers }));
    });
    request.addEventListener("error", () => reject(new TypeError("network")));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    options.signal?.addEventListener("abort", () => request.abort());
    request.send(options.body);
  });
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  // The form itself, and not what keeps its words while one types.
  const form = event.target.matches?.("form[data-upload]") && event.target;
  if (!form || ![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  ctx.request.timeout = "30m";
  ctx.fetch = sendWithProgress(form);
});

document.addEventListener("htmx:finally:request", (event) => {
  const shown = event.target.closest?.("form[data-upload]") && bar(event.target);
  if (shown) shown.hidden = true;
});
