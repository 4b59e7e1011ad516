// A new customer from the form to the first page, and the mails on the way. Here because two paths through the house begin so.
import assert from "node:assert/strict";

import { axe, send } from "./lib.mjs";

export const PASSWORD = "تابستان-خوب-1405";
let people = 0;

/** Fill in the form and send it; tells the address. */
export async function signUp(opened) {
  people += 1;
  const email = `person${people}-${process.pid}@path.test`;
  await opened.goto("/sign-up");
  await opened.fill("input[name=name]", "مینا آزمون");
  await opened.fill("input[name=email]", email);
  await opened.fill("input[name=password]", PASSWORD);
  await send(opened, opened.locator("main button[type=submit]").first());
  return email;
}

/** The path of the link in the mail. */
export async function confirmationLink(opened, email) {
  await openMail(opened, email);
  const link = await opened.locator("main a[href*='/confirm/']").first().getAttribute("href");
  return new URL(link).pathname;
}

/** Sign up, read the mail in the outbox, confirm with one press. */
export async function newCustomer(opened, { js = true } = {}) {
  const email = await signUp(opened);
  // axe itself is a script.
  if (js) await axe(opened, "the page after sign-up");
  await opened.goto(await confirmationLink(opened, email));
  assert.equal(await opened.locator("main input[name=password]").count(), 0, "the same browser only presses");
  await send(opened, opened.locator("main button[type=submit]").first());
  return email;
}

/** The newest mail to an address, of those with these words in the subject; the job that writes it may need a moment. */
export async function openMail(opened, email, subject = "") {
  for (let tries = 0; tries < 60; tries += 1) {
    await opened.goto("/dev/outbox");
    const row = opened.locator("main tbody tr", { hasText: email }).filter({ hasText: subject }).first();
    if ((await row.count()) > 0) {
      await opened.goto(await row.locator("a").first().getAttribute("href"));
      return;
    }
    await new Promise((later) => setTimeout(later, 250));
  }
  assert.fail(`no mail to ${email} with “${subject}” in the outbox`);
}
