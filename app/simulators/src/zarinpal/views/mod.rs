//! Views of the gateway: the payer's page and a developer's screens. Same file names as the routes.

pub mod faults;
pub mod gateway;
pub mod payments;
pub mod terminals;

use kernel::web::{Cx, View};
use maud::{Markup, html};
use ui::{Tab, Tone};

use super::paths;
use super::words::Status;

/// What every page of the simulator says first.
fn loud(cx: &Cx<'_>) -> Markup {
    let text = html! { strong { (cx.t("simulators.zarinpal.loud")) } " " (cx.t("simulators.zarinpal.loud_text")) };
    ui::banner(Tone::Warning, text, html! {}, html! {})
}

/// What stands above a developer's pages: the warning, and the tabs of the simulator.
fn top(cx: &Cx<'_>, here: &str) -> Markup {
    let tab = |label: &str, href: &str| Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active: href == here,
        badge: None,
    };
    let tabs = [
        tab("simulators.zarinpal.payments", paths::PLACE),
        tab("simulators.zarinpal.terminals", paths::TERMINALS),
        tab("simulators.zarinpal.faults", paths::FAULTS),
    ];
    html! { (loud(cx)) (ui::tabs(cx.t("simulators.zarinpal.name"), &tabs)) }
}

/// A developer's page.
fn screen(cx: &Cx<'_>, title: &str, here: &str, main: impl maud::Render) -> View {
    View::new(title, html! { div.flow { (top(cx, here)) (main) } })
}

/// Where a payment stands.
fn status(cx: &Cx<'_>, status: Status) -> Markup {
    let tone = match status {
        Status::InBank => Tone::Info,
        Status::Paid => Tone::Warning,
        Status::Verified => Tone::Success,
        Status::Failed => Tone::Danger,
        Status::Reversed => Tone::Neutral,
    };
    ui::badge(tone, status_name(cx, status))
}

fn status_name(cx: &Cx<'_>, status: Status) -> String {
    cx.t(&format!("simulators.zarinpal.status.{status}"))
}
