// A bank transfer by hand: finance's account is set, a customer hands in a receipt, finance accepts what came. Here because the
// payer has only our word that it was seen.
import { test } from "node:test";

import { MATRIX, assertFits, assertLanguage, assertNoFaults, axe, page, shot } from "./lib.mjs";

const CUSTOMER = "customer@sarai.test";
const RECEIPT = { name: "receipt.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF") };

async function looksRight(opened, { lang, width }) {
  await opened.evaluate(() => document.fonts.ready);
  assertNoFaults(opened);
  await assertLanguage(opened, lang);
  if (width === 360) await assertFits(opened);
  await axe(opened);
}

test("our account is set", async () => {
  const opened = await page("en", "light", 1280, { as: "admin@sarai.test" });
  await opened.goto("/admin/settings");
  await opened.fill("input[name='commerce.transfer_sheba']", "IR82 0540 1026 8002 0817 9090 02");
  await opened.fill("input[name='commerce.transfer_owner']", "شرکت سرای");
  const save = opened.locator("form:has(input[name='commerce.transfer_sheba']) button[type=submit]").last();
  await Promise.all([opened.waitForResponse((answer) => answer.request().method() === "POST"), save.click()]);
  await opened.context().close();
});

MATRIX.forEach((look, n) => {
  const { lang, theme, width } = look;
  const name = `${lang}-${theme}-${width}`;
  test(`a receipt is handed in and accepted: ${name}`, async () => {
    const opened = await page(lang, theme, width, { as: CUSTOMER });
    await opened.goto("/wallet/top-up");
    await looksRight(opened, look);
    await opened.fill("#top-up input[name=amount]", "150000");
    await opened.locator("input[value='commerce.transfer']").check();
    await Promise.all([opened.waitForURL(/\/payments\//), opened.locator("#top-up button[type=submit]").click()]);
    await shot(opened, `transfer-to-pay-${name}`);
    await looksRight(opened, look);
    await opened.fill("#receipt-form input[name=tracking]", `77500${n}`);
    await opened.setInputFiles("#receipt-form input[type=file]", RECEIPT);
    await opened.locator("#receipt-form button[type=submit]").click();
    await opened.locator("#proof").waitFor();
    await shot(opened, `transfer-handed-in-${name}`);
    await looksRight(opened, look);

    const id = new URL(opened.url()).pathname.split("/").pop();
    const staff = await page(lang, theme, width, { as: "finance@sarai.test" });
    await staff.goto(`/admin/payments/${id}`);
    await shot(staff, `transfer-desk-${name}`);
    await looksRight(staff, look);
    await staff.locator("#acceptance button[type=submit]").click();
    await staff.locator("#acceptance").waitFor({ state: "detached" });
    await looksRight(staff, look);
    // The payer's page has followed by itself.
    await opened.locator("main .tone-success").first().waitFor();
    await shot(opened, `transfer-accepted-${name}`);
    await looksRight(opened, look);
    await staff.context().close();
    await opened.context().close();
  });
});
