//! What operators decide about giving back.

use kernel::module::SettingDef;
use kernel::settings::Setting;

/// How many hours a paid service may take until it is there; after them it is ended and its money given back.
pub const PROVIDE_HOURS: Setting<i64> = Setting::integer(
    "commerce.provide_hours",
    "commerce.settings.provide_hours",
    1..=2_160,
    48,
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![PROVIDE_HOURS.def()]
}
