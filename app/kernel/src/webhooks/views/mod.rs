//! Screens of endpoints and deliveries; pure functions, one set for both desks.
//! The frame differs: a tenant's list is a section of the business.

pub mod deliveries;
pub mod endpoints;
pub mod form;
pub mod secret;

use maud::{Markup, Render, html};
use ui::Tone;

use super::{Desk, PING};
use crate::web::{Cx, View, business_page};

/// The list's page: title, sections where there are any, body.
fn framed(cx: &Cx<'_>, desk: Desk, actions: impl Render, body: Markup) -> View {
    let title = cx.t("kernel.webhooks.title");
    match desk {
        Desk::Account => business_page(
            cx,
            "kernel.webhooks.title",
            desk.endpoints(),
            html! {
                h2 { (title) }
                p { (cx.t("kernel.webhooks.lead")) }
                div.row-of { (actions) }
                (body)
            },
        ),
        Desk::Admin => {
            let lead = cx.t("kernel.webhooks.lead_platform");
            let main = html! { (ui::page_header(&title, Some(&lead), actions)) (body) };
            View::new(title, main)
        }
    }
}

/// A page below the list.
fn below(cx: &Cx<'_>, desk: Desk, title: &str, main: Markup) -> View {
    View::new(title, main)
        .crumb(
            cx.t("kernel.webhooks.title"),
            Some(desk.endpoints().to_owned()),
        )
        .crumb(title, None)
}

/// What a fact is called.
fn fact(cx: &Cx<'_>, name: &str) -> String {
    if name == PING {
        return cx.t("kernel.webhooks.ping_fact");
    }
    let known = cx.app().registry.webhooks();
    known
        .iter()
        .find(|def| def.fact == name)
        .map_or_else(|| name.to_owned(), |def| cx.t(def.label))
}

/// Tone and text of a delivery's state.
fn state(cx: &Cx<'_>, state: &str) -> Markup {
    let tone = match state {
        "delivered" => Tone::Success,
        "failed" => Tone::Danger,
        _ => Tone::Neutral,
    };
    ui::badge(tone, cx.t(&format!("kernel.webhooks.state_list.{state}")))
}

/// What an address looks like in a line.
fn address(url: &str) -> Markup {
    html! { bdi.code dir="ltr" { (url) } }
}
