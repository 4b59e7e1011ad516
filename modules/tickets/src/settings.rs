//! What operators decide about the desk.
//! Read through `app.settings` where it matters.

use kernel::module::{SettingDef, SettingKind};
use serde_json::json;

/// Days after closing within which an answer opens a ticket again.
pub const REOPEN_DAYS: &str = "tickets.reopen_days";

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![SettingDef {
        key: REOPEN_DAYS,
        label: "tickets.settings.reopen_days",
        kind: SettingKind::Integer { min: 0, max: 365 },
        default: json!(14),
        secret: false,
    }]
}
