// Digits between the page's shape and ASCII; pure, so that chunks of their own may carry it, too.
const persian = document.documentElement.lang === "fa";
const MARK = persian ? "٬" : ",";

/** ASCII digits of a text in Persian, Arabic or ASCII digits. */
export const ascii = (text) => text.replace(/[۰-۹٠-٩]/g, (c) => String(c.charCodeAt(0) & 15));
/** Digits as the page shows them. */
export const local = (text) => (persian ? text.replace(/\d/g, (c) => String.fromCharCode(0x6f0 + Number(c))) : text);
/** A run of ASCII digits, grouped and in the page's digits. */
export const group = (digits) => local(digits.replace(/\B(?=(\d{3})+$)/g, MARK));
