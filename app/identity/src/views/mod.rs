//! Pages of identity, one file a resource; pure functions of what the handlers found.
//! The frames of `/account` are the kernel's (`kernel::web::account_page`, `business_page`).

pub mod confirmation;
pub mod given_roles;
pub mod invitations;
pub mod members;
pub mod modules;
pub mod password;
pub mod password_reset;
pub mod profile;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod tenants;

use kernel::web::{Cx, View};
use maud::{Markup, Render, html};
use ui::SplitPage;

use super::paths;

const POINTS: [&str; 3] = [
    "identity.point_team",
    "identity.point_devices",
    "identity.point_language",
];

/// A page before sign-in: a title, a line, what to fill in, and beside it the house.
fn narrow(cx: &Cx<'_>, title: &str, text: Option<&str>, body: impl Render) -> View {
    let title = cx.t(title);
    let page = SplitPage {
        title: title.clone(),
        lead: text.map(|key| cx.t(key)).unwrap_or_default(),
        promise: cx.t("identity.promise"),
        points: POINTS.map(|key| cx.t(key)).to_vec(),
    };
    let body = html! { div.flow id="identity" { (body) } };
    View::new(title, ui::split_page(&page, body, html! {}))
}

/// A line with a link, below a form.
fn aside(cx: &Cx<'_>, question: &str, label: &str, href: &str) -> Markup {
    html! { p { (cx.t(question)) " " a href=(href) { (cx.t(label)) } } }
}

/// In development there may be no mail server: says where the mail lies.
fn outbox_hint(cx: &Cx<'_>) -> Markup {
    let config = &cx.app().config;
    let kept = !config.is_production() && config.smtp_url.is_none();
    html! {
        @if kept {
            (ui::alert(ui::Tone::Info, html! {
                (cx.t("identity.confirm.outbox")) " " a href=(paths::OUTBOX) { (cx.t("identity.confirm.outbox_link")) }
            }))
        }
    }
}

/// The text of a role.
fn role(cx: &Cx<'_>, role: &str) -> String {
    cx.t(&format!("identity.members.role_{role}"))
}
