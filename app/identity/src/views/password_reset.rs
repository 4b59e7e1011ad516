//! Pages around a forgotten password: ask, sent, set, spent.
//! None of them tells whether an address has an account.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};

use super::{aside, narrow, outbox_hint};
use crate::paths;

fn form(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let email = view
        .field("email", "identity.sign_in.identifier")
        .email()
        .autocomplete("username");
    html! {
        (view.form(paths::FORGOT).body(email.max_length(254).required())
            .actions(ui::button(cx.t("identity.reset.ask_submit")).primary().wide()))
        (aside(cx, "identity.reset.remembered", "kernel.shell.sign_in", paths::SIGN_IN))
    }
}

/// The form that asks for the address.
pub fn ask(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    narrow(
        cx,
        "identity.reset.title",
        Some("identity.reset.ask"),
        form(cx, raw, errors),
    )
}

/// A mail is on its way.
pub fn sent(cx: &Cx<'_>) -> View {
    narrow(
        cx,
        "identity.reset.sent",
        Some("identity.reset.sent_text"),
        html! {
            (outbox_hint(cx))
            p { a href=(paths::FORGOT) { (cx.t("identity.reset.again")) } }
        },
    )
}

/// The form for the new password.
pub fn edit(cx: &Cx<'_>, token: &str, errors: Option<&FieldErrors>) -> View {
    let raw = Raw::default();
    let view = FormView::new(cx, &raw, errors);
    let password = view
        .password("password", "identity.password.new")
        .autocomplete("new-password")
        .max_length(200);
    let form = view
        .form(paths::reset(token))
        .body(password.hint(cx.t("identity.password.hint")).autofocus())
        .actions(
            ui::button(cx.t("identity.password.submit"))
                .primary()
                .wide()
                .busy(cx.t("kernel.shell.working")),
        );
    narrow(
        cx,
        "identity.reset.set",
        Some("identity.reset.set_text"),
        html! { (form) },
    )
}

/// The link was used or is too old.
pub fn spent(cx: &Cx<'_>) -> View {
    narrow(
        cx,
        "identity.reset.spent",
        Some("identity.reset.spent_text"),
        form(cx, &Raw::default(), None),
    )
    .status(rocket::http::Status::Gone)
}
