//! Cards that the payer may choose, and what the gateway tells of them.
//! Numbers of no account: banks' beginnings, zeros, and a digit that fits.

use sha2::{Digest, Sha256};

/// A card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub number: &'static str,
    /// Text key of its bank.
    pub bank: &'static str,
}

/// Those that the page offers; the first is chosen already.
pub const CARDS: [Card; 3] = [
    Card {
        number: "6037990000001236",
        bank: "simulators.zarinpal.bank.melli",
    },
    Card {
        number: "6104330000004567",
        bank: "simulators.zarinpal.bank.mellat",
    },
    Card {
        number: "5022290000007898",
        bank: "simulators.zarinpal.bank.pasargad",
    },
];

impl Card {
    /// The card with this number.
    #[must_use]
    pub fn find(number: &str) -> Option<Self> {
        CARDS.into_iter().find(|card| card.number == number)
    }

    /// `603799******1236`.
    #[must_use]
    pub fn masked(self) -> String {
        let (head, tail) = (self.number.get(..6), self.number.get(12..));
        format!("{}******{}", head.unwrap_or(""), tail.unwrap_or(""))
    }

    /// The same for every payment by this card: SHA-256 of the number, in capital hexadecimal digits.
    #[must_use]
    pub fn hash(self) -> String {
        hex::encode_upper(Sha256::digest(self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_valid_numbers_and_leave_masked() {
        for card in CARDS {
            assert!(l10n::validate::card_number(card.number).is_ok(), "{card:?}");
            assert_eq!(card.masked().len(), 16);
            assert_eq!(card.hash().len(), 64);
        }
        assert_eq!(CARDS[0].masked(), "603799******1236");
    }
}
