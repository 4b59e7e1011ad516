//! What operators say about the platform as a seller. A document keeps what was said on the day of its issue.

use kernel::app::App;
use kernel::error::AppResult;
use kernel::module::SettingDef;
use kernel::settings::Setting;
use l10n::Locale;

use crate::invoice::{Identity, Party};

/// A person's national code has ten digits, a company's id eleven.
const COMPANY: usize = 11;

macro_rules! lines {
    ($($(#[$meta:meta])* $name:ident = $key:literal, $most:literal;)+) => { $(
        $(#[$meta])*
        pub const $name: Setting<String> =
            Setting::line(concat!("documents.", $key), concat!("documents.settings.", $key), $most, "");
    )+ };
}

lines! {
    /// Registered name in Persian.
    NAME = "seller_name", 120;
    /// Registered name in Latin letters.
    NAME_EN = "seller_name_en", 120;
    /// National id of the company, or national code of the person.
    IDENTIFIER = "seller_identifier", 11;
    /// Number at the registry of companies.
    REGISTRATION = "seller_registration", 20;
    /// Number with the tax office.
    ECONOMIC = "seller_economic", 14;
    /// Ten digits.
    POSTCODE = "seller_postcode", 10;
    /// Phone.
    PHONE = "seller_phone", 40;
    /// Address in Persian.
    ADDRESS = "seller_address", 300;
    /// Address in English.
    ADDRESS_EN = "seller_address_en", 300;
    /// Below each page, in Persian.
    FOOTER = "footer", 300;
    /// Below each page, in English.
    FOOTER_EN = "footer_en", 300;
}

/// All of them.
pub(crate) fn all() -> Vec<SettingDef> {
    [
        NAME,
        NAME_EN,
        IDENTIFIER,
        REGISTRATION,
        ECONOMIC,
        POSTCODE,
        PHONE,
        ADDRESS,
        ADDRESS_EN,
        FOOTER,
        FOOTER_EN,
    ]
    .iter()
    .map(Setting::def)
    .collect()
}

/// The platform as a side of a document. Until somebody says its name it is called as the site is.
pub fn seller(app: &App, locale: Locale) -> AppResult<Party> {
    let (name, address) = match locale {
        Locale::Fa => (NAME.of(app)?, ADDRESS.of(app)?),
        Locale::En => (NAME_EN.of(app)?, ADDRESS_EN.of(app)?),
    };
    let brand = || app.registry.texts().t(locale, "kernel.shell.brand");
    let id = IDENTIFIER.of(app)?;
    let identity = match id.chars().count() {
        0 => Identity::Untold,
        COMPANY => Identity::Legal {
            national_id: id,
            registration_number: REGISTRATION.of(app)?,
        },
        _ => Identity::Natural(id),
    };
    Ok(Party {
        name: if name.is_empty() { brand() } else { name },
        identity,
        economic_number: ECONOMIC.of(app)?,
        address,
        postcode: POSTCODE.of(app)?,
        phone: PHONE.of(app)?,
    })
}

/// What the platform says below each page.
pub fn footer(app: &App, locale: Locale) -> AppResult<String> {
    match locale {
        Locale::Fa => FOOTER.of(app),
        Locale::En => FOOTER_EN.of(app),
    }
}
