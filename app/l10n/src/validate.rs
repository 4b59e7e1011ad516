//! Iranian identifiers and e-mail: each check takes what a person typed and gives the canonical
//! ASCII form to store. Check digits come from rust-persian-tools; what it lets through is
//! refused here (letters in phone numbers, short codes, a card of zeros).

mod address;

use rust_persian_tools::{
    legal_id::verify_iranian_legal_id, national_id::verify_iranian_national_id,
    sheba::is_sheba_valid, verity_card_number::verify_card_number,
};
use thiserror::Error;

pub use address::holds_address;

use crate::normalise::{ascii_digit, is_hidden};

/// Which check a value did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Invalid {
    /// National code of a person.
    #[error("not a national code")]
    NationalCode,
    /// National id of a company.
    #[error("not a legal-entity id")]
    LegalId,
    /// Number of a bank card.
    #[error("not a card number")]
    CardNumber,
    /// Sheba, the Iranian IBAN.
    #[error("not a sheba")]
    Sheba,
    /// Mobile number.
    #[error("not an Iranian mobile number")]
    Mobile,
    /// Postal code.
    #[error("not a postal code")]
    PostalCode,
    /// Sayad id of a cheque.
    #[error("not a sayad id")]
    SayadId,
    /// Economic number of a taxpayer.
    #[error("not an economic number")]
    EconomicNumber,
    /// E-mail address.
    #[error("not an e-mail address")]
    Email,
}

impl Invalid {
    /// Key of the text for users.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NationalCode => "kernel.invalid.national_code",
            Self::LegalId => "kernel.invalid.legal_id",
            Self::CardNumber => "kernel.invalid.card_number",
            Self::Sheba => "kernel.invalid.sheba",
            Self::Mobile => "kernel.invalid.mobile",
            Self::PostalCode => "kernel.invalid.postal_code",
            Self::SayadId => "kernel.invalid.sayad_id",
            Self::EconomicNumber => "kernel.invalid.economic_number",
            Self::Email => "kernel.invalid.email",
        }
    }
}

/// National code (کد ملی): ten digits whose last is the weighted sum of the others mod 11; not
/// all equal. All ten must be typed: padding would let a code with a digit missing pass.
pub fn national_code(s: &str) -> Result<String, Invalid> {
    let code = digits(s, &[10]).ok_or(Invalid::NationalCode)?;
    let good = !repeated(&code) && verify_iranian_national_id(&code).is_ok();
    if good {
        Ok(code)
    } else {
        Err(Invalid::NationalCode)
    }
}

/// National code from a sheet that dropped leading zeros: eight or nine digits are padded.
pub fn national_code_padded(s: &str) -> Result<String, Invalid> {
    let code = digits(s, &[8, 9, 10]).ok_or(Invalid::NationalCode)?;
    national_code(&format!("{code:0>10}"))
}

/// National id of a company (شناسه ملی): eleven digits, weights 29, 27, 23, 19, 17 mod 11.
pub fn legal_id(s: &str) -> Result<String, Invalid> {
    let id = digits(s, &[11]).ok_or(Invalid::LegalId)?;
    if verify_iranian_legal_id(&id).is_ok() {
        Ok(id)
    } else {
        Err(Invalid::LegalId)
    }
}

/// Bank card: sixteen digits, Luhn (ISO/IEC 7812-1). No issuer number begins with zero.
pub fn card_number(s: &str) -> Result<String, Invalid> {
    let card = digits(s, &[16]).ok_or(Invalid::CardNumber)?;
    let good = !card.starts_with('0') && verify_card_number(&card).is_ok();
    if good {
        Ok(card)
    } else {
        Err(Invalid::CardNumber)
    }
}

/// Sheba: `IR` and 24 digits, remainder 1 mod 97 (ISO 13616, ISO 7064). `IR` may be left out,
/// as many banks print it beside the field.
pub fn sheba(s: &str) -> Result<String, Invalid> {
    let typed = compact(s).to_ascii_uppercase();
    let number = digits(typed.strip_prefix("IR").unwrap_or(&typed), &[24]).ok_or(Invalid::Sheba)?;
    let sheba = format!("IR{number}");
    if is_sheba_valid(&sheba).is_ok() {
        Ok(sheba)
    } else {
        Err(Invalid::Sheba)
    }
}

/// Iranian mobile number as `09` and nine digits; +98, 0098, 98 or no prefix are understood.
pub fn mobile(s: &str) -> Result<String, Invalid> {
    let typed = compact(s).replace(['(', ')'], "");
    let rest = ["+98", "0098", "98"]
        .into_iter()
        .find_map(|prefix| typed.strip_prefix(prefix))
        .unwrap_or(&typed);
    // People also write +98 (0) 912….
    let number = rest.strip_prefix('0').unwrap_or(rest);
    match digits(number, &[10]) {
        Some(n) if n.starts_with('9') => Ok(format!("0{n}")),
        _ => Err(Invalid::Mobile),
    }
}

/// Postal code: ten digits, the first neither 0 nor 2, not all equal. The post has no check digit.
pub fn postal_code(s: &str) -> Result<String, Invalid> {
    let code = digits(s, &[10]).ok_or(Invalid::PostalCode)?;
    let good = !code.starts_with(['0', '2']) && !repeated(&code);
    if good {
        Ok(code)
    } else {
        Err(Invalid::PostalCode)
    }
}

/// Sayad id, the sixteen digits printed on a cheque; its check rule is not published.
pub fn sayad_id(s: &str) -> Result<String, Invalid> {
    let id = digits(s, &[16]).ok_or(Invalid::SayadId)?;
    if repeated(&id) {
        Err(Invalid::SayadId)
    } else {
        Ok(id)
    }
}

/// Economic number of the tax office: 10, 11, 12 or 14 digits, by kind and age of the taxpayer.
pub fn economic_number(s: &str) -> Result<String, Invalid> {
    let number = digits(s, &[10, 11, 12, 14]).ok_or(Invalid::EconomicNumber)?;
    if repeated(&number) {
        Err(Invalid::EconomicNumber)
    } else {
        Ok(number)
    }
}

/// E-mail address in lower case: the dot-atom form of RFC 5321 with its lengths (64 before the
/// sign, 254 in all) and a domain name of at least two labels. Case before the sign means nothing
/// to any large provider, and two accounts that differ by it would be one person.
pub fn email(s: &str) -> Result<String, Invalid> {
    let visible = s.chars().filter(|c| !is_hidden(*c) && *c != '\u{200C}');
    let typed: String = visible.map(ascii_digit).collect();
    let address = typed.trim().to_ascii_lowercase();
    let (local, domain) = address.split_once('@').ok_or(Invalid::Email)?;
    let atom = |a: &str| {
        !a.is_empty()
            && a.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let top = domain.rsplit_once('.').map(|(_, top)| top);
    let good = address.len() <= 254
        && local.len() <= 64
        && local.split('.').all(atom)
        && domain.split('.').all(label)
        && top.is_some_and(|t| t.len() >= 2 && !t.bytes().all(|b| b.is_ascii_digit()));
    if good {
        Ok(address)
    } else {
        Err(Invalid::Email)
    }
}

/// ASCII digits, without the spaces, dashes and invisible marks between which people group them.
fn compact(s: &str) -> String {
    s.chars()
        .filter(|c| {
            let dash = matches!(
                c,
                '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{0640}'
            );
            !dash && !c.is_whitespace() && !is_hidden(*c) && *c != '\u{200C}'
        })
        .map(ascii_digit)
        .collect()
}

/// The compact text if it is only digits and of an accepted length.
fn digits(s: &str, lengths: &[usize]) -> Option<String> {
    let text = compact(s);
    let good = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    good.then_some(text)
}

fn repeated(s: &str) -> bool {
    let mut bytes = s.bytes();
    bytes.next().is_some_and(|first| bytes.all(|b| b == first))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Check = fn(&str) -> Result<String, Invalid>;

    fn table(check: Check, error: Invalid, good: &[(&str, &str)], bad: &[&str]) {
        for (typed, want) in good {
            assert_eq!(check(typed).as_deref(), Ok(*want), "{typed}");
        }
        for typed in bad.iter().chain(&["", " ", "الف"]) {
            assert_eq!(check(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn national_codes() {
        let good = [
            ("0076229645", "0076229645"),
            ("0499370899", "0499370899"),
            ("۰۴۹۹۳۷۰۸۹۹", "0499370899"),
            ("٠٤٩٩٣٧٠٨٩٩", "0499370899"),
            (" 049-937089-9 ", "0499370899"),
        ];
        let bad = [
            "1111111111",
            "0000000000",
            "0499370898",
            "76229645",
            "04993708990",
            "049937089a",
            "+499370899",
        ];
        table(national_code, Invalid::NationalCode, &good, &bad);
        assert_eq!(
            national_code_padded("76229645").as_deref(),
            Ok("0076229645")
        );
        assert_eq!(national_code_padded("1234567"), Err(Invalid::NationalCode));
    }

    #[test]
    fn legal_ids() {
        let good = [
            ("10380284790", "10380284790"),
            ("۱۰۳۸۰۲۸۴۷۹۰", "10380284790"),
        ];
        let bad = [
            "11111111111",
            "10380284791",
            "1038028479",
            "00000000000",
            "10300000000",
        ];
        table(legal_id, Invalid::LegalId, &good, &bad);
    }

    #[test]
    fn cards() {
        let good = [
            ("6037701689095443", "6037701689095443"),
            ("6219-8610-3452-9007", "6219861034529007"),
            ("۶۲۱۹ ۸۶۱۰ ۳۴۵۲ ۹۰۰۷", "6219861034529007"),
        ];
        let bad = [
            "6219861034529008",
            "0000000000000000",
            "621986103452900",
            "6219861A34529008",
        ];
        table(card_number, Invalid::CardNumber, &good, &bad);
    }

    #[test]
    fn shebas() {
        let good = [
            ("IR820540102680020817909002", "IR820540102680020817909002"),
            ("820540102680020817909002", "IR820540102680020817909002"),
            (
                "ir۸۲ ۰۵۴۰ ۱۰۲۶ ۸۰۰۲ ۰۸۱۷ ۹۰۹۰ ۰۲",
                "IR820540102680020817909002",
            ),
            ("IR550570022080013447370101", "IR550570022080013447370101"),
        ];
        let bad = [
            "IR550570022080013447370102",
            "IRIR820540102680020817909002",
            "IR82054010268002081790900",
            "DE820540102680020817909002",
        ];
        table(sheba, Invalid::Sheba, &good, &bad);
    }

    #[test]
    fn mobiles() {
        let typed = [
            "09120000001",
            "9120000001",
            "+989120000001",
            "989120000001",
            "00989120000001",
            "۰۹۱۲ ۰۰۰ ۰۰۰۱",
            "٠٩١٢٠٠٠٠٠٠١",
            "+98 (0) 912-000-0001",
            "\u{200E}+98 912 000 0001",
        ];
        let good: Vec<_> = typed.into_iter().map(|t| (t, "09120000001")).collect();
        let bad = [
            "0912000000",
            "091200000011",
            "9abcdefghi",
            "02188888888",
            "+449120000001",
            "0991٫2345",
            "++989120000001",
        ];
        table(mobile, Invalid::Mobile, &good, &bad);
    }

    #[test]
    fn numbers_without_a_check_digit() {
        let good = [("1619735744", "1619735744"), ("۱۶۱۹۷-۳۵۷۴۴", "1619735744")];
        let bad = ["0619735744", "2619735744", "161973574", "1111111111"];
        table(postal_code, Invalid::PostalCode, &good, &bad);
        let good = [("1234 5678 9012 3456", "1234567890123456")];
        table(
            sayad_id,
            Invalid::SayadId,
            &good,
            &["123456789012345", "1111111111111111"],
        );
        let good = [
            ("1234567890", "1234567890"),
            ("12345678901", "12345678901"),
            ("۴۱۱۱-۱۱۱۲-۳۴۵۶", "411111123456"),
            ("12345678901234", "12345678901234"),
        ];
        let bad = ["1234567890123", "123456789", "00000000000"];
        table(economic_number, Invalid::EconomicNumber, &good, &bad);
    }

    #[test]
    fn emails() {
        let long = format!("{}@shop.test", "a".repeat(65));
        let good = [
            ("sara@shop.test", "sara@shop.test"),
            (" Sara.K+1@Shop.Test ", "sara.k+1@shop.test"),
            ("ali۱۲@mail.shop.test", "ali12@mail.shop.test"),
            ("\u{200F}sara@shop.test", "sara@shop.test"),
            ("sara@xn--mgba3a4f16a.test", "sara@xn--mgba3a4f16a.test"),
        ];
        let bad = [
            "sara",
            "sara@",
            "@shop.test",
            "sara@shop",
            "sara@@shop.test",
            "sa ra@shop.test",
            ".sara@shop.test",
            "sa..ra@shop.test",
            "sara@-shop.test",
            "sara@shop..test",
            "sara@127.0.0.1",
            "سارا@shop.test",
            "sara@shop.test\nBcc: x@y.test",
            long.as_str(),
        ];
        table(email, Invalid::Email, &good, &bad);
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_canonical_forms_stay(s in any::<String>(), n in "[0-9۰-۹ -]{8,26}") {
            let checks: [Check; 9] = [
                national_code, legal_id, card_number, sheba, mobile, postal_code, sayad_id,
                economic_number, email,
            ];
            for check in checks {
                for typed in [&s, &n] {
                    if let Ok(canonical) = check(typed) {
                        prop_assert!(canonical.is_ascii());
                        prop_assert_eq!(check(&canonical), Ok(canonical.clone()));
                    }
                }
            }
        }

        #[test]
        fn one_wrong_digit_of_a_card_is_noticed(at in 0usize..16, add in 1u32..10) {
            let card: String = "6037701689095443"
                .chars()
                .enumerate()
                .map(|(i, c)| {
                    let d = c.to_digit(10).unwrap();
                    char::from_digit(if i == at { (d + add) % 10 } else { d }, 10).unwrap()
                })
                .collect();
            prop_assert_eq!(card_number(&card), Err(Invalid::CardNumber));
        }
    }
}
