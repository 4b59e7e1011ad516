// The one path through the whole house: sign-up, mail, ticket with a file, live answer, closing; with and without script.
// Here because this is what the first release promises, in both languages, both themes, on a phone and a desk.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SOAK, assertFits, assertLanguage, assertNoFaults, axe, page, send, shot } from "./lib.mjs";
import { PASSWORD, confirmationLink, newCustomer, openMail, signUp } from "./newcomer.mjs";

const AGENT = "support@sarai.test";
// 1×1 pixel, so that the server has an image to decode and write again.
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const VARIANTS = SOAK
  ? ["fa", "en"].flatMap((lang) =>
      ["light", "dark"].flatMap((theme) => [360, 1280].map((width) => ({ lang, theme, width, js: true }))),
    )
  : [
      { lang: "fa", theme: "light", width: 360, js: true },
      { lang: "en", theme: "dark", width: 1280, js: true },
    ];

/** Write in the box and wait until it stands in the conversation; the page stays. */
async function write(opened, text) {
  await opened.fill("#answer textarea[name=body]", text);
  await opened.locator("#answer button[type=submit]").click();
  await opened.locator("article", { hasText: text }).waitFor();
}

async function openTicket(opened, subject) {
  await opened.goto("/tickets/new");
  await opened.fill("input[name=subject]", subject);
  await opened.fill("textarea[name=body]", "سلام، سرویس من از دیروز کند شده است.\n\nلطفاً بررسی کنید.");
  await opened.setInputFiles("input[type=file]", { name: "نما.png", mimeType: "image/png", buffer: PNG });
  await send(opened, opened.locator("#new-ticket button[type=submit]"));
  assert.match(new URL(opened.url()).pathname, /^\/tickets\/[0-9a-f-]{36}$/);
}

for (const variant of VARIANTS) {
  const { lang, theme, width } = variant;
  test(`from sign-up to closing in ${lang}, ${theme}, ${width} px`, async () => {
    const customer = await page(lang, theme, width);
    await newCustomer(customer);
    await assertLanguage(customer, lang);

    // The agent has the queue open before the ticket exists.
    const agent = await page(lang, theme, width, { as: AGENT });
    await agent.goto("/admin/tickets");
    const subject = `کندی سرویس ${lang} ${theme} ${width}`;
    await openTicket(customer, subject);
    const number = new URL(customer.url()).pathname.split("/").pop();
    await axe(customer, "a fresh ticket");
    await shot(customer, `path-ticket-${lang}-${theme}-${width}`);
    await agent.locator("#desk-queue tbody tr", { hasText: subject }).waitFor();

    await agent.goto(`/admin/tickets/${number}`);
    await write(agent, "سلام، مشکل پیدا شد.");
    // The customer's open page shows the answer by itself.
    await customer.locator("article", { hasText: "مشکل پیدا شد" }).waitFor();
    await axe(customer, "a ticket after a live answer");
    await openMail(customer, "@path.test");
    assert.match(await customer.locator("main").innerText(), /مشکل پیدا شد/);

    await customer.goto(`/tickets/${number}`);
    await write(customer, "سپاس، درست شد.");
    await agent.locator("article", { hasText: "سپاس، درست شد" }).waitFor();
    await axe(agent, "the desk");
    await shot(agent, `path-desk-${lang}-${theme}-${width}`);

    const text = await customer.locator("main").innerText();
    if (lang === "fa") {
      assert.match(text, /۱۴\d\d|[۰-۹]/, "Jalali years and Persian digits");
      assert.doesNotMatch(text, /\b20\d\d\b/, "no Gregorian year in Persian");
    } else assert.match(text, /\d/);
    for (const opened of [customer, agent]) {
      if (width === 360) await assertFits(opened);
      assertNoFaults(opened);
      await opened.context().close();
    }
  });
}

test("the link of the mail asks for name and password in a browser that did not sign up", async () => {
  for (const [lang, theme, width] of [["fa", "light", 360], ["en", "dark", 1280]]) {
    const desk = await page(lang, theme, width);
    const email = await signUp(desk);
    const telephone = await page(lang, theme, width);
    await telephone.goto(await confirmationLink(desk, email));
    await axe(telephone, "the link in another browser");
    await shot(telephone, `confirm-elsewhere-${lang}-${theme}-${width}`);
    if (width === 360) await assertFits(telephone);
    await telephone.fill("input[name=password]", `${PASSWORD}-دیگر`);
    await send(telephone, telephone.locator("main button[type=submit]").first());
    assert.equal(new URL(telephone.url()).pathname, "/home");
    assertNoFaults(telephone);
    for (const opened of [desk, telephone]) await opened.context().close();
  }
});

test("an agent answers, tags and closes with at most eight keys and no mouse", async () => {
  const customer = await page("fa", "light", 1280, { as: "customer@sarai.test" });
  await openTicket(customer, "تیکتی برای شمردن کلیدها");
  const id = new URL(customer.url()).pathname.split("/").pop();
  const agent = await page("fa", "light", 1280, { as: AGENT });
  await agent.goto(`/admin/tickets/${id}`);
  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await agent.keyboard.press(key);
  };
  const submit = async (key, said) => {
    await press(key);
    await agent.locator("#toasts", { hasText: said }).waitFor();
  };
  await press("r");
  await agent.keyboard.insertText("پاسخ با صفحه‌کلید");
  await submit("Control+Enter", "پاسخ فرستاده شد");
  await press("t");
  await agent.keyboard.insertText("شبکه");
  await submit("Enter", "برچسب افزوده شد");
  // One letter only leads to what changes data; Enter presses it.
  await press("c");
  await submit("Enter", "تیکت بسته شد");
  assert.ok(keys <= 8, `${keys} keys`);
  const text = await agent.locator("main").innerText();
  for (const said of ["پاسخ با صفحه‌کلید", "شبکه", "بسته"]) assert.ok(text.includes(said), `${said} is missing`);
  assertNoFaults(agent);
});

test("without script everything on the path still works", async () => {
  const customer = await page("fa", "light", 360, { js: false });
  await newCustomer(customer, { js: false });
  await openTicket(customer, "بدون اسکریپت");
  const id = new URL(customer.url()).pathname.split("/").pop();
  const agent = await page("fa", "light", 1280, { js: false, as: AGENT });
  await agent.goto(`/admin/tickets/${id}`);
  await agent.fill("textarea[name=body]", "پاسخ بدون اسکریپت");
  await send(agent, agent.locator("#answer button[type=submit]"));
  await send(agent, agent.locator("button[data-key='c']"));
  await customer.goto(`/tickets/${id}`);
  const text = await customer.locator("main").innerText();
  assert.ok(text.includes("پاسخ بدون اسکریپت") && text.includes("بسته"), text);
  // Answering a closed ticket opens it again.
  await customer.fill("textarea[name=body]", "هنوز یک پرسش دارم");
  await send(customer, customer.locator("#answer button[type=submit]"));
  assert.ok((await customer.locator("main").innerText()).includes("هنوز یک پرسش دارم"));
});

test("a form with errors, an open menu and the shortcuts are clean, and nothing typed is lost", async () => {
  for (const [lang, theme, width] of [["fa", "light", 360], ["en", "dark", 1280]]) {
    const opened = await page(lang, theme, width, { as: "customer@sarai.test" });
    await opened.goto("/tickets/new");
    await opened.fill("textarea[name=body]", "متنی که نباید گم شود");
    await opened.evaluate(() => document.querySelector("#new-ticket").setAttribute("novalidate", ""));
    const [answer] = await Promise.all([
      opened.waitForResponse((r) => r.request().method() === "POST"),
      opened.locator("#new-ticket button[type=submit]").click(),
    ]);
    assert.equal(answer.status(), 422);
    await opened.waitForLoadState("load");
    assert.equal(await opened.inputValue("textarea[name=body]"), "متنی که نباید گم شود");
    await axe(opened, "the form with errors");
    await shot(opened, `errors-${lang}-${theme}-${width}`);
    await opened.locator("details[data-menu] summary").click();
    await axe(opened, "the open menu");
    await opened.keyboard.press("Escape");
    await opened.context().close();
  }
});

test("a program named .png and a file of 30 MB are refused with a clear answer", async () => {
  const opened = await page("fa", "light", 1280, { as: "customer@sarai.test" });
  const cases = [
    { name: "عکس.png", mimeType: "image/png", buffer: Buffer.from("MZ\x90\x00 not an image"), status: 422 },
    { name: "بزرگ.png", mimeType: "image/png", buffer: Buffer.alloc(30 * 1024 * 1024, 7), status: 413 },
  ];
  for (const { status, ...file } of cases) {
    await opened.goto("/tickets/new");
    await opened.fill("input[name=subject]", "پیوست نادرست");
    await opened.fill("textarea[name=body]", "متن می‌ماند");
    await opened.setInputFiles("input[type=file]", file);
    const [answer] = await Promise.all([
      opened.waitForResponse((r) => r.request().method() === "POST"),
      opened.locator("#new-ticket button[type=submit]").click(),
    ]);
    assert.equal(answer.status(), status, file.name);
    await opened.waitForLoadState("load");
    assert.equal(await opened.inputValue("textarea[name=body]"), "متن می‌ماند");
    assert.ok((await opened.locator("main").innerText()).length > 0);
    await axe(opened, `the answer to ${file.name}`);
  }
});

test("a form that was open too long says so in a toast and keeps what was typed", async () => {
  const customer = await page("fa", "light", 1280, { as: "customer@sarai.test" });
  await customer.goto("/tickets/new");
  await customer.fill("input[name=subject]", "فرم کهنه");
  await customer.fill("textarea[name=body]", "متنی که نباید گم شود.");
  await customer.evaluate(() => { document.querySelector("#new-ticket input[name=csrf_token]").value = "old"; });
  await customer.locator("#new-ticket button[type=submit]").click();
  await customer.locator("#toasts [role=alert]", { hasText: "این صفحه مدت زیادی باز مانده است" }).waitFor();
  assert.equal(await customer.locator("textarea[name=body]").inputValue(), "متنی که نباید گم شود.");
  await customer.context().close();
});

test("a large attachment shows its progress, and a refused one keeps what was typed without a new page", async () => {
  const customer = await page("fa", "light", 360, { as: "customer@sarai.test" });
  await customer.goto("/tickets/new");
  await customer.fill("input[name=subject]", "پیوست بزرگ");
  await customer.fill("textarea[name=body]", "عکس صفحه را فرستادم.");
  const network = await customer.context().newCDPSession(customer);
  const slow = { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: 1024 * 1024 };
  await network.send("Network.emulateNetworkConditions", slow);
  const file = (bytes) => ({ name: "نوشته.txt", mimeType: "text/plain", buffer: Buffer.alloc(bytes, "a\n") });

  await customer.setInputFiles("input[type=file]", file(11 * 1024 * 1024));
  await customer.locator("#new-ticket button[type=submit]").click();
  const bar = customer.locator("[data-upload-progress]");
  await customer.waitForFunction(() => {
    const shown = document.querySelector("[data-upload-progress]");
    return shown && !shown.hidden && shown.value > 0 && shown.value < 100;
  });
  await customer.locator("[role=alert]").waitFor();
  assert.equal(new URL(customer.url()).pathname, "/tickets/new");
  assert.equal(await customer.locator("input[name=subject]").inputValue(), "پیوست بزرگ");
  assert.equal(await bar.isVisible(), false);
  await axe(customer, "a form that came back by script");

  await customer.setInputFiles("input[type=file]", file(2 * 1024 * 1024));
  await send(customer, customer.locator("#new-ticket button[type=submit]"));
  assert.match(new URL(customer.url()).pathname, /^\/tickets\/[0-9a-f-]{36}$/);
  await customer.locator("a", { hasText: "نوشته.txt" }).waitFor();
  await customer.context().close();
});
