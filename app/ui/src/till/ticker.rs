//! The day's prices with their age: a price nobody can date is not sold by.
//! Here so that an old price is seen to be old before something is sold by it.
use chrono::{DateTime, Utc};
use l10n::Format;
use maud::{Markup, html};

use crate::{Tone, Trend, icon};

/// A price of the market.
#[derive(Clone, Debug)]
pub struct Tick {
    /// What it is the price of.
    pub name: String,
    /// The price.
    pub value: Markup,
    /// Which way it went, and how much in words.
    pub change: Option<(Trend, String)>,
}

/// Prices in a row and when they came; after `stale_after` seconds script marks them as old (the page
/// that is made later does so by itself).
pub fn price_ticker(
    format: &Format,
    label: impl AsRef<str>,
    ticks: &[Tick],
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    stale_after: u32,
) -> Markup {
    let old = (now - at).num_seconds() > i64::from(stale_after);
    html! {
        div.ticker.is-old[old] role="group" aria-label=(label.as_ref()) data-ticker {
            @for tick in ticks {
                p.tick-price { span { (tick.name) } " " strong { (tick.value) }
                    @if let Some((way, words)) = &tick.change {
                        (way.said(tone(*way), words))
                    }
                }
            }
            p.ticker-age { (icon("clock")) time datetime=(Format::iso(at)) data-age=(stale_after) { (format.relative(at, now)) } }
        }
    }
}

const fn tone(way: Trend) -> Tone {
    match way {
        Trend::Up => Tone::Success,
        Trend::Down => Tone::Danger,
        Trend::Flat => Tone::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn old_prices_are_marked_without_script() {
        let now = DateTime::from_timestamp(1_795_251_600, 0).unwrap();
        let at = |seconds| {
            let at = now - TimeDelta::seconds(seconds);
            price_ticker(&Format::default(), "قیمت‌ها", &[], at, now, 60).into_string()
        };
        assert!(at(90).contains("is-old") && !at(10).contains("is-old"));
    }
}
