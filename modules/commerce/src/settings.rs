//! What operators decide about billing while the program runs.
//! Constants with their type; all of them stand in `all`, which the registry reads.

use kernel::module::SettingDef;
use kernel::settings::Setting;

/// How many days before a period ends the invoice of the next one is made.
pub const RENEW_DAYS: Setting<i64> = Setting::integer(
    "commerce.renew_days",
    "commerce.settings.renew_days",
    0..=60,
    7,
);

/// How many days a service goes on that was not paid in time.
pub const GRACE_DAYS: Setting<i64> = Setting::integer(
    "commerce.grace_days",
    "commerce.settings.grace_days",
    0..=60,
    3,
);

/// How many days a suspended service is kept before it ends for good.
pub const KEEP_DAYS: Setting<i64> = Setting::integer(
    "commerce.keep_days",
    "commerce.settings.keep_days",
    1..=365,
    30,
);

/// How many hours the wallet must be able to pay before something that is billed by the hour begins.
pub const START_HOURS: Setting<i64> = Setting::integer(
    "commerce.start_hours",
    "commerce.settings.start_hours",
    1..=720,
    24,
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![
        RENEW_DAYS.def(),
        GRACE_DAYS.def(),
        KEEP_DAYS.def(),
        START_HOURS.def(),
    ]
}
