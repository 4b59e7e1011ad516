// The desk in a browser: acts change their parts and bring the focus there, words are kept while one types, a note looks
// like none for the customer, keys lead through the queue, boxes do one thing with many; and all of it without script.
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFits, assertNoFaults, axe, page, shot, ticket } from "./lib.mjs";

const AGENT = "support@sarai.test";

const mark = (opened) => opened.evaluate(() => { window.stays = true; });
const stays = (opened) => opened.evaluate(() => window.stays === true);
const focus = (opened) => opened.evaluate(() => document.activeElement.id);
const said = (opened, text) => opened.locator("#toasts [role=status]", { hasText: text }).first().waitFor();
const asks = (opened) => opened.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

test("assigning, tagging, ranking, closing and opening again keep the page, say what was done and bring the focus there", async () => {
  for (const [lang, theme, width] of [["fa", "light", 360], ["en", "dark", 1280]]) {
    const { id } = await ticket(`کانون ${lang}`);
    const agent = await page(lang, theme, width, { as: AGENT });
    await agent.goto(`/admin/tickets/${id}`);
    await mark(agent);
    const words = lang === "fa"
      ? ["مسئول تیکت تغییر کرد", "برچسب افزوده شد", "برچسب برداشته شد", "ذخیره شد", "تیکت بسته شد", "تیکت دوباره باز شد"]
      : ["The assignee was changed", "The tag was added", "The tag was removed", "Saved", "The ticket is closed", "The ticket is open again"];
    const act = async (press, word, place) => {
      await press();
      await said(agent, word);
      await agent.waitForFunction((place) => document.activeElement.id.endsWith(place), place);
    };
    await act(() => agent.locator("#assignment-card [data-key=m]").click(), words[0], "assignment-card");
    await act(async () => {
      await agent.fill("#f-tag", "شبکه");
      await agent.press("#f-tag", "Enter");
    }, words[1], "tags-card");
    assert.equal(await agent.inputValue("#f-tag"), "");
    await act(() => agent.locator("#tags-card .row-of button").click(), words[2], "tags-card");
    await act(async () => {
      await agent.selectOption("#triage-card select[name=priority]", "4");
      await agent.locator("#triage-card button[type=submit]").click();
    }, words[3], "triage-card");
    // What a live event fetches afterwards does not take the focus away.
    await agent.waitForTimeout(500);
    assert.equal(await focus(agent), "triage-card");
    await act(() => agent.locator("[data-key=c]").click(), words[4], "actions");
    await act(() => agent.locator("[data-key=o]").click(), words[5], "actions");
    assert.ok(await stays(agent), "the page was never loaded anew");
    await axe(agent, "the desk after its acts");
    if (width === 360) await assertFits(agent);
    await shot(agent, `desk-${lang}-${theme}-${width}`);
    assertNoFaults(agent);
    await agent.context().close();
  }
});

test("closing can be taken back from what says it, on the open page, after going on to the next, and without script", async () => {
  const { id } = await ticket("بستن و برگرداندن");
  const path = `/admin/tickets/${id}`;
  const undo = (opened) => opened.locator("#toasts .toast-undo button[type=submit]");
  const isOpen = (opened) => opened.locator("[id$=-actions] [data-key=c]").waitFor();
  const agent = await page("fa", "light", 360, { as: AGENT });
  await agent.goto(path);
  await mark(agent);
  await agent.locator("[data-key=c]").click();
  await axe(agent, "a ticket that was closed");
  await undo(agent).click();
  await said(agent, "تیکت دوباره باز شد");
  await isOpen(agent);
  await agent.waitForFunction(() => document.activeElement.id.endsWith("actions"));
  assert.equal(await agent.locator(".toast-undo").count(), 0, "what was taken back is no more said");
  assert.ok(await stays(agent));
  for (const js of [true, false]) {
    const opened = await page("en", "dark", 1280, { as: AGENT, js });
    await opened.goto(path);
    await Promise.all([opened.waitForEvent("load"), opened.locator("[data-key=x]").click()]);
    assert.notEqual(new URL(opened.url()).pathname, path);
    await Promise.all([opened.waitForEvent("load"), undo(opened).click()]);
    assert.equal(new URL(opened.url()).pathname, path);
    await isOpen(opened);
    assertNoFaults(opened);
  }
  assertNoFaults(agent);
});

test("after sending, the box is empty, the focus is on what was sent, and a toast says so; on both sides", async () => {
  const { customer, id } = await ticket("فرستادن");
  const agent = await page("fa", "light", 1280, { as: AGENT });
  await agent.goto(`/admin/tickets/${id}`);
  for (const [opened, text, toast] of [[agent, "پاسخ کارشناس", "پاسخ فرستاده شد"], [customer, "پاسخ مشتری", "پاسخ فرستاده شد"]]) {
    await mark(opened);
    await opened.fill("#answer textarea", text);
    await opened.locator("#answer textarea").press("Control+Enter");
    await said(opened, toast);
    await opened.waitForFunction((text) => document.activeElement.matches("article") && document.activeElement.textContent.includes(text), text);
    assert.equal(await opened.inputValue("#answer textarea"), "");
    assert.ok(await stays(opened));
    assert.equal(await asks(opened), false, "what was sent is not lost");
  }
  // The customer closes by the question and opens again.
  await customer.locator("[id$=-actions] [command=show-modal]").click();
  await customer.locator("dialog[open] button[type=submit]").click();
  await said(customer, "تیکت بسته شد");
  await customer.waitForFunction(() => document.activeElement.id.endsWith("actions"));
  await customer.locator("[id$=-actions] button[type=submit]").click();
  await said(customer, "تیکت دوباره باز شد");
  assert.ok(await stays(customer));
  await axe(customer, "a ticket after its acts");
  for (const opened of [agent, customer]) assertNoFaults(opened);
});

test("what is typed is kept, answer and note apart, and a page with loose words asks before it is left", async () => {
  const { customer, id } = await ticket("پیش‌نویس");
  const agent = await page("fa", "light", 1280, { as: AGENT });
  const path = `/admin/tickets/${id}`;
  await agent.goto(path);
  assert.equal(await asks(agent), false);
  await agent.locator("#answer textarea").pressSequentially("نیمهٔ پاسخ");
  assert.equal(await asks(agent), true, "not kept yet");
  await agent.locator("#kept-agent", { hasText: "ذخیره شد" }).waitFor();
  assert.equal(await asks(agent), false, "kept");
  await agent.keyboard.press("Escape");
  await agent.keyboard.press("n");
  await agent.locator("#note textarea").pressSequentially("نیمهٔ یادداشت");
  await agent.locator("#kept-note", { hasText: "ذخیره شد" }).waitFor();
  await agent.goto("/admin/tickets");
  await agent.goto(path);
  assert.equal(await agent.inputValue("#answer textarea"), "نیمهٔ پاسخ");
  assert.equal(await agent.inputValue("#note textarea"), "نیمهٔ یادداشت");
  await agent.fill("#answer textarea", "پاسخ کامل");
  await agent.locator("#answer button[type=submit]").click();
  await said(agent, "پاسخ فرستاده شد");
  await agent.waitForTimeout(1500); // what was about to be kept must not come back
  await agent.goto(path);
  assert.equal(await agent.inputValue("#answer textarea"), "");
  assert.equal(await agent.inputValue("#note textarea"), "نیمهٔ یادداشت");
  await customer.locator("#answer textarea").pressSequentially("از مشتری");
  await customer.locator("#kept-customer", { hasText: "ذخیره شد" }).waitFor();
  await customer.reload();
  assert.equal(await customer.inputValue("#answer textarea"), "از مشتری");
  for (const opened of [agent, customer]) assertNoFaults(opened);
});

test("words that cannot be kept stay loose", async () => {
  const { customer } = await ticket("بدون شبکه");
  await customer.route("**/draft", (route) => route.abort());
  await customer.locator("#answer textarea").pressSequentially("هنوز");
  await customer.waitForTimeout(1500);
  assert.equal(await asks(customer), true);
});

test("an internal note has another colour, label and button while it is typed; without script, too", async () => {
  const { id } = await ticket("یادداشت");
  for (const js of [true, false]) {
    const agent = await page("fa", "light", 360, { as: AGENT, js });
    await agent.goto(`/admin/tickets/${id}`);
    assert.ok(await agent.locator("#answer").isVisible());
    assert.equal(await agent.locator("#note").isVisible(), false);
    await agent.locator(".composer-kind.is-note").click();
    assert.equal(await agent.locator("#answer").isVisible(), false);
    assert.equal(await agent.locator("#note button[type=submit]").innerText(), "ثبت یادداشت");
    const ground = (selector) => agent.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    if (js) assert.notEqual(await ground(".composer-part.is-note"), await ground(".composer"));
    await agent.fill("#note textarea", `یادداشت ${js}`);
    await agent.locator("#note button[type=submit]").click();
    await agent.locator("article.is-note", { hasText: `یادداشت ${js}` }).waitFor();
    assertNoFaults(agent);
    if (js) {
      assert.ok(await agent.locator("#answer").isVisible(), "what comes next is an answer again");
      await agent.locator(".composer-kind.is-note").click();
      await axe(agent, "the box of a note");
      await shot(agent, "desk-note-fa-light-360");
    }
    await agent.context().close();
  }
});

test("j and k lead through the queue that one came from, and rest when single keys are off", async () => {
  const agent = await page("en", "dark", 1280, { as: AGENT });
  await agent.goto("/admin/tickets?sort=urgency");
  const rows = agent.locator("#desk-queue tbody th a");
  const [first, second] = [await rows.nth(0).getAttribute("href"), await rows.nth(1).getAttribute("href")];
  await rows.nth(0).click();
  await agent.locator("#desk-around a[aria-current=true]").waitFor();
  assert.equal(await agent.locator("#desk-around a[aria-current=true]").getAttribute("href"), first);
  await axe(agent, "a ticket with the queue beside it");
  await agent.keyboard.press("j");
  await agent.waitForURL((url) => url.pathname + url.search === second);
  await agent.keyboard.press("k");
  await agent.waitForURL((url) => url.pathname + url.search === first);
  await agent.evaluate(() => { document.documentElement.dataset.keys = "off"; });
  await agent.keyboard.press("j");
  await agent.waitForTimeout(300);
  assert.equal(new URL(agent.url()).pathname + new URL(agent.url()).search, first);
  assertNoFaults(agent);
});

test("boxes of the queue do one thing with many tickets, with and without script", async () => {
  for (const js of [true, false]) {
    const [one, two] = [await ticket(`دسته یک ${js}`), await ticket(`دسته دو ${js}`)];
    const agent = await page("fa", "light", 360, { as: AGENT, js });
    await agent.goto("/admin/tickets");
    if (js) await axe(agent, "the queue");
    for (const { id } of [one, two]) await agent.locator(`input[value="${id}"]`).check();
    if (js) {
      await assertFits(agent);
      await axe(agent, "the queue with chosen tickets");
      await shot(agent, "desk-bulk-fa-light-360");
    }
    await agent.selectOption("#bulk-act", "rank:4");
    await agent.fill("#bulk-tag", "دسته");
    await Promise.all([agent.waitForEvent("load"), agent.locator(".grid-bulk button[type=submit]").click()]);
    assert.match(await agent.locator("body").innerText(), /روی همهٔ تیکت‌های انتخاب‌شده انجام شد/);
    await agent.goto(`/admin/tickets/${two.id}`);
    const text = await agent.locator("main").innerText();
    assert.ok(text.includes("فوری") && text.includes("دسته"), text);
    assertNoFaults(agent);
    await agent.context().close();
  }
});
