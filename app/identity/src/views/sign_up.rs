//! The page of signing up.
//! Says before the mistake what a good password is.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use maud::html;

use super::{aside, narrow};
use crate::paths;

/// The form.
pub fn page(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form(paths::SIGN_UP)
        .hidden("next", raw.get("next"))
        .body(html! {
            (view.field("name", "identity.sign_up.name").autocomplete("name").dir("auto").max_length(80).required()
                .autofocus().hint(cx.t("identity.sign_up.name_hint")))
            (view.field("email", "identity.sign_in.identifier").email().autocomplete("username").max_length(254).required())
            (view.password("password", "identity.sign_in.password").autocomplete("new-password").max_length(200)
                .hint(cx.t("identity.password.hint")))
        })
        .actions(ui::button(cx.t("identity.sign_up.submit")).primary().wide().busy(cx.t("kernel.shell.working")));
    let sign_in = paths::with_next(paths::SIGN_IN, raw.get("next"));
    narrow(
        cx,
        "kernel.shell.sign_up",
        Some("identity.sign_up.text"),
        html! {
            (form)
            (aside(cx, "identity.sign_up.have_account", "kernel.shell.sign_in", &sign_in))
        },
    )
    .description(cx.t("identity.sign_up.text"))
}
