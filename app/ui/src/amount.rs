//! Values with units: money, gold weight, dates; all words and digits come from `l10n`.
//! Here so that a screen cannot show a bare number of money or a date without its machine form.
use chrono::{DateTime, Utc};
use l10n::{Format, Milligrams, Money};
use maud::{Markup, html};

/// Money with its unit, in the reader's digits.
pub fn money(format: &Format, amount: Money) -> Markup {
    // With its direction said: the mark before a Persian minus would turn the unit to the wrong side.
    html! { bdi.money dir=(format.locale.dir()) { (format.money(amount)) } }
}

/// A large sum: the figure carries the weight, its unit stands small beside it.
pub fn big_money(format: &Format, amount: Money) -> Markup {
    let (figure, unit) = (format.amount(amount), format.unit(amount.currency));
    big_figure("money", *format, &figure, unit)
}

/// A large weight, as on a scale: the figure carries the weight, its unit stands small beside it.
pub fn big_weight(format: &Format, weight: Milligrams) -> Markup {
    let text = format.weight(weight);
    // The unit is the word after the last space, in both languages.
    let (figure, unit) = text.rsplit_once([' ', '\u{a0}']).unwrap_or((&text, ""));
    big_figure("weight", *format, figure, unit)
}

fn big_figure(kind: &str, format: Format, figure: &str, unit: &str) -> Markup {
    html! {
        bdi class=(format!("{kind} big-figure")) dir=(format.locale.dir()) { b { (figure) } " " small { (unit) } }
    }
}

/// Gold weight in grams.
pub fn weight(format: &Format, weight: Milligrams) -> Markup {
    html! { bdi.weight dir=(format.locale.dir()) { (format.weight(weight)) } }
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
        let format = Format::for_locale(Locale::En);
        let html = big_weight(&format, Milligrams(12_345)).into_string();
        assert!(html.contains("<b>12.345</b> <small>g</small>"), "{html}");
        let html = big_money(&format, Money::rial(2_500_000)).into_string();
        assert!(
            html.contains("<b>250,000</b> <small>toman</small>"),
            "{html}"
        );
    }

    #[test]
    fn a_sum_below_nothing_keeps_its_unit_on_its_own_side() {
        let format = Format::for_locale(Locale::Fa);
        for html in [
            money(&format, Money::rial(-10_000)),
            big_money(&format, Money::rial(-10_000)),
            weight(&format, Milligrams(-1_000)),
        ] {
            // Left to itself, `bdi` takes its direction from the first mark, which is a left-to-right one.
            assert!(html.0.contains("\u{200e}"), "{}", html.0);
            assert!(html.0.contains(" dir=\"rtl\">"), "{}", html.0);
        }
    }
}
