// The payer's page of the stand-in for Zarinpal, with scripts and without, and a developer's screens with rows in them.
// Here because a payer meets this page in the demo, and because a redirect out of a form is the browser's to allow.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, assertFits, assertLanguage, assertNoFaults, axe, forgetFaults, page, server, shot } from "./lib.mjs";

const PLACE = "/dev/simulators/zarinpal";
/** The demo's own terminal; its domain is this machine. */
const MERCHANT = "5a2a1a1b-0000-4000-8000-000000000001";

async function call(name, body) {
  const answer = await fetch(`${await server()}${PLACE}/pg/v4/payment/${name}.json`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ merchant_id: MERCHANT, ...body }),
  });
  return answer.json();
}

/** A payment that was begun, by its authority. */
async function begun() {
  const callback_url = `${await server()}/?order=7`;
  const { data } = await call("request", { amount: 1_250_000, description: "افزایش اعتبار کیف پول", callback_url });
  assert.equal(data.code, 100, JSON.stringify(data));
  return data.authority;
}

async function looksRight(opened, { lang, width }) {
  await opened.evaluate(() => document.fonts.ready);
  assertNoFaults(opened);
  await assertLanguage(opened, lang);
  if (width === 360) await assertFits(opened);
  await axe(opened);
}

const choose = (opened, outcome) => opened.locator(`input[name=outcome][value=${outcome}]`).check();
const goOn = (opened) => opened.locator("button[form=gateway]").click();

for (const look of MATRIX) {
  const { lang, theme, width } = look;
  test(`a payer pays and comes back: ${lang}, ${theme}, ${width} px`, async () => {
    const authority = await begun();
    const opened = await page(lang, theme, width);
    await opened.goto(`${PLACE}/pg/StartPay/${authority}`);
    await shot(opened, `zarinpal-pay-${lang}-${theme}-${width}`);
    await looksRight(opened, look);
    await Promise.all([opened.waitForURL((url) => url.searchParams.get("Status") === "OK"), goOn(opened)]);
    assert.equal(new URL(opened.url()).searchParams.get("Authority"), authority);
    assert.equal((await call("verify", { authority, amount: 1_250_000 })).data.code, 100);
    await opened.context().close();
  });

  test(`ends that stay at the gateway: ${lang}, ${theme}, ${width} px`, async () => {
    const opened = await page(lang, theme, width);
    for (const outcome of ["vanish", "twice", "late", "expire"]) {
      await opened.goto(`${PLACE}/pg/StartPay/${await begun()}`);
      await choose(opened, outcome);
      await Promise.all([opened.waitForURL((url) => url.searchParams.has("then")), goOn(opened)]);
      await shot(opened, `zarinpal-${outcome}-${lang}-${theme}-${width}`);
      await looksRight(opened, look);
    }
    await opened.context().close();
  });

  test(`a developer's screens: ${lang}, ${theme}, ${width} px`, async () => {
    const opened = await page(lang, theme, width);
    await opened.goto(PLACE);
    await opened.locator("tbody a").first().click();
    await opened.waitForURL(/\/payments\//);
    await shot(opened, `zarinpal-payment-${lang}-${theme}-${width}`);
    await looksRight(opened, look);
    await opened.goto(`${PLACE}/terminals`);
    await opened.locator("tbody a").first().click();
    await opened.waitForURL(/\/terminals\/[0-9a-f]/);
    await looksRight(opened, look);
    await opened.locator("input[name=domain]").fill("https://shop.test/");
    await opened.locator("main button[type=submit]").last().click();
    await opened.locator("[aria-invalid]").first().waitFor();
    forgetFaults(opened); // the refusal's 422 stands in the console
    await shot(opened, `zarinpal-terminal-wrong-${lang}-${theme}-${width}`);
    await axe(opened);
    await opened.goto(`${PLACE}/faults`);
    await opened.locator("select[name=kind]").selectOption("html");
    await opened.locator("select[name=call]").selectOption("refund");
    await Promise.all([opened.waitForLoadState("load"), opened.locator("#fault button[type=submit]").click()]);
    await opened.locator("tbody tr").first().waitFor();
    await shot(opened, `zarinpal-faults-${lang}-${theme}-${width}`);
    await looksRight(opened, look);
    await opened.context().close();
  });
}

test("without scripts a payer comes back just the same, and later by the page", async () => {
  const opened = await page("fa", "light", 360, { js: false });
  const authority = await begun();
  await opened.goto(`${PLACE}/pg/StartPay/${authority}`);
  await choose(opened, "decline");
  await Promise.all([opened.waitForURL((url) => url.searchParams.get("Status") === "NOK"), goOn(opened)]);
  await opened.goto(`${PLACE}/pg/StartPay/${await begun()}`);
  await choose(opened, "late");
  await goOn(opened);
  await opened.waitForURL((url) => url.searchParams.get("Status") === "OK");
  await opened.context().close();
});
