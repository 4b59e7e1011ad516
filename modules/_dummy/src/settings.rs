//! What may be decided about notes while the program runs: by operators for all, by each tenant for itself.
//! Constants with their type; all of them stand in `all`, which the registry reads.

use kernel::module::SettingDef;
use kernel::settings::{SecretString, Setting, TenantSetting};

/// Whether who wrote a note gets it by mail too.
pub const MAIL_WRITER: Setting<bool> =
    Setting::switch("_dummy.mail_writer", "_dummy.settings.mail_writer", true);

/// How many notes a tenant may have; operators set it for those that do not.
pub const MOST_NOTES: TenantSetting<i64> = Setting::integer(
    "_dummy.most_notes",
    "_dummy.settings.most_notes",
    1..=10_000,
    1_000,
)
.of_tenant_over_platform();

/// What an outside service signs its calls with.
pub const CALL_SECRET: Setting<Option<SecretString>> =
    Setting::secret("_dummy.call_secret", "_dummy.settings.call_secret");

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![MAIL_WRITER.def(), MOST_NOTES.def(), CALL_SECRET.def()]
}
