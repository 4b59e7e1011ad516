// Days of the Jalali and the Gregorian calendar by the browser's own tables; nothing is computed by hand.
const systems = { jalali: "persian", gregorian: "gregory" };
const language = () => document.documentElement.lang || "fa";
const noon = (year, month, day) => new Date(year, month, day, 12);
const plus = (date, days) => noon(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** Year, month and day of a date; `local` gives the reader's own digits. */
export function fields(kind, date, local = false) {
  const tag = `${local ? language() : "en"}-u-ca-${systems[kind]}${local ? "" : "-nu-latn"}`;
  const parts = new Intl.DateTimeFormat(tag, { year: "numeric", month: "numeric", day: "numeric" }).formatToParts(date);
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

/** The first day of the month `by` months away. */
export function firstOf(kind, date, by = 0) {
  const first = (day) => plus(day, 1 - Number(fields(kind, day).day));
  let month = first(noon(date.getFullYear(), date.getMonth(), date.getDate()));
  for (let n = Math.abs(by); n > 0; n -= 1) month = first(plus(month, by > 0 ? 32 : -1));
  return month;
}

/** The weeks of a month, Saturday first; days of other months are empty. */
export function days(kind, date) {
  const first = firstOf(kind, date);
  const length = Math.round((firstOf(kind, first, 1) - first) / 86400000);
  const lead = (first.getDay() + 1) % 7;
  const cells = [...Array(lead).fill(null), ...Array.from({ length }, (_, n) => plus(first, n))];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, n) => cells.slice(n * 7, n * 7 + 7));
}

/** «آبان ۱۴۰۵». */
export function monthName(kind, date) {
  const parts = new Intl.DateTimeFormat(`${language()}-u-ca-${systems[kind]}`, { year: "numeric", month: "long" }).formatToParts(date);
  const value = (type) => parts.find((part) => part.type === type)?.value ?? "";
  return `${value("month")} ${value("year")}`;
}

/** Short and long names of the days, Saturday first. */
export function weekdays() {
  const saturday = noon(2026, 0, 3);
  const name = (style, day) => new Intl.DateTimeFormat(language(), { weekday: style }).format(day);
  return Array.from({ length: 7 }, (_, n) => [name("narrow", plus(saturday, n)), name("long", plus(saturday, n))]);
}

/** The day as it is written in the field: `1405/08/30` or `2026-11-21`. */
export function show(kind, date) {
  const { year, month, day } = fields(kind, date);
  const gap = kind === "jalali" ? "/" : "-";
  return [year, month.padStart(2, "0"), day.padStart(2, "0")].join(gap);
}

/** The day that stands in the field, or nothing. */
export function read(kind, text) {
  const ascii = text.replace(/[۰-۹]/g, (c) => c.charCodeAt(0) - 0x6f0).replace(/[٠-٩]/g, (c) => c.charCodeAt(0) - 0x660);
  const [year, month, day] = (ascii.match(/\d+/g) ?? []).map(Number);
  if (!day) return undefined;
  const near = noon(year + (kind === "jalali" ? 621 : 0), month - 1 + (kind === "jalali" ? 2 : 0), 21);
  let found = firstOf(kind, near);
  for (let n = 0; n < 4 && Number(fields(kind, found).month) !== month; n += 1) found = firstOf(kind, found, Number(fields(kind, found).month) < month ? 1 : -1);
  found = plus(found, day - 1);
  const back = fields(kind, found);
  return Number(back.year) === year && Number(back.month) === month && Number(back.day) === day ? found : undefined;
}
