//! The profile's form, and the switch of the theme.
//! An empty format means: as the language has it.

use chrono_tz::Tz;
use kernel::web::{Form, Reader};

use super::one_of;
use crate::models::profile::Profile;

const NAME: usize = 80;
const THEMES: [&str; 3] = ["system", "light", "dark"];

/// The profile as posted.
pub struct ProfileForm(pub Profile);

impl Form for ProfileForm {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(Profile {
            display_name: reader.name("display_name", NAME),
            locale: one_of(reader, "locale", &["fa", "en"]),
            calendar: optional(reader, "calendar", &["", "jalali", "gregorian"]),
            digits: optional(reader, "digits", &["", "persian", "latin"]),
            money_unit: optional(reader, "money_unit", &["", "toman", "rial"]),
            theme: one_of(reader, "theme", &THEMES),
            time_zone: time_zone(reader),
            single_keys_off: reader.ticked("single_keys_off"),
        })
    }
}

fn optional(reader: &mut Reader<'_>, field: &str, choices: &[&str]) -> Option<String> {
    Some(one_of(reader, field, choices)).filter(|choice| !choice.is_empty())
}

/// The zone typed by its IANA name, else the one chosen from the list.
fn time_zone(reader: &mut Reader<'_>) -> String {
    let typed = reader.typed("other_zone").trim();
    let (field, name) = if typed.is_empty() {
        ("time_zone", reader.typed("time_zone"))
    } else {
        ("other_zone", typed)
    };
    if let Ok(zone) = name.parse::<Tz>() {
        zone.name().to_owned()
    } else {
        reader.error(field, "identity.account.zone_unknown");
        String::new()
    }
}

/// The theme's switch.
pub struct SetTheme(pub String);

impl Form for SetTheme {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(one_of(reader, "theme", &THEMES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::web::Raw;

    fn zone(chosen: &str, typed: &str) -> (String, bool) {
        let raw = Raw::prefilled(&[("time_zone", chosen), ("other_zone", typed)]);
        let mut reader = Reader::new(&raw);
        let zone = time_zone(&mut reader);
        (zone, reader.into_errors().is_empty())
    }

    #[test]
    fn any_zone_of_the_world_and_no_other_word() {
        assert_eq!(zone("Asia/Tehran", ""), ("Asia/Tehran".to_owned(), true));
        assert_eq!(
            zone("Asia/Tehran", " Europe/Oslo "),
            ("Europe/Oslo".to_owned(), true)
        );
        assert_eq!(zone("Asia/Tehran", "Moon/Base"), (String::new(), false));
        assert_eq!(zone("", ""), (String::new(), false));
    }
}
