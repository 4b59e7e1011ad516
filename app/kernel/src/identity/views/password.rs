//! The page for changing one's password.
//! Says that other devices will have to sign in again.

use maud::html;

use super::account;
use crate::error::FieldErrors;
use crate::identity::paths;
use crate::web::{Cx, FormView, Raw, View};

/// The form.
pub fn page(cx: &Cx<'_>, errors: Option<&FieldErrors>) -> View {
    let raw = Raw::default();
    let view = FormView::new(cx, &raw, errors);
    let form = view
        .form(paths::PASSWORD)
        .body(html! {
            (view.password("old_password", "kernel.password.old").autocomplete("current-password").max_length(200))
            (view.password("password", "kernel.password.new").autocomplete("new-password").max_length(200)
                .hint(cx.t("kernel.password.hint")))
            p { (cx.t("kernel.password.ends_others")) }
        })
        .actions(ui::button(cx.t("kernel.password.submit")).primary().busy(cx.t("kernel.shell.working")));
    account(
        cx,
        "kernel.password.title",
        paths::PASSWORD,
        ui::card("password", "", form),
    )
}
