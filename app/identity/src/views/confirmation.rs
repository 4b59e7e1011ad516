//! Pages around the confirmation of an address: asked for, sent, to be pressed, spent.
//! None of them tells whether an address has an account.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::{Markup, html};

use super::{aside, narrow, outbox_hint};
use crate::paths;

fn again(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::CONFIRM)
        .hidden("next", raw.get("next"))
        .body(
            view.field("email", "identity.sign_in.identifier")
                .email()
                .autocomplete("username")
                .max_length(254)
                .required(),
        )
        .actions(ui::button(cx.t("identity.confirm.again")).primary().wide());
    html! { (form) }
}

/// The form that asks for the mail again.
pub fn ask(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    narrow(
        cx,
        "identity.confirm.title",
        Some("identity.confirm.ask"),
        again(cx, raw, errors),
    )
}

/// A mail is on its way.
pub fn sent(cx: &Cx<'_>, next: &str) -> View {
    narrow(
        cx,
        "identity.confirm.sent",
        Some("identity.confirm.sent_text"),
        html! {
            (outbox_hint(cx))
            p { (cx.t("identity.confirm.not_arrived")) }
            p { a href=(paths::with_next(paths::CONFIRM, next)) { (cx.t("identity.confirm.again")) } }
            (aside(cx, "identity.confirm.after", "kernel.shell.sign_in", &paths::with_next(paths::SIGN_IN, next)))
        },
    )
}

/// The page of the link in the browser of the sign-up: one button.
pub fn press(cx: &Cx<'_>, token: &str, next: &str) -> View {
    let action = paths::confirmation(token, next);
    narrow(
        cx,
        "identity.confirm.title",
        Some("identity.confirm.press"),
        html! {
            (ui::button(cx.t("identity.confirm.submit")).primary().wide().icon("check").post(action, cx.csrf()))
        },
    )
}

/// The page of the link in any other browser: whoever reads the mail chooses name and password. The name of the sign-up
/// stands there; it may be a stranger's.
pub fn choose(
    cx: &Cx<'_>,
    token: &str,
    next: &str,
    (email, raw, errors): (&str, &Raw, Option<&FieldErrors>),
) -> View {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::confirmation(token, next))
        .body(html! {
            p { (cx.t("identity.confirm.choose_for")) " " (ui::bdi(email)) }
            (view.field("name", "identity.sign_up.name").autocomplete("name").dir("auto").max_length(80).required()
                .hint(cx.t("identity.sign_up.name_hint")))
            (view.password("password", "identity.sign_in.password").autocomplete("new-password").max_length(200)
                .hint(cx.t("identity.password.hint")).autofocus())
        })
        .actions(ui::button(cx.t("identity.confirm.submit")).primary().wide().busy(cx.t("kernel.shell.working")));
    narrow(
        cx,
        "identity.confirm.title",
        Some("identity.confirm.choose"),
        html! {
            (form)
            p { (cx.t("identity.confirm.not_you")) }
        },
    )
}

/// The link was used or is too old.
pub fn spent(cx: &Cx<'_>, next: &str) -> View {
    narrow(cx, "identity.confirm.spent", Some("identity.confirm.spent_text"), html! {
        (again(cx, &Raw::prefilled(&[("next", next)]), None))
        (aside(cx, "identity.confirm.after", "kernel.shell.sign_in", &paths::with_next(paths::SIGN_IN, next)))
    })
    .status(rocket::http::Status::Gone)
}
