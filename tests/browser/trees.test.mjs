// What a screen reader is told of ten main pages: their trees of roles and names, beside the ones that were read and found
// right (`trees/`). `TREES=write` writes them anew; then they are read again. Times and figures change and are left out.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { page, settled, ticket } from "./lib.mjs";

const TREES = fileURLToPath(new URL("./trees/", import.meta.url));

const PAGES = {
  front: ["/", undefined],
  "sign-in": ["/sign-in", undefined],
  "sign-up": ["/sign-up", undefined],
  home: ["/home", "customer@sarai.test"],
  tickets: ["/tickets?q=فاکتور", "customer@sarai.test"],
  "new-ticket": ["/tickets/new", "customer@sarai.test"],
  account: ["/account", "customer@sarai.test"],
  members: ["/account/members", "owner@zarrin.test"],
  queue: ["/admin/tickets?view=all&q=فاکتور", "support@sarai.test"],
  desk: [async () => `/admin/tickets/${(await ticket("بازگردانی سایت")).id}`, "support@sarai.test"],
};

/** The tree, without what another day says otherwise. */
async function tree(opened) {
  await opened.evaluate(() => { for (const time of document.querySelectorAll("time")) time.textContent = "…"; });
  const told = await opened.locator("body").ariaSnapshot();
  const steady = told.replace(/(?<!level=)[0-9۰-۹]+([٬,.][0-9۰-۹]+)*/g, "#").replace(/^\s*- \/url:.*\n/gm, "");
  // How many notices are unread depends on what other tests have done.
  return `${steady.replace(/^(\s*- status): #( نخوانده)?$/gm, "$1")}\n`;
}

for (const [name, [place, as]] of Object.entries(PAGES)) {
  test(`${name}: a screen reader is told what was found right`, async () => {
    const opened = await page("fa", "light", 1280, { as });
    await opened.goto(typeof place === "string" ? place : await place());
    await settled(opened);
    const told = await tree(opened);
    const file = `${TREES}${name}.yml`;
    if (process.env.TREES === "write") {
      await mkdir(TREES, { recursive: true });
      await writeFile(file, told);
    }
    assert.equal(told, await readFile(file, "utf8"), `${name}: TREES=write npm test writes it anew`);
    await opened.context().close();
  });
}
