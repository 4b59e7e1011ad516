//! What operators decide about notes while the program runs.
//! Read through `app.settings` where it matters.

use kernel::module::{SettingDef, SettingKind};
use serde_json::json;

/// Whether who wrote a note gets it by mail too.
pub const MAIL_WRITER: &str = "_dummy.mail_writer";

/// What an outside service signs its calls with.
pub const CALL_SECRET: &str = "_dummy.call_secret";

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![
        SettingDef {
            key: MAIL_WRITER,
            label: "_dummy.settings.mail_writer",
            kind: SettingKind::Switch,
            default: json!(true),
            secret: false,
        },
        SettingDef {
            key: CALL_SECRET,
            label: "_dummy.settings.call_secret",
            kind: SettingKind::Text(100),
            default: json!(""),
            secret: true,
        },
    ]
}
