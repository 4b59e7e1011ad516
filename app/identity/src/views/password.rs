//! The page for changing one's password.
//! Says that other devices will have to sign in again.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View, account_page};
use maud::html;

use crate::paths;

/// The form.
pub fn page(cx: &Cx<'_>, errors: Option<&FieldErrors>) -> View {
    let raw = Raw::default();
    let view = FormView::new(cx, &raw, errors);
    let form = view
        .form(paths::PASSWORD)
        .body(html! {
            (view.password("old_password", "identity.password.old").autocomplete("current-password").max_length(200))
            (view.password("password", "identity.password.new").autocomplete("new-password").max_length(200)
                .hint(cx.t("identity.password.hint")))
        })
        .actions(ui::button(cx.t("identity.password.submit")).primary().busy(cx.t("kernel.shell.working")));
    account_page(
        cx,
        "identity.password.title",
        paths::PASSWORD,
        ui::settings_part(
            "password",
            cx.t("identity.password.title"),
            cx.t("identity.password.ends_others"),
            form,
        ),
    )
}
