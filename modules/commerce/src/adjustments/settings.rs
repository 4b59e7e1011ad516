//! How much one person may adjust alone.

use kernel::module::SettingDef;
use kernel::settings::Setting;
use l10n::Rial;

/// What one person adjusts in one wallet in a day; above it a second one confirms.
pub const ADJUST_ALONE: Setting<Rial> = Setting::money(
    "commerce.adjust_alone",
    "commerce.adjustments.settings.alone",
    Rial(0)..=Rial(1_000_000_000_000),
    Rial(5_000_000),
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![ADJUST_ALONE.def()]
}
