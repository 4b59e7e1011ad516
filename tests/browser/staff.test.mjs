// What the staff's screens do in a browser: the list of actions that opens, is walked by keys and narrows the trail;
// machine names that are never alone nor broken; lists that fit a phone; problems with their drawing and the way on.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, assertFits, assertNoFaults, axe, forgetFaults, page, shot } from "./lib.mjs";

const ADMIN = "admin@sarai.test";
const SCREENS = [
  "/admin",
  "/admin/audit",
  "/admin/jobs",
  "/admin/jobs/schedules",
  "/admin/mail",
  "/admin/customers",
  "/admin/staff",
  "/admin/texts",
  "/admin/settings",
];

/** Names and codes that are drawn on more lines than they have places to break, and labels that are cut. */
const broken = () => {
  const lines = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  };
  const seen = (element) => element.getClientRects().length > 0 && !element.closest(".sr-only, [hidden]");
  const codes = [...document.querySelectorAll("main .keyed small .code, main td .code")].filter(seen);
  const cut = [...document.querySelectorAll("main td, main .btn, main .mark")].filter(
    (element) => seen(element) && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible",
  );
  return [
    ...codes.filter((code) => lines(code) > 1).map((code) => `broken: ${code.textContent}`),
    ...cut.map((element) => `cut: ${element.textContent.trim().slice(0, 60)}`),
  ];
};

for (const { lang, theme, width } of MATRIX) {
  test(`names are whole and stand beneath their labels, ${lang} ${theme} ${width} px`, async () => {
    const opened = await page(lang, theme, width, { as: ADMIN });
    for (const screen of SCREENS) {
      await opened.goto(screen);
      await opened.evaluate(() => document.fonts.ready);
      assert.deepEqual(await opened.evaluate(broken), [], screen);
      await assertFits(opened, screen);
      const names = await opened.locator("main .keyed").evaluateAll((all) =>
        all.map((one) => [one.children[0].textContent.trim(), one.children[1].textContent.trim()]),
      );
      for (const [label, key] of names) assert.ok(label && key && label !== key, `${screen}: ${label} / ${key}`);
      await shot(opened, `staff-${screen.slice(1).replaceAll("/", "-")}-${lang}-${theme}-${width}`);
    }
    assertNoFaults(opened);
    await opened.context().close();
  });

  test(`the trail is narrowed by an action chosen with the keys, ${lang} ${theme} ${width} px`, async () => {
    const opened = await page(lang, theme, width, { as: ADMIN });
    await opened.goto("/admin/audit");
    const field = opened.getByRole("combobox", { name: lang === "fa" ? "کار انجام‌شده" : "Action" });
    await field.focus();
    const options = opened.getByRole("option");
    await options.first().waitFor();
    assert.ok((await options.count()) > 30, "the actions are offered before one types");
    await axe(opened, "the open list of actions");
    await shot(opened, `staff-audit-actions-${lang}-${theme}-${width}`);

    await field.fill(lang === "fa" ? "ورود" : "signed in");
    const wanted = opened.locator("[role=option][data-value='kernel.session.open']");
    await wanted.waitFor();
    await opened.waitForFunction(() => document.querySelectorAll("[data-combo] [role=option]").length < 5);
    await field.press("ArrowDown");
    while ((await wanted.getAttribute("aria-selected")) !== "true") await field.press("ArrowDown");
    await field.press("Enter");
    await opened.waitForURL((url) => url.searchParams.get("action") === "kernel.session.open");
    const keys = await opened.locator("#list .keyed small").allTextContents();
    assert.ok(keys.length > 0 && keys.every((key) => key.trim() === "kernel.session.open"), keys.join());
    assert.ok(await field.evaluate((element) => element === document.activeElement), "the focus stays in the field");
    assertNoFaults(opened);
    await opened.context().close();
  });

  test(`a problem has its drawing and the way on, ${lang} ${theme} ${width} px`, async () => {
    const opened = await page(lang, theme, width, { as: "support@sarai.test" });
    await opened.goto("/admin/settings");
    assert.match(await opened.locator(".problem .scene-icon").getAttribute("href"), /#lock$/);
    await axe(opened, "403");
    await assertFits(opened, "403");
    await shot(opened, `staff-403-${lang}-${theme}-${width}`);
    await opened.goto("/admin/nowhere");
    assert.match(await opened.locator(".problem .scene-icon").getAttribute("href"), /#search$/);
    await opened.locator(".problem .actions a").first().click();
    await opened.waitForURL((url) => url.pathname === "/admin");
    forgetFaults(opened);
    await opened.context().close();
  });

  test(`the home draws who came from the table below, ${lang} ${theme} ${width} px`, async () => {
    const opened = await page(lang, theme, width, { as: ADMIN });
    await opened.goto("/admin");
    await opened.waitForFunction(() => {
      const canvas = document.querySelector("canvas[data-table=arrivals-data]");
      return canvas.width > 0 && canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((v) => v);
    });
    assert.equal(await opened.locator("#arrivals-data tbody tr").count(), 14);
    await opened.locator("#arrivals summary").click();
    await opened.locator("#arrivals-data").waitFor({ state: "visible" });
    await axe(opened, "/admin with its table");
    assertNoFaults(opened);
    await opened.context().close();
  });
}

test("a sample screen of the gallery stands alone", async () => {
  const opened = await page("fa", "light", 360);
  await opened.goto("/_ui");
  const links = await opened.locator("#screens a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.ok(links.length > 10);
  for (const href of links) {
    await opened.goto(href);
    assert.equal(await opened.locator("h1").count(), 1, href);
    await assertFits(opened, href);
  }
  const answer = await opened.goto("/_ui/no-such-screen");
  assert.equal(answer.status(), 404);
  forgetFaults(opened);
  await opened.context().close();
});
