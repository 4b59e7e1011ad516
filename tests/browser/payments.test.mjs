// A top-up through the bank's stand-in, by its payer and as staff find it; with scripts and without; paid, declined, and by a
// payer who never came back. Here because money that is on its way is where people look twice.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, assertFits, assertLanguage, assertNoFaults, axe, forgetFaults, page, shot } from "./lib.mjs";

const CUSTOMER = "customer@sarai.test";
const FINANCE = "finance@sarai.test";

async function looksRight(opened, { lang, width }) {
  await opened.evaluate(() => document.fonts.ready);
  assertNoFaults(opened);
  await assertLanguage(opened, lang);
  if (width === 360) await assertFits(opened);
  await axe(opened);
}

/** Fill in the form and stand before the bank's page. */
async function toTheBank(opened, amount) {
  await opened.goto("/wallet/top-up");
  await opened.fill("input[name=amount]", amount);
  await Promise.all([opened.waitForURL(/StartPay/), opened.locator("#top-up button[type=submit]").click()]);
}

/** Choose at the bank and go where it sends one. */
async function choose(opened, outcome, place) {
  await opened.locator(`input[name=outcome][value=${outcome}]`).check();
  await Promise.all([opened.waitForURL(place), opened.locator("button[form=gateway]").click()]);
}

const toned = (opened, tone) => opened.locator(`#payment-outcome .outcome.${tone}`);

for (const look of MATRIX) {
  const { lang, theme, width } = look;
  const name = `${lang}-${theme}-${width}`;
  test(`a payer tops up and staff find the payment: ${name}`, async () => {
    const opened = await page(lang, theme, width, { as: CUSTOMER });
    await opened.goto("/wallet/top-up");
    await shot(opened, `top-up-${name}`);
    await looksRight(opened, look);
    await toTheBank(opened, "51234");
    await choose(opened, "pay", /\/pay\/return\//);
    // The page follows the payment by itself.
    await toned(opened, "tone-success").waitFor();
    assert.equal(new URL(opened.url()).search, "");
    await shot(opened, `payment-paid-${name}`);
    await looksRight(opened, look);
    await opened.locator("#payment-outcome a[href^='/payments/']").click();
    await opened.waitForURL(/\/payments\//);
    const id = new URL(opened.url()).pathname.split("/").pop();
    await shot(opened, `payment-${name}`);
    await looksRight(opened, look);
    await opened.goto("/payments");
    await shot(opened, `payments-${name}`);
    await looksRight(opened, look);

    const staff = await page(lang, theme, width, { as: FINANCE });
    await staff.goto("/admin/payments?q=51234");
    await shot(staff, `desk-payments-${name}`);
    await looksRight(staff, look);
    await staff.goto(`/admin/payments/${id}`);
    await shot(staff, `desk-payment-${name}`);
    await looksRight(staff, look);
    await opened.context().close();
    await staff.context().close();
  });

  test(`a declined payment says so and leads on: ${name}`, async () => {
    const opened = await page(lang, theme, width, { as: CUSTOMER });
    await toTheBank(opened, "60000");
    await choose(opened, "decline", /\/pay\/return\//);
    await toned(opened, "tone-danger").waitFor();
    await shot(opened, `payment-failed-${name}`);
    await looksRight(opened, look);
    await opened.locator("#payment-outcome a[href='/wallet/top-up']").click();
    await opened.fill("input[name=amount]", "1");
    await opened.locator("#top-up button[type=submit]").click();
    await opened.locator("[aria-invalid=true]").waitFor();
    forgetFaults(opened); // the refusal's 422 stands in the console
    await shot(opened, `top-up-refused-${name}`);
    await looksRight(opened, look);
    await opened.context().close();
  });
}

test("without scripts a payer pays, and sees the result by asking for it", async () => {
  const opened = await page("fa", "light", 360, { as: CUSTOMER, js: false });
  await toTheBank(opened, "70000");
  await choose(opened, "pay", /\/pay\/return\//);
  await shot(opened, "payment-pending-no-js");
  for (let tries = 0; tries < 20 && !(await toned(opened, "tone-success").count()); tries += 1) {
    await opened.waitForTimeout(500);
    await opened.reload();
  }
  assert.equal(await toned(opened, "tone-success").count(), 1);
  await opened.context().close();
});

test("what was paid by a payer who never came back is found by asking the bank", async () => {
  const opened = await page("fa", "light", 360, { as: CUSTOMER });
  await toTheBank(opened, "80000");
  await choose(opened, "vanish", (url) => url.searchParams.has("then"));
  await opened.goto("/payments");
  await opened.locator("a.row-link").first().click();
  await opened.waitForURL(/\/payments\//);
  await shot(opened, "payment-waiting-fa");
  await opened.locator("form[action^='/pay/again/'] button").click();
  await opened.locator("#payment .tone-success").first().waitFor();
  await shot(opened, "payment-found-fa");
  await opened.context().close();
});
