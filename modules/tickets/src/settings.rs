//! What operators decide about the desk.
//! Read through `app.settings` where it matters.

use kernel::module::{SettingDef, SettingKind};
use serde_json::json;

/// Days after closing within which an answer opens a ticket again.
pub const REOPEN_DAYS: &str = "tickets.reopen_days";

/// Name of the mail server whose `Authentication-Results` are believed; nobody's while it is empty.
pub const TRUSTED_AUTHSERV_ID: &str = "tickets.trusted_authserv_id";

/// All of them.
pub fn all() -> Vec<SettingDef> {
    let reopen_days = SettingDef {
        key: REOPEN_DAYS,
        label: "tickets.settings.reopen_days",
        kind: SettingKind::Integer { min: 0, max: 365 },
        default: json!(14),
        secret: false,
    };
    let trusted_authserv_id = SettingDef {
        key: TRUSTED_AUTHSERV_ID,
        label: "tickets.settings.trusted_authserv_id",
        kind: SettingKind::Text(253),
        default: json!(""),
        secret: false,
    };
    vec![reopen_days, trusted_authserv_id]
}
