//! Gallery: the larger components, each as a screen of its own.
//! Here so that a store or a till is looked at as a page.
use maud::{Markup, html};

use super::{Sample, figures, goods, long, paying, small, store, work, writing};
use crate::page_header;

fn parts(s: Sample) -> Markup {
    html! {
        div.columns {
            div.flow { (small::controls(s)) }
            div.flow { (small::notices(s)) (small::histories(s)) }
        }
    }
}

/// A screen with its own `h1`.
pub(super) fn one(name: &str, s: Sample) -> Option<Markup> {
    let titled = |fa, en, body: Markup| html! { (page_header(s.t(fa, en), None, "")) (body) };
    Some(match name {
        "store" => store::product(s),
        "money" => titled("پول", "Money", store::sums(s)),
        "checkout" => titled("پرداخت سفارش", "Checkout", paying::desk(s)),
        "dash" => html! {
            (page_header(s.t("نمای فروش", "Sales"), Some(s.t("۷ روز گذشته، در برابر هفتهٔ پیش", "Last 7 days against the week before")), figures::head(s)))
            (figures::screen(s))
        },
        "grid" => titled("کالاها", "Goods", goods::goods(s)),
        "thousand" => titled("هزار کالا", "A thousand goods", goods::thousand(s)),
        "long" => long::screen(s),
        "writing" => titled(
            "نوشتن و فایل",
            "Writing and files",
            html! { div.columns { (writing::markdown(s)) (writing::files(s)) } },
        ),
        "wizard" => titled("ثبت دامنه", "Register a domain", work::walk(s)),
        "till" => titled("صندوق", "Till", work::sale(s)),
        "console" => titled("کنسول", "Console", work::console(s)),
        "parts" => titled("اجزای کوچک", "Small parts", parts(s)),
        "ends" => titled(
            "نتیجهٔ پرداخت",
            "Results",
            html! { div.columns { (paying::codes(s)) (work::slip(s)) } (paying::ends(s)) },
        ),
        _ => return None,
    })
}
