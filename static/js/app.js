// The islands of script. Every page works without them; each makes one thing quicker.
import "./palette.js";
import "./copy.js";
import "./keys.js";
import "./busy.js";
import "./focus.js";
import "./menus.js";
import "./toasts.js";
import "./redirect.js";
import "./live.js";
import "./files.js";
import "./upload.js";
import "./drafts.js";
import "./charts.js";
import "./dates.js";
import "./lists.js";
import "./reveal.js";
import "./amounts.js";
import "./countdown.js";
import "./pieces.js";
import "./combobox.js";
import "./chunks.js";

document.documentElement.classList.add("js");
