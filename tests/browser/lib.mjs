// What browser tests share: pages in a language, theme and width, sign-in, axe, and faults that any page may show.
// Here so that a test says what a person does; watching console, network and layout happens on every page by itself.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

import { routes, server, stopServer } from "./server.mjs";

export { routes, server };

export const PASSWORD = "sarai-demo-1405";
export const SOAK = process.env.SOAK === "1";
const SHOTS = fileURLToPath(new URL("./shots/", import.meta.url));
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** (language, theme, width): both ends always, every combination in the soak. */
export const MATRIX = SOAK
  ? ["fa", "en"].flatMap((lang) =>
      ["light", "dark"].flatMap((theme) => [360, 1280].map((width) => ({ lang, theme, width }))),
    )
  : [
      { lang: "fa", theme: "light", width: 360 },
      { lang: "en", theme: "dark", width: 1280 },
    ];

let browser;
const states = new Map();
const faults = new WeakMap();

/** Ends browser and program. */
export async function close() {
  await (await browser)?.close();
  await stopServer();
}

after(close);

/**
 * A page of a new visitor. `js: false` switches scripts off, `as` is a demo account that is signed in.
 * Everything it does wrong from now on is kept for `assertNoFaults`.
 */
export async function page(lang, theme, width, { js = true, as } = {}) {
  const context = await visitor({
    viewport: { width, height: width < 600 ? 740 : 900 },
    isMobile: width < 600,
    hasTouch: width < 600,
    locale: lang === "fa" ? "fa-IR" : "en-US",
    timezoneId: "Asia/Tehran",
    colorScheme: theme,
    reducedMotion: "reduce",
    javaScriptEnabled: js,
    storageState: as ? await signedIn(as) : undefined,
  });
  await choose(context, lang);
  const opened = await context.newPage();
  watch(opened, new URL(await server()).origin);
  const ask = opened.evaluate.bind(opened);
  opened.evaluate = (...given) => answered(opened, ask(...given), String(given[0]).slice(0, 120));
  return opened;
}

/** A browser of its own: cookies, cache, connections. */
async function visitor(options) {
  const baseURL = await server();
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const context = await (await browser).newContext({ baseURL, ...options });
  context.setDefaultTimeout(15_000);
  // Chromium can wait for ever when it is to forget a visitor whose page is just turning over to another.
  const close = context.close.bind(context);
  context.close = async () => {
    await Promise.all(context.pages().map((opened) => opened.goto("about:blank").catch(() => undefined)));
    await close();
  };
  return context;
}

/** Playwright ends every wait but that for a page's own answer: one that never comes ends here, with its address. */
function answered(opened, answer, question) {
  let late;
  const never = new Promise((_, fail) => {
    late = setTimeout(() => fail(new Error(`${opened.url()} gave no answer in 60 s: ${question}`)), 60_000);
  });
  return Promise.race([answer, never]).finally(() => clearTimeout(late));
}

/** Fill the sign-in form and wait for what follows. */
export async function signIn(opened, email, password = PASSWORD) {
  await opened.goto("/sign-in");
  const form = opened.locator("form:has(input[name=identifier])");
  await form.locator("input[name=identifier]").fill(email);
  await form.locator("input[name=password]").fill(password);
  await Promise.all([
    opened.waitForURL((url) => url.pathname !== "/sign-in"),
    form.locator("button[type=submit], button:not([type])").first().click(),
  ]);
}

/** What the page fetches by itself is there. Its live stream never ends, so that the network is never idle. */
export const settled = (opened) => opened.waitForFunction(() => document.fonts.status === "loaded"
  && !document.querySelector(".htmx-request, [hx-trigger=load]")
  && [...document.querySelectorAll("[data-grid]")].every((grid) => "ready" in grid.dataset));

/** Press what sends a form and wait for the page that follows. */
export async function send(opened, button) {
  await Promise.all([opened.waitForEvent("load"), button.click()]);
}

/** A fresh ticket of the demo's customer, whose page is open; tells its id. */
export async function ticket(subject, { js = true } = {}) {
  const customer = await page("fa", "light", 1280, { as: "customer@sarai.test", js });
  await customer.goto("/tickets/new");
  await customer.fill("input[name=subject]", subject);
  await customer.fill("textarea[name=body]", "لطفاً بررسی کنید.");
  await send(customer, customer.locator("#new-ticket button[type=submit]"));
  return { customer, id: new URL(customer.url()).pathname.split("/").pop() };
}

/** Cookies of a demo account, signed in once per test file. */
function signedIn(email) {
  if (!states.has(email)) states.set(email, cookiesOf(email));
  return states.get(email);
}

/** Without a page: that people can fill in the form is shown where that is the question. */
async function cookiesOf(email) {
  const context = await visitor();
  const form = await (await context.request.get("/sign-in")).text();
  const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(form)?.[1];
  const answer = await context.request.post("/sign-in", {
    form: { csrf_token, next: "", identifier: email, password: PASSWORD },
    headers: { origin: await server() },
    maxRedirects: 0,
  });
  assert.equal(answer.status(), 303, `${email} is not signed in`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** `?lang=` on any page sets the language cookie. */
async function choose(context, lang) {
  const answer = await context.request.get(`/sign-in?lang=${lang}`, { maxRedirects: 0 });
  assert.ok(answer.status() < 400, `choosing the language answers ${answer.status()}`);
}

function watch(opened, origin) {
  const found = [];
  faults.set(opened, found);
  const local = (url) => /^(data|blob|about):/.test(url) || new URL(url).origin === origin;
  opened.on("pageerror", (error) => found.push(`script error: ${error.message}`));
  opened.on("console", (message) => {
    // CSP violations are console errors too: they begin with "Refused to".
    if (message.type() === "error") found.push(`console: ${message.text()} (${message.location().url})`);
  });
  opened.on("request", (request) => {
    if (!local(request.url())) found.push(`outside host: ${request.url()}`);
  });
  opened.on("response", (response) => {
    if (response.status() >= 500) found.push(`${response.status()} from ${response.url()}`);
  });
}

/** Nothing in the console, no CSP violation, no outside host, no 5xx since the last call. */
export function assertNoFaults(opened, what = opened.url()) {
  const found = faults.get(opened).splice(0);
  assert.deepEqual(found, [], `faults on ${what}`);
}

/** Forget them: the next step is meant to be refused. */
export function forgetFaults(opened) {
  faults.get(opened).length = 0;
}

/** axe finds nothing. */
export async function axe(opened, what = opened.url()) {
  const { violations } = await answered(opened, new AxeBuilder({ page: opened }).setLegacyMode(true).analyze(), "axe");
  const told = violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 5).map((node) => `    ${node.target.join(" ")}\n      ${node.html.slice(0, 200)}`);
    return `  ${id}: ${help} (${nodes.length})\n${where.join("\n")}`;
  });
  assert.equal(told.length, 0, `axe on ${what}:\n${told.join("\n")}`);
}

/** The page is not wider than the window. */
export async function assertFits(opened, what = opened.url()) {
  const wide = await opened.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= width + 1) return [];
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1 || box.left < -1);
    });
    const name = (e) => `${e.tagName.toLowerCase()}${e.id ? `#${e.id}` : ""}.${[...e.classList].join(".")}`;
    return out.length ? out.slice(0, 8).map(name) : ["the document itself"];
  });
  assert.deepEqual(wide, [], `${what} scrolls sideways because of`);
}

/** `<html lang dir>` say what was asked for. */
export async function assertLanguage(opened, lang) {
  const html = await opened.locator("html").evaluate(({ lang, dir }) => ({ lang, dir }));
  assert.deepEqual(html, { lang, dir: lang === "fa" ? "rtl" : "ltr" }, opened.url());
}

/** Keep a picture in shots/ for people to look at. */
export async function shot(opened, name) {
  await mkdir(SHOTS, { recursive: true });
  await opened.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true });
}

/** Status and content type of an address, without reading a body that may never end (live streams). */
export async function probe(opened, address) {
  const base = await server();
  const cookies = await opened.context().cookies(base);
  const stop = new AbortController();
  const answer = await fetch(new URL(address, base), {
    headers: { accept: "text/html", cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") },
    redirect: "manual",
    signal: stop.signal,
  });
  const told = {
    status: answer.status,
    type: answer.headers.get("content-type") ?? "",
    location: answer.headers.get("location"),
    isDownload: (answer.headers.get("content-disposition") ?? "").startsWith("attachment"),
  };
  stop.abort();
  return told;
}
