//! What operators decide about notes while the program runs.
//! Read through `app.settings` where it matters.

use kernel::module::{SettingDef, SettingKind};
use serde_json::json;

/// Whether who wrote a note gets it by mail too.
pub const MAIL_WRITER: &str = "_dummy.mail_writer";

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![SettingDef {
        key: MAIL_WRITER,
        label: "_dummy.settings.mail_writer",
        kind: SettingKind::Switch,
        default: json!(true),
        secret: false,
    }]
}
