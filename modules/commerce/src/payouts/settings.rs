//! What operators decide about money that leaves.

use kernel::module::SettingDef;
use kernel::settings::Setting;
use l10n::Rial;

/// How many hours what was paid in stays in the wallet before it can be taken out.
pub const WITHDRAW_AFTER: Setting<i64> = Setting::integer(
    "commerce.withdraw_after_hours",
    "commerce.payouts.settings.after",
    0..=720,
    24,
);

/// The smallest sum that is paid out.
pub const WITHDRAW_LEAST: Setting<Rial> = Setting::money(
    "commerce.withdraw_least",
    "commerce.payouts.settings.least",
    Rial(1)..=Rial(1_000_000_000),
    Rial(100_000),
);

/// Above this two people approve.
pub const WITHDRAW_SECOND: Setting<Rial> = Setting::money(
    "commerce.withdraw_second",
    "commerce.payouts.settings.second",
    Rial(0)..=Rial(1_000_000_000_000),
    Rial(50_000_000),
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![
        WITHDRAW_AFTER.def(),
        WITHDRAW_LEAST.def(),
        WITHDRAW_SECOND.def(),
    ]
}
