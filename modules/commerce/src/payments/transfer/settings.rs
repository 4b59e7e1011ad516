//! Our account, to which customers transfer.

use kernel::module::SettingDef;
use kernel::settings::Setting;

/// Its Sheba; without a sound one nobody is offered transfers.
pub const TRANSFER_SHEBA: Setting<String> = Setting::line(
    "commerce.transfer_sheba",
    "commerce.transfer.settings.sheba",
    40,
    "",
);

/// In whose name it is.
pub const TRANSFER_OWNER: Setting<String> = Setting::line(
    "commerce.transfer_owner",
    "commerce.transfer.settings.owner",
    100,
    "",
);

/// What payers should know besides.
pub const TRANSFER_NOTE: Setting<String> = Setting::lines(
    "commerce.transfer_note",
    "commerce.transfer.settings.note",
    500,
    "",
);

/// Whether payers are offered it. What was begun can be handed in and looked at either way.
pub const TRANSFER_OFFERED: Setting<bool> = Setting::switch(
    "commerce.transfer_offered",
    "commerce.transfer.settings.offered",
    true,
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![
        TRANSFER_SHEBA.def(),
        TRANSFER_OWNER.def(),
        TRANSFER_NOTE.def(),
        TRANSFER_OFFERED.def(),
    ]
}
