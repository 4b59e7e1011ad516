// Pictures of twelve pages for docs/images/design: in Persian on a phone, dark, and in English on a wide screen, light.
// No test: `node pictures.mjs` beside a built program writes them anew.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { close, page, settled, ticket } from "./lib.mjs";

const PLACE = fileURLToPath(new URL("../../docs/images/design/", import.meta.url));
const CUSTOMER = "customer@sarai.test";
const AGENT = "support@sarai.test";
const ADMIN = "admin@sarai.test";

const PAGES = [
  ["front", "/"],
  ["sign-in", "/sign-in"],
  ["home", "/home", CUSTOMER],
  ["tickets", "/tickets", CUSTOMER],
  ["ticket", (id) => `/tickets/${id}`, CUSTOMER],
  ["members", "/account/members", "owner@zarrin.test"],
  ["profile", "/account", CUSTOMER],
  ["staff-home", "/admin", ADMIN],
  ["queue", "/admin/tickets", AGENT],
  ["desk", (id) => `/admin/tickets/${id}`, AGENT],
  ["settings", "/admin/settings", ADMIN],
  ["audit", "/admin/audit", ADMIN],
];

const { id } = await ticket("سایت فروشگاه از صبح باز نمی‌شود");
await mkdir(PLACE, { recursive: true });
for (const [lang, theme, width] of [["fa", "dark", 360], ["en", "light", 1280]]) {
  for (const [name, place, as] of PAGES) {
    const opened = await page(lang, theme, width, { as });
    await opened.goto(typeof place === "string" ? place : place(id));
    await settled(opened);
    const session = await opened.context().newCDPSession(opened);
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 60 });
    await writeFile(`${PLACE}${name}-${lang}.webp`, Buffer.from(data, "base64"));
    await opened.context().close();
  }
}
await close();
