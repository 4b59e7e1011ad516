// The calendar's days against known dates of both calendars; run by `npm test`.
import assert from "node:assert/strict";
import test from "node:test";
import { days, firstOf, read, show } from "./calendar.js";

globalThis.document = { documentElement: { lang: "fa" } };

test("a day is written in each calendar", () => {
  const day = new Date(2026, 10, 21, 12);
  assert.equal(show("jalali", day), "1405/08/30");
  assert.equal(show("gregorian", day), "2026-11-21");
});

test("every day of four years comes back from its own text", () => {
  for (let n = 0; n < 1461; n += 1) {
    const day = new Date(2020, 0, 1 + n, 12);
    for (const kind of ["jalali", "gregorian"]) {
      assert.equal(read(kind, show(kind, day))?.toDateString(), day.toDateString());
    }
  }
});

test("Persian digits are read, days that do not exist are not", () => {
  assert.equal(read("jalali", "۱۴۰۵/۰۸/۳۰")?.toDateString(), new Date(2026, 10, 21).toDateString());
  assert.equal(read("jalali", "1403/12/30")?.toDateString(), new Date(2025, 2, 20).toDateString());
  assert.equal(read("jalali", "1404/12/30"), undefined);
  assert.equal(read("jalali", "فردا"), undefined);
});

test("weeks start on Saturday and hold the whole month", () => {
  const weeks = days("jalali", new Date(2026, 10, 21, 12));
  assert.equal(weeks.flat().filter(Boolean).length, 30);
  assert.ok(weeks.every((week) => !week[0] || week[0].getDay() === 6));
  assert.equal(show("jalali", firstOf("jalali", new Date(2026, 10, 21, 12), 5)), "1406/01/01");
});
