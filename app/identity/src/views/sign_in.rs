//! The page of signing in, and what is said to who has not confirmed the address yet.
//! The second holds a form that sends the mail again with one press.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::html;

use super::{aside, narrow};
use crate::paths;

/// The form.
pub fn page(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::SIGN_IN)
        .hidden("next", raw.get("next"))
        .body(html! {
            (view.field("identifier", "identity.sign_in.identifier").email().autocomplete("username").max_length(254)
                .required().autofocus())
            (view.password("password", "identity.sign_in.password").autocomplete("current-password").max_length(200))
        })
        .actions(ui::button(cx.t("kernel.shell.sign_in")).primary().wide().busy(cx.t("kernel.shell.working")));
    let sign_up = paths::with_next(paths::SIGN_UP, raw.get("next"));
    narrow(
        cx,
        "kernel.shell.sign_in",
        None,
        html! {
            (form)
            p { a href=(paths::FORGOT) { (cx.t("identity.reset.title")) } }
            (aside(cx, "identity.sign_in.no_account", "kernel.shell.sign_up", &sign_up))
        },
    )
    .description(cx.t("identity.sign_in.text"))
}

/// The password was right, but the address waits for confirmation.
pub fn unconfirmed(cx: &Cx<'_>, email: &str, next: &str) -> View {
    narrow(
        cx,
        "identity.confirm.waiting",
        None,
        html! {
            (ui::alert(ui::Tone::Warning, html! { (cx.t("identity.confirm.waiting_text")) " " (ui::bdi(email)) }))
            (ui::form(paths::CONFIRM, cx.csrf()).hidden("email", email).hidden("next", next)
                .actions(ui::button(cx.t("identity.confirm.again")).primary().wide()))
            (aside(cx, "identity.confirm.after", "kernel.shell.sign_in", &paths::with_next(paths::SIGN_IN, next)))
        },
    )
}
