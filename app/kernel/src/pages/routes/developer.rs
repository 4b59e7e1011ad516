//! Development only: the gallery of the design system, and the built-in stand-ins for outside services.

use rocket::get;

use crate::pages::views;
use crate::web::{Cx, View};

/// Every component in its states.
#[get("/_ui")]
pub fn gallery(cx: Cx<'_>) -> View {
    views::developer::gallery(&cx)
}

/// The stand-ins for outside services.
#[get("/dev/simulators")]
pub fn simulators(cx: Cx<'_>) -> View {
    views::developer::simulators(&cx)
}
