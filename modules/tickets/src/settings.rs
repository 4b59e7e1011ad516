//! What operators decide about the desk.
//! Constants with their type; all of them stand in `all`, which the registry reads.

use kernel::module::SettingDef;
use kernel::settings::Setting;

/// Days after closing within which an answer opens a ticket again.
pub const REOPEN_DAYS: Setting<i64> = Setting::integer(
    "tickets.reopen_days",
    "tickets.settings.reopen_days",
    0..=365,
    14,
);

/// Days after which words that were typed and never sent are forgotten.
pub const DRAFT_DAYS: Setting<i64> = Setting::integer(
    "tickets.draft_days",
    "tickets.settings.draft_days",
    1..=365,
    30,
);

/// Name of the mail server whose `Authentication-Results` are believed; nobody's while it is empty.
pub const TRUSTED_AUTHSERV_ID: Setting<String> = Setting::line(
    "tickets.trusted_authserv_id",
    "tickets.settings.trusted_authserv_id",
    253,
    "",
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![
        REOPEN_DAYS.def(),
        DRAFT_DAYS.def(),
        TRUSTED_AUTHSERV_ID.def(),
    ]
}
