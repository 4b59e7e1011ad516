// Money on its way out: a customer adds an account and asks, finance approves, makes the bank's file and records what came of
// it; with scripts and without. Here because whoever asks for his money looks at each word.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, assertFits, assertLanguage, assertNoFaults, axe, forgetFaults, page, shot } from "./lib.mjs";

const CUSTOMER = "customer@sarai.test";
const FINANCE = "finance@sarai.test";

/** What axe looks with is a script. */
async function looksRight(opened, { lang, width, js }) {
  await opened.evaluate(() => document.fonts.ready);
  assertNoFaults(opened);
  await assertLanguage(opened, lang);
  if (width === 360) await assertFits(opened);
  if (js) await axe(opened);
}

const press = (opened, button, place) => Promise.all([opened.waitForURL(place), opened.locator(button).click()]);

/** A press before which a question comes; it needs no script. */
async function pressAndConfirm(opened, place) {
  await opened.locator("main header [command=show-modal]").click();
  await press(opened, "dialog[open] button:not([type=button])", place);
}

for (const look of [...MATRIX.map((look) => ({ ...look, js: true })), { ...MATRIX[0], js: false }]) {
  const { lang, theme, width, js } = look;
  const name = `${lang}-${theme}-${width}${js ? "" : "-plain"}`;
  test(`money goes from the wallet to a bank: ${name}`, async () => {
    const opened = await page(lang, theme, width, { as: CUSTOMER, js });
    await opened.goto("/wallet/accounts");
    await opened.fill("#bank-account input[name=sheba]", "IR82 0540 1026 8002 0817 9090 03");
    await opened.fill("#bank-account input[name=owner]", "سارا احمدی");
    await opened.locator("#bank-account button[type=submit]").click();
    await opened.locator("#f-sheba[aria-invalid=true]").waitFor();
    // The browser tells of a 422 by itself.
    forgetFaults(opened);
    await shot(opened, `bank-accounts-${name}`);
    await looksRight(opened, look);

    await opened.goto("/wallet/withdrawals/new");
    await opened.fill("#withdrawal input[name=amount]", "15000");
    await shot(opened, `withdrawal-new-${name}`);
    await looksRight(opened, look);
    await press(opened, "#withdrawal button[type=submit]", /\/wallet\/withdrawals\/[0-9a-f-]{36}/);
    await shot(opened, `withdrawal-asked-${name}`);
    await looksRight(opened, look);
    const id = new URL(opened.url()).pathname.split("/").pop();

    const staff = await page(lang, theme, width, { as: FINANCE, js });
    await staff.goto(`/admin/withdrawals/${id}`);
    await looksRight(staff, look);
    await press(staff, `form[action$='/${id}/approval'] button`, new RegExp(id));
    await staff.goto("/admin/payouts");
    await looksRight(staff, look);
    await pressAndConfirm(staff, /\/admin\/payouts\/[0-9a-f-]{36}/);
    await shot(staff, `bank-file-${name}`);
    await looksRight(staff, look);
    const [file] = await Promise.all([staff.waitForEvent("download"), staff.locator("main a[download]").first().click()]);
    assert.match(file.suggestedFilename(), /^payout-\d+\.csv$/);

    await staff.goto(`/admin/withdrawals/${id}`);
    await staff.fill("#payment input[name=tracking]", "140509300012");
    await shot(staff, `withdrawal-sent-${name}`);
    await looksRight(staff, look);
    await press(staff, "#payment button[type=submit]", new RegExp(id));
    await staff.locator("main", { hasText: "140509300012" }).waitFor();
    await opened.goto(`/wallet/withdrawals/${id}`);
    await opened.locator("main", { hasText: "140509300012" }).waitFor();
    await shot(opened, `withdrawal-paid-${name}`);
    await looksRight(opened, look);
    await staff.context().close();
    await opened.context().close();
  });
}
