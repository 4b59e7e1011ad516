//! The page that verifies.

use kernel::web::{Cx, View};
use maud::{Markup, html};
use ui::Tone;

use super::called;
use crate::kinds;
use crate::verify::{Shown, Standing};

/// A document that was issued here.
pub fn known(cx: &Cx<'_>, shown: &Shown) -> View {
    let title = cx.t("documents.verify.title");
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (verdict(cx, shown))
        (ui::card("verified", called(cx, &shown.kind), ui::definition_list(facts(cx, shown))))
        p.quiet { (cx.t("documents.verify.compare")) }
    };
    View::new(title, main)
}

/// No such document.
pub fn unknown(cx: &Cx<'_>) -> View {
    let title = cx.t("documents.verify.title");
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::alert(Tone::Danger, cx.t("documents.verify.unknown")))
        p { (cx.t("documents.verify.unknown_text")) }
    };
    View::new(title, main).status(rocket::http::Status::NotFound)
}

fn verdict(cx: &Cx<'_>, shown: &Shown) -> Markup {
    let (tone, key) = match shown.standing() {
        Standing::Valid => (Tone::Success, "documents.verify.valid"),
        Standing::Credit => (Tone::Success, "documents.verify.credit"),
        Standing::CreditedInPart => (Tone::Warning, "documents.verify.credited_in_part"),
        Standing::Credited => (Tone::Warning, "documents.verify.credited"),
        Standing::Void => (Tone::Danger, "documents.verify.void"),
    };
    ui::alert(tone, cx.t(key))
}

fn facts(cx: &Cx<'_>, shown: &Shown) -> Vec<(String, Markup)> {
    let (t, fmt) = (
        |name: &str| cx.t(&format!("documents.paper.{name}")),
        kinds::format(cx.locale()),
    );
    let number = shown.number().map(|number| fmt.digits(&number.to_string()));
    let money = |money| html! { (fmt.money(money)) };
    [
        number.map(|number| (t("number"), ui::bdi(number))),
        Some((t("issued_at"), html! { (fmt.date(shown.issued_at)) })),
        Some((cx.t("documents.verify.seller"), ui::bdi(&shown.seller))),
        shown
            .buyer()
            .map(|buyer| (cx.t("documents.verify.buyer"), ui::bdi(buyer))),
        shown
            .total()
            .map(|total| (cx.t("documents.verify.total"), money(total))),
        shown
            .credited()
            .map(|credited| (t("credited"), money(credited))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
