//! The choices a reader makes: language, calendar, digits and unit of money.
//! Plain copies carried per request; there is no process-wide locale anywhere.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::UnknownTag;

macro_rules! tagged {
    ($name:ident { $($variant:ident => $tag:literal),+ $(,)? }) => {
        impl $name {
            /// Every choice, in the order a menu shows them.
            pub const ALL: [Self; [$($tag),+].len()] = [$(Self::$variant),+];

            /// The stored, stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $tag),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownTag;
            fn from_str(s: &str) -> Result<Self, UnknownTag> {
                match s { $($tag => Ok(Self::$variant),)+ _ => Err(UnknownTag) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// Persian, right to left.
    #[default]
    Fa,
    /// English, left to right.
    En,
}
tagged!(Locale { Fa => "fa", En => "en" });

/// Calendar in which days are shown and typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Solar Hijri, the civil calendar of Iran.
    #[default]
    Jalali,
    /// Proleptic Gregorian.
    Gregorian,
}
tagged!(Calendar { Jalali => "jalali", Gregorian => "gregorian" });

/// Shape of the digits shown. Stored and copied values are always ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Digits {
    /// U+06F0 to U+06F9.
    #[default]
    Persian,
    /// ASCII.
    Latin,
}
tagged!(Digits { Persian => "persian", Latin => "latin" });

/// Unit in which rial sums are shown and typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// Ten rial: what people think in.
    #[default]
    Toman,
    /// The legal unit: what banks, gateways and documents use.
    Rial,
}
tagged!(MoneyUnit { Toman => "toman", Rial => "rial" });

impl MoneyUnit {
    /// Decimal places between this unit and the rial (10^places rial = 1 unit). The one table
    /// to extend when zeros are removed from the currency; no other code knows the factor.
    pub const fn places(self) -> u8 {
        match self {
            Self::Toman => 1,
            Self::Rial => 0,
        }
    }

    /// The unit's name as it follows a number.
    pub const fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Toman, Locale::Fa) => "تومان",
            (Self::Rial, Locale::Fa) => "ریال",
            (Self::Toman, Locale::En) => "toman",
            (Self::Rial, Locale::En) => "rial",
        }
    }
}

impl Locale {
    /// BCP 47 tag, for `lang`.
    pub const fn tag(self) -> &'static str {
        self.as_str()
    }

    /// Of what is kept in both languages, the one that this reader reads.
    pub fn pick<T>(self, fa: T, en: T) -> T {
        match self {
            Self::Fa => fa,
            Self::En => en,
        }
    }

    /// The word by which a text is chosen for so many things, as CLDR names it: `one` or `other`.
    pub const fn plural(self, count: i64) -> &'static str {
        match (self, count) {
            (_, 1) | (Self::Fa, 0) => "one",
            _ => "other",
        }
    }

    /// Direction of writing, for `dir`.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Fa => "rtl",
            Self::En => "ltr",
        }
    }

    /// The language's own name, for the switch between languages.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fa => "فارسی",
            Self::En => "English",
        }
    }

    /// The best known language of an `Accept-Language` header (RFC 9110, 12.5.4), or `None` when
    /// it names neither. Of equal weights the first wins; weight 0 excludes; `*` names nothing.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        for item in header.split(',').take(32) {
            let mut parts = item.split(';');
            let range = parts.next().unwrap_or_default().trim();
            let primary = range
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let Ok(locale) = primary.parse::<Self>() else {
                continue;
            };
            let weight = parts
                .find_map(|p| {
                    let (name, value) = p.split_once('=')?;
                    name.trim()
                        .eq_ignore_ascii_case("q")
                        .then(|| thousandths(value.trim()))
                })
                .unwrap_or(Some(1000));
            let Some(weight @ 1..) = weight else { continue };
            if best.is_none_or(|(w, _)| weight > w) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

/// A q-value (`0`, `0.8`, `1.000`) in thousandths; `None` when it is not one.
fn thousandths(q: &str) -> Option<u16> {
    let (whole, fraction) = q.split_once('.').unwrap_or((q, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole = match whole {
        "0" => 0,
        "1" => 1000,
        _ => return None,
    };
    let part: u16 = format!("{fraction:0<3}").parse().ok()?;
    Some(whole + part).filter(|w| *w <= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_singular_in_english_and_nothing_is_not() {
        assert_eq!(
            [0, 1, 2].map(|n| Locale::En.plural(n)),
            ["other", "one", "other"]
        );
        assert_eq!(
            [0, 1, 2].map(|n| Locale::Fa.plural(n)),
            ["one", "one", "other"]
        );
    }

    #[test]
    fn accept_language_takes_the_heaviest_known_language() {
        for (header, want) in [
            ("fa", Some(Locale::Fa)),
            ("en-GB,en;q=0.9,fa;q=0.8", Some(Locale::En)),
            ("en;q=0.5, fa-IR;q=0.9", Some(Locale::Fa)),
            ("de-DE, FA ; Q=0.3", Some(Locale::Fa)),
            ("en;q=0.7,fa;q=0.7", Some(Locale::En)),
            ("en;q=0, fa;q=0.1", Some(Locale::Fa)),
            ("en;q=0", None),
            ("fa;q=1.5", None),
            ("fa;q=nonsense,en;q=0.001", Some(Locale::En)),
            ("de,*", None),
            ("fax", None),
            ("", None),
        ] {
            assert_eq!(Locale::from_accept_language(header), want, "{header}");
        }
    }

    #[test]
    fn tags_come_back_and_serde_writes_the_same_names() {
        fn check<T>(all: &[T])
        where
            T: Copy + fmt::Debug + fmt::Display + PartialEq + FromStr<Err = UnknownTag> + Serialize,
        {
            for &v in all {
                assert_eq!(v.to_string().parse::<T>(), Ok(v));
                assert_eq!(serde_json::to_string(&v).unwrap(), format!("\"{v}\""));
            }
            assert_eq!("FA ".parse::<T>(), Err(UnknownTag));
        }
        check(&Locale::ALL);
        check(&Calendar::ALL);
        check(&Digits::ALL);
        check(&MoneyUnit::ALL);
        assert_eq!(
            (Locale::default(), Locale::Fa.dir(), Locale::En.dir()),
            (Locale::Fa, "rtl", "ltr")
        );
    }
}
