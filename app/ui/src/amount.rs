//! Values with units: money, gold weight, dates; all words and digits come from `l10n`.
//! Here so that a screen cannot show a bare number of money or a date without its machine form.
use chrono::{DateTime, Utc};
use l10n::{Format, Milligrams, Money};
use maud::{Markup, html};

/// Money with its unit, in the reader's digits.
pub fn money(format: &Format, amount: Money) -> Markup {
    html! { bdi.money { (format.money(amount)) } }
}

/// Weight as a large figure: the unit after it stands small.
pub fn big_weight(format: &Format, weight: Milligrams) -> Markup {
    let text = format.weight(weight);
    html! { bdi.weight { (with_small_unit(&text)) } }
}

/// The unit is the word after the last space, in both languages; a text without one stays as it is.
fn with_small_unit(text: &str) -> Markup {
    let parts = text.rsplit_once([' ', '\u{a0}']);
    html! {
        @match parts {
            Some((figure, unit)) => { (figure) " " span.unit-word { (unit) } },
            None => (text),
        }
    }
}

/// Gold weight in grams.
pub fn weight(format: &Format, weight: Milligrams) -> Markup {
    html! { bdi.weight { (format.weight(weight)) } }
}

/// A day in the reader's calendar.
pub fn date(format: &Format, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(Format::iso(at)) { (format.date(at)) } }
}

/// A day and a time of day.
pub fn date_time(format: &Format, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(Format::iso(at)) { (format.date_time(at)) } }
}

/// "Three hours ago"; the exact time is in the tip and in the machine form.
pub fn relative_date(format: &Format, at: DateTime<Utc>, now: DateTime<Utc>) -> Markup {
    html! {
        time datetime=(Format::iso(at)) title=(format.date_time(at)) { (format.relative(at, now)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Locale;

    #[test]
    fn the_unit_of_a_large_figure_stands_apart_and_is_still_read() {
        for locale in [Locale::Fa, Locale::En] {
            let html = big_weight(&Format::for_locale(locale), Milligrams(12_345)).into_string();
            assert!(html.contains(" <span class=\"unit-word\">"), "{html}");
        }
    }
}
