//! The public front: what Sarai is, how to begin, and what the mounted modules show of themselves.

use maud::{Markup, html};

use crate::pages::paths;
use crate::web::{Cx, View};

/// The page.
pub fn show(cx: &Cx<'_>, widgets: &[Markup]) -> View {
    let main = html! {
        (ui::page_header(cx.t("kernel.front.title"), Some(&cx.t("kernel.front.lead")), actions(cx)))
        @for widget in widgets { (widget) }
        div.columns {
            (point(cx, "front-account", "kernel.front.account_title", "kernel.front.account_text"))
            (point(cx, "front-team", "kernel.front.team_title", "kernel.front.team_text"))
            (point(cx, "front-persian", "kernel.front.persian_title", "kernel.front.persian_text"))
            (point(cx, "front-safe", "kernel.front.safe_title", "kernel.front.safe_text"))
        }
    };
    View::new(cx.t("kernel.front.title"), main).description(cx.t("kernel.front.lead"))
}

fn actions(cx: &Cx<'_>) -> Markup {
    html! {
        @if cx.user().is_some() {
            (ui::button(cx.t("kernel.front.to_home")).primary().icon("house").href(paths::HOME))
        } @else {
            (ui::button(cx.t("kernel.front.sign_up")).primary().icon("user-plus").href(paths::SIGN_UP))
            (ui::button(cx.t("kernel.front.sign_in")).icon("log-in").href(paths::SIGN_IN))
        }
    }
}

fn point(cx: &Cx<'_>, id: &str, title: &str, text: &str) -> Markup {
    ui::card(id, cx.t(title), html! { p { (cx.t(text)) } })
}
