// What a buyer and the staff beside him do, step by step, and how sums and papers are read from pages.
// Here so that the walk through trade is a list of what people do.
import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";

import { assertFits, assertLanguage, assertNoFaults, axe, send, server, settled, shot } from "./lib.mjs";

/** Press what leads to another page. */
export const press = (opened, button, place) =>
  Promise.all([opened.waitForURL(place), opened.locator(button).first().click()]);

/** The page is as it should be for this reader; a picture of it is kept. What axe looks with is a script. */
export async function station(opened, name, { lang, theme, width, js = true }) {
  if (js) await settled(opened);
  await shot(opened, `trade-${name}-${lang}-${theme}-${width}${js ? "" : "-plain"}`);
  assertNoFaults(opened);
  await assertLanguage(opened, lang);
  if (width === 360) await assertFits(opened);
  if (js) await axe(opened, name);
}

/** Moves the program's time: `{ advance }` or `{ at }`. */
export async function clock(move) {
  const answer = await fetch(`${await server()}/dev/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(move),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** The program's time. */
export async function now() {
  return new Date((await (await fetch(`${await server()}/dev/clock`)).json()).now);
}

/** Looks again until it is so: what no page tells of by itself. */
export async function until(what, isSo) {
  for (let tries = 0; tries < 80; tries += 1) {
    if (await isSo()) return;
    await new Promise((later) => setTimeout(later, 250));
  }
  assert.fail(`never: ${what}`);
}

/** Loads the page again until this is there. */
export const found = (opened, what) =>
  until(`${what} on ${opened.url()}`, async () => {
    if (await what.count()) return true;
    await opened.reload();
    return false;
  });

/** A number as people here write it. */
export function number(text) {
  const digits = text.replace(/[۰-۹]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹".indexOf(digit));
  return Number(/-?[\d.]+/.exec(digits.replaceAll("٫", ".").replace(/[٬,]/g, "").replace("−", "-"))?.[0]);
}

/** A sum that stands in toman, in rial. */
export const rial = (text) => Math.round(number(text) * 10);

/** What the wallet can pay. */
export async function balance(opened) {
  await opened.goto("/wallet");
  return rial(await opened.locator("#balance .big-figure").innerText());
}

/** Goes to the bank for so many rial; the caller is at its page then. */
export async function toTheBank(opened, sum) {
  await opened.goto("/wallet/top-up");
  await opened.fill("#top-up input[name=amount]", String(sum / 10));
  await press(opened, "#top-up button[type=submit]", /StartPay/);
}

/** Chooses how it ends at the bank. */
export async function atTheBank(opened, outcome, place) {
  await opened.locator(`input[name=outcome][value=${outcome}]`).check();
  await press(opened, "button[form=gateway]", place);
}

/** Tops the wallet up; the page of the payment says that it came. */
export async function topUp(opened, sum, { js = true } = {}) {
  await toTheBank(opened, sum);
  await atTheBank(opened, "pay", /\/pay\/return\//);
  const came = opened.locator("#payment-outcome .outcome.tone-success");
  if (js) await came.waitFor();
  else await found(opened, came);
}

/** Puts a product into the cart, with a word for each thing that is asked. */
export async function put(opened, slug, cycle) {
  await opened.goto(`/store/${slug}?cycle=${cycle}`);
  for (const field of await opened.locator("#choose [name^=option_]").all()) await field.fill("فروشگاه مینا");
  await press(opened, "#choose button[type=submit]", /\/cart$/);
}

/** Orders what is in the cart and pays from the wallet; tells the services by their names on the order's page. */
export async function order(opened) {
  await opened.goto("/cart");
  await press(opened, "main a[href='/checkout']", /\/checkout$/);
  assert.ok(await opened.locator("input[name=method][value=wallet]").isChecked(), "the wallet can pay");
  await press(opened, "button[form=checkout]", /\/orders\/[0-9a-f-]{36}$/);
  const services = new Map();
  for (const link of await opened.locator("#services tbody a").all()) {
    services.set((await link.innerText()).trim(), await link.getAttribute("href"));
  }
  return services;
}

/** Staff say that a service stands. */
export async function markDone(staff, service) {
  await staff.goto(`/admin${service}`);
  await send(staff, staff.locator("form[action$='/done'] button").first());
}

/** The address of the page that verifies a paper, as its code has it. */
export function verification(pdf) {
  const parts = [pdf.toString("latin1")];
  for (let at = pdf.indexOf("stream"); at >= 0; at = pdf.indexOf("stream", at + 6)) {
    const from = at + (pdf[at + 6] === 13 ? 8 : 7);
    try {
      parts.push(inflateSync(pdf.subarray(from)).toString("latin1"));
    } catch {
      // Not packed, or the end of one.
    }
  }
  return /\/URI\s*\((http[^)]*\/verify\/[^)]+)\)/.exec(parts.join("\n"))?.[1];
}

/** A Sheba of a bank whose digits of check are right; `n` makes it another. */
export function sheba(n) {
  const account = `017${String(n).padStart(19, "0")}`;
  const check = 98n - (BigInt(`${account}182700`) % 97n);
  return `IR${String(check).padStart(2, "0")}${account}`;
}
