//! Pages of identity, one file a resource; pure functions of what the handlers found.
//! The frame of `/account` and the wiring of forms to errors stand here once.

pub mod confirmation;
pub mod invitations;
pub mod members;
pub mod password;
pub mod password_reset;
pub mod profile;
pub mod sessions;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod tenants;

use maud::{Markup, Render, html};
use ui::{Field, Form, Tab};

use super::{MANAGE_MEMBERS, paths};
use crate::error::{FieldError, FieldErrors};
use crate::web::{Cx, Raw, View};

/// A form's wiring: what was typed, what is wrong with it, in which language to say so.
struct Wired<'a> {
    cx: &'a Cx<'a>,
    raw: &'a Raw,
    errors: Option<&'a FieldErrors>,
}

impl<'a> Wired<'a> {
    fn new(cx: &'a Cx<'a>, raw: &'a Raw, errors: Option<&'a FieldErrors>) -> Self {
        Self { cx, raw, errors }
    }

    fn message(&self, error: &FieldError) -> String {
        let vars: Vec<(&str, String)> = error
            .vars
            .iter()
            .map(|(k, v)| (*k, self.cx.fmt().digits(v)))
            .collect();
        let vars: Vec<(&str, &str)> = vars.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.cx.t_with(error.key, &vars)
    }

    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<String> {
        self.errors?.get(field).map(|error| self.message(error))
    }

    /// A field with what was typed.
    fn field(&self, name: &str, label: &str) -> Field {
        ui::field(name, self.cx.t(label))
            .value(self.raw.get(name))
            .error(self.error(name))
    }

    /// A field for a password, which is never shown again.
    fn password(&self, name: &str, label: &str) -> Field {
        ui::field(name, self.cx.t(label))
            .password()
            .error(self.error(name))
            .required()
    }

    /// A form with the summary of its errors.
    fn form(&self, action: &str) -> Form {
        let list = self.errors.into_iter().flat_map(FieldErrors::iter);
        let summary: Vec<(String, String)> = list
            .map(|(field, error)| {
                let id = if field.is_empty() {
                    String::new()
                } else {
                    format!("f-{field}")
                };
                (id, self.message(error))
            })
            .collect();
        let fields = summary.iter().any(|(id, _)| !id.is_empty());
        let title = if fields {
            "kernel.form.errors"
        } else {
            "kernel.form.refused"
        };
        ui::form(action, self.cx.csrf()).errors(self.cx.t(title), summary)
    }
}

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
fn account(cx: &Cx<'_>, title: &str, here: &str, body: impl Render) -> View {
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
    if cx.tenant().is_some() && cx.may(MANAGE_MEMBERS.key) {
        tabs.push(tab("kernel.members.title", paths::MEMBERS));
    }
    tabs
}

/// The text of a role.
fn role(cx: &Cx<'_>, role: &str) -> String {
    cx.t(&format!("kernel.members.role_{role}"))
}
