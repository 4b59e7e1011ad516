// The account and the business as a person meets them: what cannot be done says why, reading clears the bell, keys are
// switched, the shown section is in sight, staff arrive where they work.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, assertFits, assertNoFaults, axe, page, send, shot, ticket } from "./lib.mjs";

/** Is the element inside the box of its scrolling parent? */
const inSight = (element) =>
  element.evaluate((one) => {
    const [a, b] = [one.closest("nav").getBoundingClientRect(), one.getBoundingClientRect()];
    return b.left >= a.left - 1 && b.right <= a.right + 1;
  });

for (const { lang, theme, width } of MATRIX) {
  test(`what cannot be done of the only owner says why (${lang}, ${width} px)`, async () => {
    const opened = await page(lang, theme, width, { as: "owner@zarrin.test" });
    await opened.goto("/account/members");
    const refused = opened.locator("main button[aria-disabled=true]");
    assert.equal(await refused.count(), 2, "save and remove in the owner's row");
    for (const button of await refused.all()) {
      await button.focus();
      assert.ok(await button.evaluate((one) => one === document.activeElement), "keeps the focus");
      const why = await button.evaluate((one) => document.getElementById(one.getAttribute("aria-describedby"))?.textContent);
      assert.match(why ?? "", lang === "fa" ? /ابتدا عضو دیگری را مالک کنید/ : /Make another member an owner first/);
      const before = opened.url();
      await opened.keyboard.press("Enter");
      assert.equal(await opened.locator("dialog[open]").count(), 0, "opens no question");
      assert.equal(opened.url(), before);
    }
    if (width === 360) await assertFits(opened);
    await axe(opened);
    await shot(opened, `account.only-owner-${lang}-${theme}-${width}`);
    assertNoFaults(opened);
    await opened.context().close();
  });

  test(`the refusal of a page gone stale stands in the row and has the focus (${lang}, ${width} px)`, async () => {
    const opened = await page(lang, theme, width, { as: "owner@simin.test" });
    await opened.goto("/account/members");
    const owner = opened.locator("main tr", { has: opened.locator("button[aria-disabled=true]") }).first();
    // As a page would be that was opened while there was a second owner.
    const sent = owner.locator("form").evaluate((form) => {
      form.querySelector("select").value = "employee";
      form.submit();
    });
    await Promise.all([opened.waitForEvent("load"), sent]);
    const select = opened.locator("main select[aria-invalid=true]");
    assert.equal(await select.count(), 1);
    assert.ok(await select.evaluate((one) => one === document.activeElement), "the field has the focus");
    const error = await opened.locator("main tr .field-error").textContent();
    assert.match(error, lang === "fa" ? /ابتدا نقش عضو دیگری را/ : /Make another member an owner first/);
    if (width === 360) await assertFits(opened);
    await axe(opened);
    await shot(opened, `account.last-owner-refused-${lang}-${theme}-${width}`);
    await opened.context().close();
  });

  test(`the shown section of the business is in sight (${lang}, ${width} px)`, async () => {
    const opened = await page(lang, theme, width, { as: "owner@zarrin.test" });
    await opened.goto("/account/members");
    const links = await opened.locator("nav.settings-nav a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    assert.ok(links.includes("/account/webhooks") && !links.includes("/account"), links.join(" "));
    for (const href of [links[0], links.at(-1)]) {
      await opened.goto(href);
      assert.ok(await inSight(opened.locator("nav.settings-nav a[aria-current=page]")), `${href} is out of sight`);
    }
    await opened.goto("/account/notifications");
    assert.ok(await inSight(opened.locator("nav.settings-nav a[aria-current=page]")), "notifications");
    await opened.context().close();
  });
}

test("a question before removing somebody keeps Tab and ends in red", async () => {
  const opened = await page("fa", "light", 1280, { as: "owner@zarrin.test" });
  await opened.goto("/account/members");
  await opened.locator("main button.btn-error[command=show-modal]").first().click();
  const dialog = opened.locator("dialog[open]");
  const yes = dialog.locator("button[type=submit]");
  assert.match(await yes.getAttribute("class"), /btn-error/);
  const [red, label] = await yes.evaluate((one) => [getComputedStyle(one).backgroundColor, one.textContent.trim()]);
  assert.ok(!/rgba?\(0, 0, 0, 0\)|transparent/.test(red) && label.length > 0, red);
  await axe(opened);
  await opened.keyboard.press("Escape");
  assert.equal(await opened.locator("dialog[open]").count(), 0);
  await opened.context().close();
});

test("reading a ticket clears its notification; passing over the link does not", async () => {
  const { customer, id } = await ticket("آزمون خواندن اعلان");
  const path = `/tickets/${id}`;
  const agent = await page("fa", "light", 1280, { as: "support@sarai.test" });
  await agent.goto(`/admin${path}`);
  await agent.fill("#answer textarea[name=body]", "بررسی شد");
  await agent.locator("#answer button[type=submit]").first().click();
  await agent.locator("main", { hasText: "بررسی شد" }).waitFor();

  await customer.goto("/account/notifications");
  const link = customer.locator(`main tr.is-strong a[href^="${path}"]`);
  for (let tries = 0; tries < 60 && (await link.count()) === 0; tries += 1) {
    await customer.waitForTimeout(250);
    await customer.goto("/account/notifications");
  }
  assert.equal(await link.count(), 1, "the answer is told, and its text leads to the ticket");
  const bell = async () => (await customer.locator("#bell-count").textContent()).trim();
  const before = await bell();
  await link.hover();
  await link.focus();
  await customer.goto("/account/notifications");
  assert.equal(await bell(), before, "hover and focus read nothing");
  await Promise.all([customer.waitForURL((url) => url.pathname === path), link.click()]);
  assert.notEqual(await bell(), before, "the bell of the ticket's page");
  await customer.goto("/account/notifications");
  assert.equal(await link.count(), 0, "nothing unread leads to the ticket");
  assertNoFaults(customer);
  await agent.context().close();
  await customer.context().close();
});

test("keys of a single letter are switched off in the profile, and their list says where", async () => {
  const opened = await page("fa", "light", 1280, { as: "manager@zarrin.test" });
  const list = opened.locator("dialog#shortcuts[open]");
  await opened.goto("/tickets");
  await opened.keyboard.press("?");
  await list.waitFor();
  await Promise.all([opened.waitForURL(/\/account#keys$/), list.locator("a[href='/account#keys']").click()]);
  const box = opened.locator("input[name=single_keys_off]");
  await box.check();
  await send(opened, opened.locator("main form[action='/account'] > .actions button[type=submit], #profile button[type=submit]").last());
  assert.ok(await box.isChecked());
  await opened.goto("/tickets");
  await opened.keyboard.press("?");
  await opened.keyboard.press("/");
  assert.equal(await list.count(), 0, "? opens nothing");
  assert.equal(await opened.evaluate(() => document.activeElement === document.body), true, "/ moves nothing");
  await opened.goto("/account");
  await box.uncheck();
  await send(opened, opened.locator("#profile button[type=submit]").last());
  await opened.goto("/tickets");
  await opened.keyboard.press("?");
  await list.waitFor();
  await opened.context().close();
});

test("staff without a tenant arrive at their screens", async () => {
  for (const js of [true, false]) {
    const opened = await page("fa", "light", 1280, { as: "admin@sarai.test", js });
    const answer = await opened.goto("/home");
    assert.equal(answer.status(), 200);
    await opened.waitForURL((url) => url.pathname.startsWith("/admin"));
    await opened.context().close();
  }
});

test("settings use a wide screen, and their errors lead to the fields in order", async () => {
  const opened = await page("fa", "light", 1280, { as: "other@sarai.test" });
  await opened.goto("/account");
  const wide = await opened.evaluate(() => {
    const main = document.querySelector("main").getBoundingClientRect();
    const [head, body] = document.querySelector(".settings-part").children;
    return { used: document.querySelector(".settings").getBoundingClientRect().width / main.width, beside: head.getBoundingClientRect().top === body.getBoundingClientRect().top };
  });
  assert.ok(wide.used > 0.85 && wide.beside, JSON.stringify(wide));
  await opened.locator("#profile").evaluate((form) => {
    form.noValidate = true;
    form.elements.display_name.value = "";
    form.elements.other_zone.value = "Moon/Base";
  });
  await send(opened, opened.locator("#profile button[type=submit]").last());
  const summary = opened.locator("#profile [role=alert]");
  assert.ok(await summary.evaluate((one) => one === document.activeElement));
  const name = await summary.evaluate((one) => document.getElementById(one.getAttribute("aria-labelledby"))?.textContent);
  assert.ok(name?.length > 0, "the summary is named");
  const links = await summary.locator("a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  assert.deepEqual(links, ["#f-display_name", "#f-other_zone"]);
  await axe(opened);
  await opened.context().close();
});

test("news that comes while news is being fetched is fetched too", async () => {
  for (const [place, id] of [["/account/notifications", "#list"], ["/orders", "#order-live"]]) {
    const opened = await page("fa", "light", 1280, { as: "customer@sarai.test" });
    await opened.goto(place);
    if (place === "/orders") await opened.locator("main a[href^='/orders/']").first().click();
    const list = opened.locator(id);
    let asked = 0;
    const from = new URL(await list.getAttribute("hx-get"), opened.url()).pathname;
    await opened.route((url) => url.pathname === from, async (route) => {
      asked += 1;
      await new Promise((later) => setTimeout(later, 300));
      await route.continue();
    });
    const poke = () => list.evaluate((one) =>
      document.body.dispatchEvent(new CustomEvent(one.getAttribute("hx-trigger").split(" ")[0])));
    await poke();
    await poke();
    await opened.waitForTimeout(1500);
    assert.equal(asked, 2, `${place}: one for what was known, one for what came meanwhile`);
    assertNoFaults(opened);
    await opened.context().close();
  }
});
