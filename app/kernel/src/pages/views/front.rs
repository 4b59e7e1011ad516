//! The public front: what Sarai is, how to begin, and what the mounted modules show of themselves.

use maud::{Markup, html};
use ui::Feature;

use crate::pages::paths;
use crate::web::{Cx, View};

/// The page.
pub fn show(cx: &Cx<'_>, widgets: &[Markup]) -> View {
    let t = |key: &str| cx.t(&format!("kernel.front.{key}"));
    let points = [
        ("user-check", "account"),
        ("users", "team"),
        ("languages", "persian"),
        ("shield-check", "safe"),
    ];
    let points = points.map(|(icon, key)| Feature {
        icon: icon.to_owned(),
        title: t(&format!("{key}_title")),
        text: t(&format!("{key}_text")),
        more: None,
    });
    let main = html! {
        (ui::hero(t("title")).above(t("above")).text(t("lead")).actions(actions(cx)))
        @for widget in widgets { (widget) }
        (ui::front_features("front-points", t("points_title"), t("points_text"), &points))
        @if cx.user().is_none() { (ui::front_call(t("call_title"), t("call_text"), sign_up(cx))) }
    };
    View::new(cx.t("kernel.front.title"), main).description(cx.t("kernel.front.lead"))
}

fn actions(cx: &Cx<'_>) -> Markup {
    html! {
        @if cx.user().is_some() {
            (ui::button(cx.t("kernel.front.to_home")).primary().icon("house").href(paths::HOME))
        } @else {
            (sign_up(cx))
            (ui::button(cx.t("kernel.front.sign_in")).icon("log-in").href(paths::SIGN_IN))
        }
    }
}

fn sign_up(cx: &Cx<'_>) -> ui::Button {
    let label = cx.t("kernel.front.sign_up");
    ui::button(label)
        .primary()
        .icon("user-plus")
        .href(paths::SIGN_UP)
}
