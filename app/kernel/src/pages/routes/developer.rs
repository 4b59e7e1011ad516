//! Development only: the gallery of the design system, and the built-in stand-ins for outside services.

use rocket::get;

use crate::error::{AppError, AppResult};
use crate::pages::views;
use crate::web::{Cx, View};

/// Every component in its states.
#[get("/_ui")]
pub fn gallery(cx: Cx<'_>) -> View {
    views::developer::gallery(&cx)
}

/// One sample screen alone.
#[get("/_ui/<screen>")]
pub fn screen(screen: &str, cx: Cx<'_>) -> AppResult<View> {
    views::developer::screen(&cx, screen).ok_or(AppError::NotFound("kernel.page"))
}

/// The stand-ins for outside services.
#[get("/dev/simulators")]
pub fn simulators(cx: Cx<'_>) -> View {
    views::developer::simulators(&cx)
}
