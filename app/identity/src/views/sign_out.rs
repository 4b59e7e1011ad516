//! The page of signing out, for who comes by a link.
//! One button.

use kernel::web::{Cx, View};
use maud::html;

use super::narrow;
use crate::paths;

/// The button.
pub fn page(cx: &Cx<'_>) -> View {
    narrow(
        cx,
        "kernel.shell.sign_out",
        Some("identity.sign_out.question"),
        html! {
            (ui::button(cx.t("kernel.shell.sign_out")).primary().icon("log-out").post(paths::SIGN_OUT, cx.csrf()))
        },
    )
}
