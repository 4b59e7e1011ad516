//! Addresses of adjustments.

use std::fmt::Display;

use kernel::web::below;

/// The work list.
pub const DESK: &str = "/admin/adjustments";

/// One adjustment.
pub fn desk(id: impl Display) -> String {
    below(DESK, id)
}
