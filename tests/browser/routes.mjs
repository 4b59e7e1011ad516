// Every page that needs no parameter, opened by somebody who may: axe-clean, fits a phone, quiet console, no outside host.
// Here driven by `sarai routes`, so that a new page is looked at without anybody remembering to; its two files share the wait.
import assert from "node:assert/strict";
import { test } from "node:test";

import { MATRIX, assertFits, assertLanguage, assertNoFaults, axe, forgetFaults, page, probe, routes, shot } from "./lib.mjs";

/** Who opens the pages of an audience; `null` is a guest. The others have no pages for people. */
const VISITOR = {
  public: null,
  dev: null,
  customer: "customer@sarai.test",
  shop: "owner@zarrin.test",
  staff: "admin@sarai.test",
};

const pages = (await routes())
  .filter(({ method, audience }) => method === "GET" && audience in VISITOR)
  .map((route) => ({ ...route, address: route.path.split("?")[0], query: route.path.split("?")[1] ?? "" }))
  .filter(({ address }) => !address.includes("<"));
const audiences = [...new Set(pages.map(({ audience }) => audience))];

/** Tests of every page in the looks that are this wide. */
export function everyPage(wide) {
  test("there are pages for guests and for signed-in people", () => {
    assert.ok(audiences.includes("public"), "no public page in `sarai routes`");
    assert.ok(audiences.length > 1, `only ${audiences} have pages`);
  });
  for (const look of MATRIX.filter(({ width }) => wide(width))) {
    for (const audience of audiences) ofAudience(audience, look);
  }
}

function ofAudience(audience, { lang, theme, width }) {
  test(`${audience} pages in ${lang}, ${theme}, ${width} px`, async (t) => {
    const opened = await page(lang, theme, width, { as: VISITOR[audience] ?? undefined });
    for (const route of pages.filter((route) => route.audience === audience)) {
      await t.test(`${route.name} ${route.address}`, () => visit(opened, route, { lang, theme, width }));
    }
    await opened.context().close();
  });
}

async function visit(opened, route, { lang, theme, width }) {
  const { status, type, location, isDownload } = await probe(opened, route.address);
  // A required query (a token of a mail) is refused when missing; the refusal is a page too.
  const needsQuery = /<\w+>/.test(route.query);
  assert.ok(status < 400 || (needsQuery && status < 500), `${route.address} answers ${status}`);
  if (location) {
    assert.ok(!location.includes("/sign-in"), `${route.address} asks ${route.audience} visitors to sign in`);
    return;
  }
  if (!type.startsWith("text/html") || isDownload) return;

  await opened.goto(route.address, { waitUntil: "load" });
  await opened.evaluate(() => document.fonts.ready);
  await shot(opened, `${route.name}-${lang}-${theme}-${width}`);
  // All of them, so that one run tells everything that is wrong with a page.
  const checks = [
    () => (status < 400 ? assertNoFaults(opened) : forgetFaults(opened)),
    () => assertLanguage(opened, lang),
    () => width === 360 && assertFits(opened),
    () => axe(opened),
  ];
  const wrong = [];
  for (const check of checks) {
    try {
      await check();
    } catch (error) {
      wrong.push(error.message);
    }
  }
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
}
