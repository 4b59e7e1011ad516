//! Numbers and sums in words, for invoices and before large payments.
//! Own tables: `number_to_words` of rust-persian-tools 1.1 loses a place after an empty group
//! (1,000,001), and ICU4X has no spelled-out numbers yet.

use crate::{Currency, Format, Locale, Money};

const FA_ONES: [&str; 20] = [
    "",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
];
const FA_TENS: [&str; 10] = [
    "",
    "",
    "بیست",
    "سی",
    "چهل",
    "پنجاه",
    "شصت",
    "هفتاد",
    "هشتاد",
    "نود",
];
const FA_HUNDREDS: [&str; 10] = [
    "",
    "صد",
    "دویست",
    "سیصد",
    "چهارصد",
    "پانصد",
    "ششصد",
    "هفتصد",
    "هشتصد",
    "نهصد",
];
/// Iran counts by the short scale, but says میلیارد for 10^9.
const FA_SCALES: [&str; 7] = [
    "",
    "هزار",
    "میلیون",
    "میلیارد",
    "تریلیون",
    "کوادریلیون",
    "کوینتیلیون",
];

const EN_ONES: [&str; 20] = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const EN_SCALES: [&str; 7] = [
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
];

/// A whole number in words: «یک میلیون و دویست هزار», "one million two hundred thousand".
/// «یک هزار» keeps its «یک», as on cheques, so that nothing can be written in front of it.
pub fn amount_in_words(n: i64, locale: Locale) -> String {
    let words = unsigned(n.unsigned_abs(), locale);
    match (n < 0, locale) {
        (false, _) => words,
        (true, Locale::Fa) => format!("منفی {words}"),
        (true, Locale::En) => format!("minus {words}"),
    }
}

/// A sum in words with its unit: «یک میلیون و دویست هزار تومان». What is left below the unit is
/// named in the smaller one: «دوازده تومان و پنج ریال», "one dollar and five cents".
pub fn money_in_words(m: Money, format: &Format) -> String {
    let locale = format.locale;
    let (big, small, places) = match (m.currency, locale) {
        (Currency::Irr, _) => {
            let unit = format.money_unit;
            (
                unit.name(locale),
                crate::MoneyUnit::Rial.name(locale),
                unit.places(),
            )
        }
        (Currency::Usd, Locale::Fa) => ("دلار", "سنت", 2),
        (Currency::Usd, Locale::En) => ("dollar", "cent", 2),
        (Currency::Eur, Locale::Fa) => ("یورو", "سنت", 2),
        (Currency::Eur, Locale::En) => ("euro", "cent", 2),
        (Currency::Usdt, Locale::Fa) => ("تتر", "میلیونیم تتر", 6),
        (Currency::Usdt, Locale::En) => ("tether", "millionth", 6),
    };
    let factor = 10_u64.pow(places.into());
    let (whole, rest) = (
        m.minor.unsigned_abs() / factor,
        m.minor.unsigned_abs() % factor,
    );
    // Toman, rial and tether have no English plural in use; the others take one.
    let name = |n: u64, unit: &str| {
        let plural = locale == Locale::En
            && n != 1
            && matches!(unit, "dollar" | "cent" | "euro" | "millionth");
        format!(
            "{} {unit}{}",
            unsigned(n, locale),
            if plural { "s" } else { "" }
        )
    };
    let mut parts = Vec::with_capacity(2);
    if whole > 0 || rest == 0 {
        parts.push(name(whole, big));
    }
    if rest > 0 {
        parts.push(name(rest, small));
    }
    let (minus, and) = match locale {
        Locale::Fa => ("منفی ", " و "),
        Locale::En => ("minus ", " and "),
    };
    format!(
        "{}{}",
        if m.minor < 0 { minus } else { "" },
        parts.join(and)
    )
}

fn unsigned(n: u64, locale: Locale) -> String {
    let (zero, scales, joiner) = match locale {
        Locale::Fa => ("صفر", FA_SCALES, " و "),
        Locale::En => ("zero", EN_SCALES, " "),
    };
    if n == 0 {
        return zero.to_owned();
    }
    let mut groups = Vec::with_capacity(scales.len());
    let mut rest = n;
    for scale in scales {
        let group = rest % 1000;
        rest /= 1000;
        if group > 0 {
            let words = match locale {
                Locale::Fa => fa_group(group),
                Locale::En => en_group(group),
            };
            groups.push(if scale.is_empty() {
                words
            } else {
                format!("{words} {scale}")
            });
        }
    }
    groups.reverse();
    groups.join(joiner)
}

fn word<const N: usize>(table: &[&'static str; N], n: u64) -> &'static str {
    usize::try_from(n)
        .ok()
        .and_then(|i| table.get(i))
        .copied()
        .unwrap_or_default()
}

fn fa_group(n: u64) -> String {
    let (hundreds, below) = (n / 100, n % 100);
    let (tens, ones) = if below < 20 {
        (0, below)
    } else {
        (below / 10, below % 10)
    };
    let parts = [
        word(&FA_HUNDREDS, hundreds),
        word(&FA_TENS, tens),
        word(&FA_ONES, ones),
    ];
    parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(" و ")
}

fn en_group(n: u64) -> String {
    let (hundreds, below) = (n / 100, n % 100);
    let mut parts = Vec::with_capacity(2);
    if hundreds > 0 {
        parts.push(format!("{} hundred", word(&EN_ONES, hundreds)));
    }
    match (below / 10, below % 10) {
        (0, 0) => {}
        (0 | 1, _) => parts.push(word(&EN_ONES, below).to_owned()),
        (tens, 0) => parts.push(word(&EN_TENS, tens).to_owned()),
        (tens, ones) => parts.push(format!("{}-{}", word(&EN_TENS, tens), word(&EN_ONES, ones))),
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MoneyUnit;

    #[test]
    fn numbers_in_words() {
        for (n, fa, en) in [
            (0, "صفر", "zero"),
            (10, "ده", "ten"),
            (19, "نوزده", "nineteen"),
            (20, "بیست", "twenty"),
            (33, "سی و سه", "thirty-three"),
            (100, "صد", "one hundred"),
            (123, "صد و بیست و سه", "one hundred twenty-three"),
            (1_000, "یک هزار", "one thousand"),
            (
                3_825,
                "سه هزار و هشتصد و بیست و پنج",
                "three thousand eight hundred twenty-five",
            ),
            (
                1_200_000,
                "یک میلیون و دویست هزار",
                "one million two hundred thousand",
            ),
            (1_000_001, "یک میلیون و یک", "one million one"),
            (30_000_000_000, "سی میلیارد", "thirty billion"),
            (
                2_000_000_000_600,
                "دو تریلیون و ششصد",
                "two trillion six hundred",
            ),
            (-4, "منفی چهار", "minus four"),
        ] {
            assert_eq!(amount_in_words(n, Locale::Fa), fa);
            assert_eq!(amount_in_words(n, Locale::En), en);
        }
        assert!(
            amount_in_words(i64::MIN, Locale::En).starts_with("minus nine quintillion two hundred")
        );
        assert!(amount_in_words(i64::MIN, Locale::Fa).ends_with("هشتصد و هشت"));
    }

    #[test]
    fn sums_in_words() {
        let fa = Format::for_locale(Locale::Fa);
        let en = Format::for_locale(Locale::En);
        let usd = |n| Money::new(n, Currency::Usd);
        for (m, want_fa, want_en) in [
            (
                Money::rial(12_000_000),
                "یک میلیون و دویست هزار تومان",
                "one million two hundred thousand toman",
            ),
            (
                Money::rial(125),
                "دوازده تومان و پنج ریال",
                "twelve toman and five rial",
            ),
            (Money::rial(5), "پنج ریال", "five rial"),
            (Money::rial(0), "صفر تومان", "zero toman"),
            (usd(105), "یک دلار و پنج سنت", "one dollar and five cents"),
            (
                usd(-201),
                "منفی دو دلار و یک سنت",
                "minus two dollars and one cent",
            ),
            (
                Money::new(1_000_002, Currency::Usdt),
                "یک تتر و دو میلیونیم تتر",
                "one tether and two millionths",
            ),
        ] {
            assert_eq!(money_in_words(m, &fa), want_fa);
            assert_eq!(money_in_words(m, &en), want_en);
        }
        let rial = Format {
            money_unit: MoneyUnit::Rial,
            ..fa
        };
        assert_eq!(
            money_in_words(Money::rial(125), &rial),
            "صد و بیست و پنج ریال"
        );
    }
}
