//! Values as people type and read them: Persian digits and separators, sums in the reader's unit.
//! What is shown in a field can be typed back.

use std::str::FromStr;

use chrono::NaiveTime;
use l10n::{Format, Money, NumberError, normalise};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::declaration::{SECRET_LENGTH, SettingDef, SettingKind, TIME, units};

/// Reads what was typed into the value as it is stored (a secret still open); an error names what is wrong.
pub(super) fn parse(def: &SettingDef, typed: &str, fmt: Format) -> Result<Json, &'static str> {
    let number = |read: Result<i64, NumberError>| read.map(|n| json!(n)).map_err(|e| e.key());
    let value = match def.kind {
        SettingKind::Line { .. } => {
            json!(normalise::input(&typed.replace(['\r', '\n', '\t'], " ")))
        }
        SettingKind::Lines { .. } => json!(lines(typed)),
        SettingKind::Integer { .. } => number(fmt.parse_integer(typed))?,
        SettingKind::Money { .. } => number(
            fmt.parse_money(typed, fmt.money_unit)
                .map(|money| money.minor),
        )?,
        SettingKind::Percent { .. } => number(fmt.parse_percent(typed).map(|percent| percent.0))?,
        SettingKind::Decimal { places, .. } => {
            let units = fmt.parse_decimal(typed, places).map_err(|e| e.key())?;
            json!(Decimal::new(units, places.into()).to_string())
        }
        SettingKind::Time => {
            let time = fmt.parse_time(typed).map_err(|e| e.key())?;
            json!(time.format(TIME).to_string())
        }
        SettingKind::Switch => json!(!typed.is_empty()),
        SettingKind::Choice(_) => json!(typed),
        // Nothing of a secret is changed but the space that copying it leaves around.
        SettingKind::Secret if typed.chars().count() <= SECRET_LENGTH => {
            return Ok(json!(typed.trim()));
        }
        SettingKind::Secret => return Err("kernel.invalid.too_long_plain"),
    };
    if def.fits(&value) {
        return Ok(value);
    }
    Err(match def.kind {
        SettingKind::Line { .. } | SettingKind::Lines { .. } => "kernel.invalid.too_long_plain",
        SettingKind::Choice(_) => "kernel.invalid.choice",
        _ => "kernel.invalid.range",
    })
}

fn lines(typed: &str) -> String {
    let plain = typed.replace("\r\n", "\n");
    let lines: Vec<String> = plain.split('\n').map(normalise::input).collect();
    lines.join("\n").trim().to_owned()
}

/// A stored value as its field holds it; "1" for a switch that is on.
pub(super) fn field_text(def: &SettingDef, stored: &Json, fmt: Format) -> String {
    let number = stored.as_i64().unwrap_or_default();
    let text = stored.as_str().unwrap_or_default();
    match def.kind {
        SettingKind::Line { .. } | SettingKind::Lines { .. } | SettingKind::Choice(_) => {
            text.to_owned()
        }
        SettingKind::Integer { .. } => fmt.number(number),
        SettingKind::Money { .. } => fmt.amount(Money::rial(number)),
        SettingKind::Percent { .. } => fmt.decimal(number, 2, 0),
        SettingKind::Decimal { places, .. } => {
            let exact = Decimal::from_str(text).ok();
            let units = exact.and_then(|exact| units(exact, places));
            fmt.decimal(units.unwrap_or_default(), places, 0)
        }
        SettingKind::Time => NaiveTime::parse_from_str(text, TIME)
            .map_or_else(|_| String::new(), |time| fmt.time_of_day(time)),
        SettingKind::Switch => stored
            .as_bool()
            .filter(|on| *on)
            .map_or("", |_| "1")
            .to_owned(),
        SettingKind::Secret => String::new(),
    }
}

/// The bounds as the reader reads them.
pub(super) fn bounds(kind: SettingKind, fmt: Format) -> Option<(String, String)> {
    match kind {
        SettingKind::Integer { min, max } => Some((fmt.number(min), fmt.number(max))),
        SettingKind::Money { min, max } => {
            Some((fmt.money(Money::rial(min)), fmt.money(Money::rial(max))))
        }
        SettingKind::Percent { min, max } => Some((fmt.percent(min), fmt.percent(max))),
        SettingKind::Decimal { places, min, max } => {
            Some((fmt.decimal(min, places, 0), fmt.decimal(max, places, 0)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use l10n::{Locale, MoneyUnit, Percent, Rial};

    use super::super::Setting;
    use super::*;

    const FA: Format = Format::for_locale(Locale::Fa);
    const EN: Format = Format::for_locale(Locale::En);

    fn typed(def: &SettingDef, text: &str, fmt: Format) -> Result<Json, &'static str> {
        parse(def, text, fmt)
    }

    #[test]
    fn sums_are_typed_in_the_readers_unit() {
        const SUM: Setting<Rial> =
            Setting::money("a.sum", "a.sum", Rial(10)..=Rial(1_000_000), Rial(500));
        let def = SUM.def();
        let rial = Format {
            money_unit: MoneyUnit::Rial,
            ..EN
        };
        assert_eq!(typed(&def, "۵٬۰۰۰", FA), Ok(json!(50_000)));
        assert_eq!(typed(&def, "5,000", rial), Ok(json!(5_000)));
        assert_eq!(typed(&def, "۵۰۰۰ ریال", FA), Ok(json!(5_000)));
        assert_eq!(typed(&def, "0", FA), Err("kernel.invalid.range"));
        assert_eq!(field_text(&def, &json!(12_345), FA), "۱٬۲۳۴٫۵");
        assert_eq!(field_text(&def, &json!(12_345), rial), "12,345");
    }

    #[test]
    fn decimals_keep_their_places_and_percentages_their_hundredths() {
        const RATE: Setting<Decimal> = Setting::decimal("a.rate", "a.rate", 3, 1..=9_999, 1_250);
        const TAX: Setting<Percent> = Setting::percent("a.tax", "a.tax", 0..=10_000, 1_000);
        let (rate, tax) = (RATE.def(), TAX.def());
        assert_eq!(rate.default, json!("1.250"));
        assert_eq!(typed(&rate, "۲٫۵", FA), Ok(json!("2.500")));
        assert_eq!(
            typed(&rate, "0.0001", EN),
            Err("kernel.invalid.number_precision")
        );
        assert_eq!(typed(&rate, "10", EN), Err("kernel.invalid.range"));
        assert_eq!(field_text(&rate, &json!("2.5"), FA), "۲٫۵");
        assert!(!rate.fits(&json!("0.00005")), "more decimals than declared");
        assert_eq!(typed(&tax, "۷٫۵٪", FA), Ok(json!(750)));
        assert_eq!(typed(&tax, "100.01", EN), Err("kernel.invalid.range"));
    }

    #[test]
    fn a_text_is_cleaned_and_bounded_and_a_secret_is_left_as_it_is() {
        const NAME: Setting<String> = Setting::line("a.name", "a.name", 5, "");
        const TERMS: Setting<String> = Setting::lines("a.terms", "a.terms", 9, "");
        const KEY: Setting<Option<secrecy::SecretString>> = Setting::secret("a.key", "a.key");
        assert_eq!(typed(&NAME.def(), " علي ", FA), Ok(json!("علی")));
        assert_eq!(
            typed(&NAME.def(), "123456", FA),
            Err("kernel.invalid.too_long_plain")
        );
        assert_eq!(typed(&TERMS.def(), "a\r\n b\r\n", FA), Ok(json!("a\nb")));
        assert_eq!(
            typed(&KEY.def(), " علي\u{200c} ", FA),
            Ok(json!("علي\u{200c}"))
        );
    }
}
