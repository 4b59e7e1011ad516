//! Gallery: the larger components, together and each as a screen of its own.
//! Here so that a store or a till is looked at as a page and still stands in the one gallery.
use maud::{Markup, html};

use super::{Sample, paying, store};
use crate::page_header;

/// Everything below each other, for the gallery's one page.
pub(super) fn all(s: Sample) -> Markup {
    html! {
        (store::sums(s))
        (store::product(s, true))
        (paying::desk(s))
        (paying::codes(s))
        (paying::ends(s))
    }
}

/// A screen with its own `h1`.
pub(super) fn one(name: &str, s: Sample) -> Option<Markup> {
    let titled = |fa, en, body: Markup| html! { (page_header(s.t(fa, en), None, "")) (body) };
    Some(match name {
        "store" => store::product(s, false),
        "money" => titled("پول", "Money", store::sums(s)),
        "checkout" => titled("پرداخت سفارش", "Checkout", paying::desk(s)),
        "ends" => titled("نتیجهٔ پرداخت", "Results", html! { (paying::codes(s)) (paying::ends(s)) }),
        _ => return None,
    })
}
