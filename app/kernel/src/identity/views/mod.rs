//! Pages of identity, one file a resource; pure functions of what the handlers found.
//! The frame of `/account` stands here once.

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

use maud::{Markup, Render, html};
use ui::Tab;

use super::{ChooseModules, GiveRoles, ManageMembers, ManageTenantSettings, paths};
use crate::module::Permission;
use crate::web::{Cx, View};
use crate::webhooks::{self, ManageWebhooks};

/// A page before sign-in: a title, a line, one box.
fn narrow(cx: &Cx<'_>, title: &str, text: Option<&str>, body: impl Render) -> View {
    let title = cx.t(title);
    let text = text.map(|key| cx.t(key));
    let main = html! {
        (ui::page_header(&title, text.as_deref(), html! {}))
        (ui::card("identity", "", body))
    };
    View::new(title, main)
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
                (cx.t("kernel.confirm.outbox")) " " a href=(paths::OUTBOX) { (cx.t("kernel.confirm.outbox_link")) }
            }))
        }
    }
}

/// A page of `/account`: title, tabs, body. `here` is its address.
pub(crate) fn account(cx: &Cx<'_>, title: &str, here: &str, body: impl Render) -> View {
    let title = cx.t(title);
    let main = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::tabs(cx.t("kernel.account.title"), &tabs(cx, here)))
        (body)
    };
    let view = View::new(title.clone(), main);
    if here == paths::ACCOUNT {
        view
    } else {
        view.crumb(
            cx.t("kernel.account.title"),
            Some(paths::ACCOUNT.to_owned()),
        )
        .crumb(title, None)
    }
}

fn tabs(cx: &Cx<'_>, here: &str) -> Vec<Tab> {
    let tab = |label: &str, href: &str| Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active: href == here,
        badge: None,
    };
    let mut tabs = vec![
        tab("kernel.account.profile", paths::ACCOUNT),
        tab("kernel.password.title", paths::PASSWORD),
        tab("kernel.sessions.title", paths::SESSIONS),
        tab("kernel.tenants.title", paths::TENANTS),
    ];
    if cx.tenant().is_some() {
        tabs.push(tab("kernel.tokens.title", crate::api::TOKENS));
    }
    if cx.tenant().is_some() && cx.may(ManageMembers::KEY) {
        tabs.push(tab("kernel.members.title", paths::MEMBERS));
    }
    let registry = &cx.app().registry;
    if cx.may(GiveRoles::KEY) && !registry.roles().is_empty() {
        tabs.push(tab("kernel.roles.title", paths::ROLES));
    }
    if cx.may(ChooseModules::KEY) && registry.metas().iter().any(|meta| meta.optional) {
        tabs.push(tab("kernel.modules.title", paths::MODULES));
    }
    let mut settings = registry.settings().values();
    if cx.may(ManageTenantSettings::KEY) && settings.any(|def| def.whose.has_tenants()) {
        tabs.push(tab("kernel.tenant_settings.title", paths::SETTINGS));
    }
    if cx.may(ManageWebhooks::KEY) {
        tabs.push(tab(
            "kernel.webhooks.title",
            webhooks::Desk::Account.endpoints(),
        ));
    }
    tabs
}

/// The text of a role.
fn role(cx: &Cx<'_>, role: &str) -> String {
    cx.t(&format!("kernel.members.role_{role}"))
}
