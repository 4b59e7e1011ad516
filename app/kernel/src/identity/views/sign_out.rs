//! The page of signing out, for who comes by a link.
//! One button.

use maud::html;

use super::narrow;
use crate::identity::paths;
use crate::web::{Cx, View};

/// The button.
pub fn page(cx: &Cx<'_>) -> View {
    narrow(
        cx,
        "kernel.sign_out.title",
        Some("kernel.sign_out.question"),
        html! {
            (ui::button(cx.t("kernel.sign_out.title")).primary().icon("log-out").post(paths::SIGN_OUT, cx.csrf()))
        },
    )
}
