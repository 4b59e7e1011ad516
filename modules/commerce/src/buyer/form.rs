//! The form of a buyer's details. Only the name must be told; what is told must be right.

use kernel::web::{Form, Reader};
use l10n::{Invalid, validate};

use super::details::{Buyer, BuyerKind};

/// Characters of a name.
pub const NAME: usize = 120;
/// Characters of an address.
pub const ADDRESS: usize = 300;
/// Characters of a registration or phone number.
pub const NUMBER: usize = 20;

/// The details as posted.
pub struct BuyerForm(pub Buyer);

impl Form for BuyerForm {
    const TEXT_LIMIT: u64 = 16 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        let kind = reader.parsed("kind", "kernel.invalid.choice", BuyerKind::parse);
        let kind = kind.unwrap_or(BuyerKind::Person);
        let (national_id, registration_number) = match kind {
            BuyerKind::Person => (told(reader, "national_code", validate::national_code), None),
            BuyerKind::Company => (
                told(reader, "legal_id", validate::legal_id),
                reader.optional_line("registration_number", NUMBER),
            ),
        };
        Self(Buyer {
            kind,
            name: reader.name("name", NAME),
            national_id,
            registration_number,
            economic_number: told(reader, "economic_number", validate::economic_number),
            address: reader.optional_line("address", ADDRESS),
            postcode: told(reader, "postcode", validate::postal_code),
            phone: reader.optional_line("phone", NUMBER),
        })
    }
}

/// A number that may be left out.
fn told(
    reader: &mut Reader<'_>,
    name: &str,
    check: fn(&str) -> Result<String, Invalid>,
) -> Option<String> {
    let typed = reader.typed(name).trim();
    if typed.is_empty() {
        return None;
    }
    let checked = check(typed);
    if let Err(fault) = &checked {
        reader.error(name, fault.key());
    }
    checked.ok()
}

#[cfg(test)]
mod tests {
    use kernel::web::Raw;

    use super::*;

    fn read(fields: &[(&str, &str)]) -> (Buyer, Vec<String>) {
        let raw = Raw::prefilled(fields);
        let mut reader = Reader::new(&raw);
        let BuyerForm(buyer) = BuyerForm::read(&mut reader);
        let errors = reader.into_errors();
        let wrong = errors.iter().map(|(name, _)| name.to_owned()).collect();
        (buyer, wrong)
    }

    #[test]
    fn a_name_is_enough_and_what_else_is_told_must_be_right() {
        let (buyer, wrong) = read(&[("kind", "person"), ("name", "سارا رضایی")]);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!((buyer.kind, buyer.national_id), (BuyerKind::Person, None));
        let (_, wrong) = read(&[
            ("kind", "company"),
            ("name", ""),
            ("legal_id", "10380284791"),
            ("economic_number", "12"),
            ("postcode", "0123456789"),
        ]);
        assert_eq!(wrong, ["economic_number", "legal_id", "name", "postcode"]);
    }

    #[test]
    fn numbers_are_those_of_the_kind_that_was_chosen() {
        let both = [
            ("name", "شرکت نمونه"),
            ("national_code", "nonsense"),
            ("legal_id", "۱۰۳۸۰۲۸۴۷۹۰"),
            ("registration_number", "483920"),
        ];
        let (company, wrong) = read(&[&both[..], &[("kind", "company")]].concat());
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(company.national_id.as_deref(), Some("10380284790"));
        let (person, wrong) = read(&[&both[..], &[("kind", "person")]].concat());
        assert_eq!(
            (person.registration_number, wrong),
            (None, vec!["national_code".to_owned()])
        );
    }
}
