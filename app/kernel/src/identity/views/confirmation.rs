//! Pages around the confirmation of an address: asked for, sent, to be pressed, spent.
//! None of them tells whether an address has an account.

use maud::{Markup, html};

use super::{aside, narrow, outbox_hint};
use crate::error::FieldErrors;
use crate::identity::paths;
use crate::web::{Cx, FormView, Raw, View};

fn again(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::CONFIRM)
        .hidden("next", raw.get("next"))
        .body(
            view.field("email", "kernel.sign_in.identifier")
                .email()
                .autocomplete("username")
                .max_length(254)
                .required(),
        )
        .actions(ui::button(cx.t("kernel.confirm.again")).primary().wide());
    html! { (form) }
}

/// The form that asks for the mail again.
pub fn ask(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    narrow(
        cx,
        "kernel.confirm.title",
        Some("kernel.confirm.ask"),
        again(cx, raw, errors),
    )
}

/// A mail is on its way.
pub fn sent(cx: &Cx<'_>, next: &str) -> View {
    narrow(
        cx,
        "kernel.confirm.sent",
        Some("kernel.confirm.sent_text"),
        html! {
            (outbox_hint(cx))
            p { (cx.t("kernel.confirm.not_arrived")) }
            p { a href=(paths::with_next(paths::CONFIRM, next)) { (cx.t("kernel.confirm.again")) } }
            (aside(cx, "kernel.confirm.after", "kernel.sign_in.title", &paths::with_next(paths::SIGN_IN, next)))
        },
    )
}

/// The page of the link: one button.
pub fn show(cx: &Cx<'_>, token: &str, next: &str) -> View {
    let action = paths::confirmation(token, next);
    narrow(
        cx,
        "kernel.confirm.title",
        Some("kernel.confirm.press"),
        html! {
            (ui::button(cx.t("kernel.confirm.submit")).primary().wide().icon("check").post(action, cx.csrf()))
        },
    )
}

/// The link was used or is too old.
pub fn spent(cx: &Cx<'_>, next: &str) -> View {
    narrow(cx, "kernel.confirm.spent", Some("kernel.confirm.spent_text"), html! {
        (again(cx, &Raw::prefilled(&[("next", next)]), None))
        (aside(cx, "kernel.confirm.after", "kernel.sign_in.title", &paths::with_next(paths::SIGN_IN, next)))
    })
    .status(rocket::http::Status::Gone)
}
