// A customer's whole way through trade, from sign-up on: wallet, shop, invoice, upgrade, hours that run out, money that goes
// back; with the staff beside him, and the books at the end. Here because each step's own test begins where another has ended.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, page } from "./lib.mjs";
import { newCustomer, openMail } from "./newcomer.mjs";
import {
  atTheBank, balance, clock, found, markDone, now, number, order, press, put, rial, sheba, station, toTheBank, topUp, until, verification,
} from "./trade.mjs";

const FINANCE = "finance@sarai.test";
const ADMIN = "admin@sarai.test";
const HOUR = 3_600_000;

/** As products, mails and pages are called. */
const WORDS = {
  fa: {
    support: "پشتیبانی ماهانه",
    plus: "پشتیبانی ویژه",
    hourly: "دفترچهٔ ساعتی",
    invoice: "فاکتور",
    genuine: "این سند اصیل و معتبر است.",
    soon: "موجودی کیف پول تا",
    out: "متوقف شد",
    even: "جمع بدهکار و بستانکار برابر است.",
  },
  en: {
    support: "Monthly support",
    plus: "Premium support",
    hourly: "Notebook by the hour",
    invoice: "Invoice",
    genuine: "This document is genuine and valid.",
    soon: "Your balance lasts until",
    out: "was paused",
    even: "Debits equal credits.",
  },
};

/** What came by mail is a PDF, and whoever scans its code reads that it is genuine. */
async function paperOf(buyer, email, look) {
  const words = WORDS[look.lang];
  await openMail(buyer, email, words.invoice);
  await station(buyer, "mail-invoice", look);
  const file = buyer.locator("main a.attachment");
  assert.match(await file.innerText(), /\.pdf/);
  const answer = await buyer.request.get(await file.getAttribute("href"));
  const pdf = await answer.body();
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  const address = verification(pdf);
  assert.ok(address, "no address beside the code");
  const stranger = await page(look.lang, look.theme, look.width);
  await stranger.goto(new URL(address).pathname);
  await stranger.locator("main", { hasText: words.genuine }).waitFor();
  await station(stranger, "verified", look);
  await stranger.context().close();
}

/** Three days go by, and each hour of them is taken. */
async function threeDays(buyer, service) {
  await buyer.goto(service);
  const hourly = rial(await buyer.locator("#hours .big-figure").first().innerText());
  const before = await balance(buyer);
  await clock({ advance: "P3D" });
  await until("72 hours are taken", async () => before - (await balance(buyer)) >= 72 * hourly);
}

/** Upgrades a service: each figure of the quote is counted again, and the wallet loses just that. */
async function upgrade(buyer, service, look) {
  const before = await balance(buyer);
  await buyer.goto(service);
  await station(buyer, "service", look);
  await press(buyer, `main a[href='${service}/changes']`, /\/changes$/);
  await buyer.locator("input[name=product][value=support-plus]").check();
  await station(buyer, "change-choice", look);
  await press(buyer, "#change button[type=submit]", /\/changes\/[0-9a-f-]{36}$/);
  await station(buyer, "change-quote", look);

  const steps = await buyer.locator("#steps bdi.money").allInnerTexts();
  const [price, paid, difference, net] = steps.map(rial);
  const [, left, period] = (await buyer.locator("#steps bdi[dir=ltr]:not(.money)").first().innerText()).split(/[×÷]/).map(number);
  assert.equal(difference, price - paid);
  assert.ok(left > 0 && left < period, `${left} of ${period} seconds`);
  assert.equal(net, Math.round((difference * left) / period));
  const due = rial(await buyer.locator(".money-pair .big-figure").first().innerText());
  assert.equal(due, net + Math.round(net / 10), "net and a tenth of tax");

  await press(buyer, "button[form=confirm]", new RegExp(`${service}$`));
  await buyer.locator("h1", { hasText: WORDS[look.lang].plus }).waitFor();
  assert.equal(before - (await balance(buyer)), due);
  await buyer.goto(service);
  await station(buyer, "service-changed", look);
}

/** The hours run out when the page has said it; a warning comes before, and money brings the service back. */
async function hours(buyer, service, email, look) {
  const words = WORDS[look.lang];
  // What money does to a service is done within a minute; the page is asked again, for its stream may be late.
  const shows = (tone) => until(`the service is ${tone}`, async () => {
    await buyer.goto(service);
    return (await buyer.locator(`#facts .tone-${tone}`).count()) > 0;
  });
  await buyer.goto("/wallet");
  await station(buyer, "wallet", look);
  await buyer.goto(service);
  await station(buyer, "hours-running", look);
  const foretold = await buyer.locator("#hours time").first().getAttribute("datetime");
  const hourly = rial(await buyer.locator("#hours .big-figure").first().innerText());
  assert.ok(new Date(foretold) - (await now()) > 24 * HOUR, foretold);

  // Two minutes before, all but less than an hour's money is gone, and it still runs.
  const left = (await balance(buyer)) % hourly;
  await clock({ at: new Date(new Date(foretold) - 120_000).toISOString() });
  await openMail(buyer, email, words.soon);
  await station(buyer, "mail-runs-out", look);
  await until(`${left} rial are left`, async () => (await balance(buyer)) === left);
  await buyer.goto(service);
  await shows("success");
  assert.equal(await buyer.locator("#hours time").first().getAttribute("datetime"), foretold);

  // In that minute it rests.
  await clock({ at: new Date(new Date(foretold).getTime() + 55_000).toISOString() });
  await shows("danger");
  await station(buyer, "hours-suspended", look);
  await openMail(buyer, email, words.out);
  await topUp(buyer, 60_000_000);
  await buyer.goto(service);
  await shows("success");
  await station(buyer, "hours-back", look);
}

/** Money goes back to a Sheba: an account that finance has looked at, and two of them above the limit. */
async function withdraw(buyer, staff, n, look) {
  await buyer.goto("/wallet/accounts");
  await buyer.fill("#bank-account input[name=sheba]", sheba(n));
  await buyer.fill("#bank-account input[name=owner]", `مینا آزمون ${n}`);
  await press(buyer, "#bank-account button[type=submit]", /\/wallet\/accounts/);
  await station(buyer, "accounts", look);
  await staff.goto("/admin/bank-accounts");
  await press(staff, `tbody tr:has-text("مینا آزمون ${n}") a`, /\/bank-accounts\/[0-9a-f-]{36}$/);
  await staff.fill("#verification [name=note]", "نام صاحب حساب از بانک پرسیده شد.");
  await station(staff, "account-desk", look);
  await press(staff, "#verification button[type=submit]", /\/bank-accounts/);

  await clock({ advance: "P1DT1H" });
  await buyer.goto("/wallet/withdrawals/new");
  await buyer.fill("#withdrawal input[name=amount]", "5200000");
  await station(buyer, "withdrawal-new", look);
  await press(buyer, "#withdrawal button[type=submit]", /\/wallet\/withdrawals\/[0-9a-f-]{36}/);
  const id = new URL(buyer.url()).pathname.split("/").pop();
  const approval = `form[action$='/${id}/approval'] button`;
  await staff.goto(`/admin/withdrawals/${id}`);
  await press(staff, approval, new RegExp(id));
  assert.equal(await staff.locator(approval).count(), 0, "the first cannot be the second");
  await station(staff, "withdrawal-checked", look);
  const second = await page(look.lang, look.theme, look.width, { as: ADMIN });
  await second.goto(`/admin/withdrawals/${id}`);
  await press(second, approval, new RegExp(id));
  await second.context().close();
  await buyer.goto(`/wallet/withdrawals/${id}`);
  await station(buyer, "withdrawal-approved", look);
}

/** What finance sees of it: the month's revenue, and books whose sides are even. */
async function books(staff, look) {
  const words = WORDS[look.lang];
  await staff.goto("/admin/revenue");
  await station(staff, "revenue", look);
  assert.ok(rial(await staff.locator("main .tiles .big-figure").first().innerText()) > 0, "sold in this month");
  await staff.locator("main", { hasText: words.plus }).waitFor();
  await staff.goto("/admin/books");
  await station(staff, "books", look);
  await staff.locator("#unit-IRR .tone-success", { hasText: words.even }).waitFor();
  const total = await staff.locator("#unit-IRR tbody tr").last().locator("td, th").allInnerTexts();
  const [opening, debit, credit, closing] = total.slice(-4).map(number);
  assert.deepEqual([opening, closing, debit - credit], [0, 0, 0]);
}

MATRIX.forEach((look, n) => {
  const { lang, theme, width } = look;
  test(`from sign-up to the books: ${lang}, ${theme}, ${width} px`, async () => {
    const words = WORDS[lang];
    const buyer = await page(lang, theme, width);
    const staff = await page(lang, theme, width, { as: FINANCE });
    const email = await newCustomer(buyer);
    await topUp(buyer, 17_000_000);
    await station(buyer, "topped-up", look);

    await buyer.goto("/store");
    await station(buyer, "store", look);
    await put(buyer, "support-monthly", "month");
    await put(buyer, "meter-demo", "hour");
    await station(buyer, "cart", look);
    const services = await order(buyer);
    const [support, hourly] = [services.get(words.support), services.get(words.hourly)];
    await markDone(staff, support);
    await station(staff, "service-desk", look);
    // The order's page follows what happens.
    await buyer.locator("#services .tone-success").nth(1).waitFor();
    await station(buyer, "order", look);
    await paperOf(buyer, email, look);

    await threeDays(buyer, hourly);
    await upgrade(buyer, support, look);
    await hours(buyer, hourly, email, look);
    await withdraw(buyer, staff, n + 1, look);
    await books(staff, look);
    await buyer.goto("/home");
    await station(buyer, "home", look);
    await staff.context().close();
    await buyer.context().close();
  });
});

test("what was paid by a payer who never came back is in the wallet without anybody asking", async () => {
  const look = MATRIX[0];
  const buyer = await page(look.lang, look.theme, look.width);
  await newCustomer(buyer);
  await toTheBank(buyer, 800_000);
  await atTheBank(buyer, "vanish", (url) => url.searchParams.has("then"));
  await buyer.goto("/payments");
  await press(buyer, "a.row-link", /\/payments\//);
  await clock({ advance: "PT3M" });
  // The page of the payment follows it.
  await buyer.locator("#payment .tone-success").first().waitFor();
  await station(buyer, "payment-swept", look);
  assert.equal(await balance(buyer), 800_000);
  await buyer.context().close();
});

test("without scripts a new customer tops up, orders and reads his invoice", async () => {
  const look = { ...MATRIX[0], js: false };
  const words = WORDS[look.lang];
  const buyer = await page(look.lang, look.theme, look.width, { js: false });
  await newCustomer(buyer, { js: false });
  await topUp(buyer, 10_000_000, { js: false });
  await put(buyer, "support-monthly", "month");
  await put(buyer, "meter-demo", "hour");
  await station(buyer, "cart", look);
  const services = await order(buyer);
  await found(buyer, buyer.locator("#services .tone-success"));
  await station(buyer, "order", look);
  await press(buyer, "#facts a[href^='/invoices/']", /\/invoices\//);
  await found(buyer, buyer.locator("#facts a[href^='/documents/']"));
  await station(buyer, "invoice", look);
  await buyer.goto(services.get(words.hourly));
  await station(buyer, "hours-running", look);
  await buyer.context().close();
});
