//! What operators decide about gateways while the program runs.

use kernel::module::SettingDef;
use kernel::settings::{SecretString, Setting};

/// Our terminal at Zarinpal; without it nobody can pay there.
pub const ZARINPAL_MERCHANT: Setting<Option<SecretString>> =
    Setting::secret("commerce.zarinpal_merchant", "commerce.zarinpal.merchant");

/// Where Zarinpal is.
pub const ZARINPAL_HOST: Setting<String> = Setting::line(
    "commerce.zarinpal_host",
    "commerce.zarinpal.host",
    200,
    "https://payment.zarinpal.com",
);

/// Whether payers are offered it. What was begun there is settled either way.
pub const ZARINPAL_OFFERED: Setting<bool> = Setting::switch(
    "commerce.zarinpal_offered",
    "commerce.zarinpal.offered",
    true,
);

/// All of them.
pub fn all() -> Vec<SettingDef> {
    vec![
        ZARINPAL_MERCHANT.def(),
        ZARINPAL_HOST.def(),
        ZARINPAL_OFFERED.def(),
    ]
}
