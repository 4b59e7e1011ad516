// The design system alone, from its example: nothing is clipped, dialogs hold the keyboard, keys do no harm, heads stay.
// Here so that a fault of a component is found without a server, a database or a signed-in person.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
const TYPES = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";
const CUSTOMER = ["all", "home", "settings", "members", "problem"];
const STAFF = ["list", "desk"];
const PUBLIC = ["front", "sign-in"];
const EVERY = [...CUSTOMER, ...STAFF, ...PUBLIC];

let browser;
let host;
let base;
let program;

const audience = (screen) => (STAFF.includes(screen) ? "staff" : PUBLIC.includes(screen) ? "public" : "customer");
const run = promisify(execFile);
const pages = new Map();

async function html(lang, theme, screen) {
  const words = [lang, theme, audience(screen), screen];
  const key = words.join(" ");
  if (!pages.has(key)) pages.set(key, run(program, words, { maxBuffer: 1 << 24 }).then(({ stdout }) => stdout));
  return pages.get(key);
}

/** Builds the example; cargo says where it is. */
async function built() {
  const words = ["build", "-p", "ui", "--example", "gallery", "--message-format=json"];
  const { stdout } = await run("cargo", words, { cwd: root, maxBuffer: 1 << 26 });
  const told = stdout.split("\n").filter((line) => line.includes('"executable":"')).map((line) => JSON.parse(line));
  return told.find(({ target }) => target.name === "gallery").executable;
}

before(async () => {
  program = await built();
  host = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url, "http://gallery");
    const [, first, ...rest] = pathname.split("/");
    try {
      const body = first === "static" ? await readFile(path.join(root, "static/dist", path.basename(rest.join("/")))) : await html(first, ...rest);
      const type = first === "static" ? (TYPES[path.extname(pathname)] ?? "text/plain") : "text/html; charset=utf-8";
      answer.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${host.address().port}`;
  const args = ["--no-sandbox", "--disable-gpu", "--no-first-run"];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
});

after(async () => {
  await browser?.close();
  host?.close();
});

async function open(screen, { lang = "fa", theme = "light", width = 1280, js = true } = {}) {
  const viewport = { width, height: width < 600 ? 740 : 860 };
  const context = await browser.newContext({ viewport, reducedMotion: "reduce", javaScriptEnabled: js });
  const opened = await context.newPage();
  opened.faults = [];
  opened.on("pageerror", (error) => opened.faults.push(error.message));
  opened.on("console", (message) => message.type() === "error" && opened.faults.push(message.text()));
  await opened.goto(`${base}/${lang}/${theme}/${screen}`);
  if (js) await opened.evaluate(() => document.fonts.ready);
  return opened;
}

/** Controls that leave the window or are cut by a box around them (boxes that scroll on purpose are left out). */
const clipped = (opened) => opened.evaluate(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
  return [...document.querySelectorAll("main :is(a, button, input, select, textarea)")].filter((control) => {
    const box = control.getBoundingClientRect();
    if (!control.checkVisibility() || box.width < 2) return false;
    for (let e = control.parentElement; e && e.tagName !== "MAIN"; e = e.parentElement) {
      if (scrolls(e)) return false;
      const around = e.getBoundingClientRect();
      if (getComputedStyle(e).overflowX !== "visible" && (box.left < around.left - 1 || box.right > around.right + 1)) return true;
    }
    return box.left < -1 || box.right > width + 1 || control.scrollWidth > control.clientWidth + 2 && control.matches(".btn");
  }).map((control) => control.outerHTML.slice(0, 120));
});

const focused = (opened) => opened.evaluate(() => {
  const { activeElement: one } = document;
  return { text: one.textContent.trim(), inDialog: !!one.closest("dialog[open]"), isOpener: one.matches("[command=show-modal]") };
});

for (const screen of EVERY) {
  test(`${screen}: nothing clipped, nothing wider than the window, no fault, axe content`, async () => {
    for (const [lang, theme, width] of [["fa", "light", 360], ["en", "dark", 360], ["fa", "dark", 1280], ["en", "light", 1280]]) {
      const opened = await open(screen, { lang, theme, width });
      const what = `${screen} ${lang} ${theme} ${width}`;
      assert.deepEqual(await clipped(opened), [], what);
      assert.ok(await opened.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1), what);
      const { violations } = await new AxeBuilder({ page: opened }).setLegacyMode(true).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`), [], what);
      assert.deepEqual(opened.faults, [], what);
      await opened.context().close();
    }
  });
}

test("a question is modal: focus on the way back, Tab stays inside, Escape returns to the button", async () => {
  const opened = await open("members");
  await opened.locator(".row-actions [command=show-modal]").first().click();
  assert.ok(await opened.locator("dialog[open]:modal").isVisible());
  assert.equal((await focused(opened)).text, "نه، بماند");
  for (let n = 0; n < 6; n += 1) {
    await opened.keyboard.press(n < 3 ? "Tab" : "Shift+Tab");
    assert.ok((await focused(opened)).inDialog, `after ${n + 1} tabs`);
  }
  await opened.keyboard.press("Escape");
  assert.deepEqual([await opened.locator("dialog[open]").count(), (await focused(opened)).isOpener], [0, true]);
});

test("without script a button that destroys still asks first", async () => {
  const opened = await open("members", { lang: "en", js: false });
  await opened.locator(".row-actions [command=show-modal]").first().click();
  assert.ok(await opened.getByText("Should this member lose access").first().isVisible());
  assert.equal(new URL(opened.url()).pathname, "/en/light/members");
});

test("a browser that does not know `command` gets the same dialog from our script", async () => {
  const context = await browser.newContext();
  // Such a browser has no such property, and obeys no such attribute: here the attribute is renamed while it is read.
  await context.addInitScript(() => {
    delete HTMLButtonElement.prototype.commandForElement;
    document.addEventListener("DOMContentLoaded", () => {
      for (const button of document.querySelectorAll("[command]")) button.removeAttribute("command");
    });
  });
  const opened = await context.newPage();
  await opened.goto(`${base}/fa/light/members`);
  await opened.locator(".row-actions [commandfor]").first().click();
  assert.equal(await opened.locator("dialog[open]:modal").count(), 1);
});

test("one letter only leads to what changes data, and all single keys can be switched off", async () => {
  const opened = await open("desk");
  const before = opened.url();
  await opened.keyboard.press("c");
  assert.match((await focused(opened)).text, /^بستن/);
  assert.equal(opened.url(), before, "nothing was sent");
  await opened.evaluate(() => { document.activeElement.blur(); document.documentElement.dataset.keys = "off"; });
  for (const key of ["r", "c", "Shift+?"]) await opened.keyboard.press(key);
  assert.equal(await opened.evaluate(() => document.activeElement.tagName), "BODY");
  assert.equal(await opened.locator("dialog[open]").count(), 0);
});

test("the palette finds places and acts, obeys arrows and Enter, and closes on Escape", async () => {
  const opened = await open("list");
  await opened.keyboard.press("Control+k");
  const box = opened.locator("#palette input");
  assert.ok(await box.evaluate((input) => input === document.activeElement));
  await box.pressSequentially("سرو");
  assert.equal(await opened.locator("#palette [aria-selected=true]").innerText(), "سرورها");
  await opened.keyboard.press("ArrowDown");
  assert.match(await opened.locator("#palette [aria-selected=true]").innerText(), /جستجو در همه‌جا/);
  const { violations } = await new AxeBuilder({ page: opened }).setLegacyMode(true).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await opened.keyboard.press("Escape");
  assert.equal(await opened.locator("dialog[open]").count(), 0);
  await opened.locator(".global-search .search-box").click();
  assert.equal(await opened.locator("#palette[open]").count(), 1, "a click on the box opens it, too");
});

test("the head of a table stays under the bar", async () => {
  const opened = await open("all");
  await opened.setViewportSize({ width: 1280, height: 420 });
  const [bar, head, row] = await opened.evaluate(async () => {
    const top = (selector) => document.querySelector(selector).getBoundingClientRect().top;
    scrollTo(0, scrollY + top("#list thead th") + 40);
    await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
    return [document.querySelector(".topbar").getBoundingClientRect().bottom, top("#list thead th"), top("#list tbody tr")];
  });
  assert.ok(Math.abs(head - bar) <= 1, `head at ${head}, bar ends at ${bar}`);
  assert.ok(row < head, "the rows have gone under it");
});

test("on a phone a row is a card, its labels are there, and no address is broken", async () => {
  const opened = await open("members", { width: 360 });
  const told = await opened.evaluate(() => {
    const cell = document.querySelector("td[data-label]");
    const broken = [...document.querySelectorAll("td .code")].filter((code) => code.getClientRects().length > 1);
    return [getComputedStyle(cell, "::before").content, getComputedStyle(cell.parentElement).display, broken.length];
  });
  assert.deepEqual(told, ["\"ایمیل\"", "grid", 0]);
});

test("digits of one width stand only in numeric columns", async () => {
  const opened = await open("list");
  const wide = await opened.evaluate(() => [...document.querySelectorAll("time, .money, .count")]
    .filter((one) => !one.closest(".numeric") && getComputedStyle(one).fontVariantNumeric.includes("tabular")).length);
  assert.equal(wide, 0);
});

test("chosen files are listed with their size, and one can be taken out", async () => {
  const opened = await open("all", { lang: "en" });
  const file = (name, type) => ({ name, mimeType: type, buffer: Buffer.alloc(284_000) });
  await opened.setInputFiles("#f-files", [file("a.pdf", "application/pdf"), file("b.zip", "application/zip")]);
  assert.equal(await opened.locator("[data-file-list] li").count(), 2);
  assert.match(await opened.locator("[data-file-list] li").first().innerText(), /284 kB/i);
  await opened.locator("[data-file-list] button").first().click();
  assert.equal(await opened.evaluate(() => document.getElementById("f-files").files.length), 1);
});

test("the tab one is on is in sight on a phone", async () => {
  const opened = await open("members", { width: 360, lang: "en" });
  const seen = await opened.evaluate(() => {
    const box = document.querySelector(".settings-nav [aria-current]").getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth;
  });
  assert.ok(seen);
});

test("the navigation on a phone has a head, keeps Tab and closes by its button", async () => {
  const opened = await open("home", { width: 360 });
  await opened.locator(".nav-open").click();
  for (let n = 0; n < 8; n += 1) {
    await opened.keyboard.press("Tab");
    assert.ok(await opened.evaluate(() => !!document.activeElement.closest("#nav-panel")), `after ${n + 1} tabs`);
  }
  await opened.locator(".nav-head button").click();
  assert.equal(await opened.locator("#nav-panel:popover-open").count(), 0);
});

test("the badge of the bell leaves the bell in sight, in both directions", async () => {
  for (const lang of ["fa", "en"]) {
    const opened = await open("home", { lang });
    const covered = await opened.evaluate(() => {
      const [icon, badge] = [document.querySelector(".bell .icon"), document.querySelector(".bell .count")].map((e) => e.getBoundingClientRect());
      const across = Math.max(0, Math.min(icon.right, badge.right) - Math.max(icon.left, badge.left));
      const down = Math.max(0, Math.min(icon.bottom, badge.bottom) - Math.max(icon.top, badge.top));
      return (across * down) / (icon.width * icon.height);
    });
    assert.ok(covered < 0.35, `${lang}: ${Math.round(covered * 100)}% of the bell is covered`);
  }
});
