//! Cleans what people type: keyboards of Iran produce Arabic letters, three kinds of digits and
//! invisible marks. Stored text is clean once, so that comparing and searching stay simple.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Persian (U+06F0..9) and Arabic (U+0660..9) digits to ASCII; everything else stays.
pub fn ascii_digits(s: &str) -> String {
    s.chars().map(ascii_digit).collect()
}

pub(crate) fn ascii_digit(c: char) -> char {
    let value = match c {
        '\u{06F0}'..='\u{06F9}' => u32::from(c) - 0x06F0,
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x0660,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// What a form field stores: Arabic ye, alef maksura and kaf become Persian, control characters
/// and bidi marks go (they can make a name or a sum read differently than it is), lines end in
/// `\n`, NFC, trimmed. Digits, ZWNJ and ZWJ (emoji) stay: they belong to the text.
pub fn input(s: &str) -> String {
    let clean: String = s
        .replace("\r\n", "\n")
        .nfc()
        .filter_map(clean_char)
        .nfc()
        .collect();
    clean
        .trim_matches(|c: char| c.is_whitespace() || is_joiner(c))
        .to_owned()
}

fn clean_char(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{064A}' | '\u{0649}' => Some('ی'),
        '\u{0643}' => Some('ک'),
        _ if c.is_control() || is_hidden(c) => None,
        _ => Some(c),
    }
}

/// Marks that show nothing and change the reading: soft hyphen, Arabic letter mark, zero-width
/// space, directional marks, embeddings, overrides and isolates, invisible operators, BOM
/// (Unicode UAX #9, UTS #39).
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// The form in which texts and queries are compared. On top of [`input`]: compatibility forms
/// unfolded (presentation forms of old systems), lower case, vowel signs, hamza and madda above
/// letters, accents and tatweel dropped, ە ۀ ة ہ ھ as ه, digits ASCII, whitespace folded to one
/// space. ZWNJ counts as a space, so «می‌شود» and «می شود» are equal; the joined misspelling
/// «میشود» is another word. After Lucene's `PersianNormalizer`; idempotent.
pub fn search_text(s: &str) -> String {
    let folded: String = s
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .filter_map(search_char)
        .nfc()
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn search_char(c: char) -> Option<char> {
    match c {
        '\u{200C}' | '\u{00A0}' => Some(' '),
        '\u{0640}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' => None,
        '\u{06D2}' => Some('ی'),
        '\u{0629}' | '\u{06BE}' | '\u{06C1}' | '\u{06C3}' | '\u{06D5}' => Some('ه'),
        '\u{06A9}' | '\u{06AA}' => Some('ک'),
        '\u{066B}' => Some('.'),
        '\u{066C}' => Some(','),
        _ if c.is_whitespace() => Some(' '),
        _ => clean_char(ascii_digit(c)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits() {
        assert_eq!(
            ascii_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ abc ۱٬۲"),
            "0123456789 0123456789 abc 1٬2"
        );
    }

    #[test]
    fn input_is_persian_and_without_hidden_marks() {
        for (typed, want) in [
            ("  علي كريمي ", "علی کریمی"),
            ("مصطفى", "مصطفی"),
            ("می\u{200C}شود", "می\u{200C}شود"),
            ("\u{200C}سلام\u{200C} ", "سلام"),
            ("a\u{0000}b\u{001B}[31m\u{007F}", "ab[31m"),
            ("یک\r\nدو\rسه\u{2028}چهار", "یک\nدو\nسه\nچهار"),
            ("\u{202E}txt.exe\u{202C}", "txt.exe"),
            ("\u{FEFF}e\u{0301}", "é"),
            ("۱۲۳", "۱۲۳"),
            ("👨\u{200D}👩", "👨\u{200D}👩"),
        ] {
            assert_eq!(input(typed), want, "{typed:?}");
        }
    }

    #[test]
    fn spellings_that_find_each_other() {
        for (a, b) in [
            ("می\u{200C}شود", "می شود"),
            ("علي", "علی"),
            ("كتاب", "کتاب"),
            ("مـحـمد", "محمد"),
            ("مُحَمَّد", "محمد"),
            ("آب", "اب"),
            ("مسؤول", "مسوول"),
            ("خانۀ ما", "خانه ما"),
            ("خانهٔ ما", "خانه ما"),
            ("Café  HOST", "cafe host"),
            ("۱۴۰۵", "1405"),
            ("٤٥٦", "456"),
            ("\u{FEE3}\u{FEB6}", "مش"),
            ("سرور\u{00A0}مجازی", "سرور مجازی"),
        ] {
            assert_eq!(search_text(a), search_text(b), "{a} / {b}");
        }
        assert_ne!(search_text("میشود"), search_text("می شود"));
    }

    proptest! {
        #[test]
        fn search_text_is_idempotent(s in any::<String>(), fa in "[\u{0600}-\u{06FF}\u{FB50}-\u{FEFC}\u{200B}-\u{200F} ]{0,20}") {
            for s in [s, fa] {
                let once = search_text(&s);
                prop_assert_eq!(search_text(&once), once);
            }
        }

        #[test]
        fn input_is_idempotent_and_never_keeps_controls(s in any::<String>()) {
            let once = input(&s);
            prop_assert!(!once.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || is_hidden(c)));
            prop_assert_eq!(input(&once), once);
        }
    }
}
