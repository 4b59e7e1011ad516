//! What Zarinpal's codes mean for us: ask again later, nothing to be had, or a fault of how we are set up.

use contracts::commerce::{GatewayError, Standing};

/// It is paid, claimed now.
pub const DONE: i64 = 100;
/// It is paid, claimed before.
pub const DONE_BEFORE: i64 = 101;
/// Not paid: given up, failed, or not finished yet.
pub const NOT_PAID: i64 = -51;

/// Too many calls in a short time.
const TOO_MANY: i64 = -12;
/// A fault of theirs.
const UNEXPECTED: i64 = -52;
/// The amount is another one than was announced.
const OTHER_AMOUNT: i64 = -50;
/// A payment of another merchant.
const OTHER_MERCHANT: i64 = -53;
/// No such payment.
const UNKNOWN: i64 = -54;

/// Why a call was refused, as whoever called is to take it.
pub fn refused(code: i64, raw: &str) -> GatewayError {
    if matches!(code, TOO_MANY | UNEXPECTED) {
        return GatewayError::Silent(format!("code {code}"));
    }
    GatewayError::Refused {
        code: code.to_string(),
        raw: raw.to_owned(),
    }
}

/// Whether a code says of a payment, not of the call, that nothing can come of it.
pub fn is_of_the_payment(code: i64) -> bool {
    matches!(code, OTHER_AMOUNT | OTHER_MERCHANT | UNKNOWN)
}

/// Where a payment stands by the word of `inquiry`.
pub fn standing(word: &str) -> Option<Standing> {
    Some(match word {
        "IN_BANK" => Standing::Open,
        "PAID" => Standing::Paid,
        "VERIFIED" => Standing::Claimed,
        "FAILED" => Standing::Failed,
        "REVERSED" => Standing::Reversed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_gateway_is_asked_again_and_a_wrong_merchant_is_not() {
        assert!(matches!(refused(-12, ""), GatewayError::Silent(_)));
        assert!(matches!(refused(-52, ""), GatewayError::Silent(_)));
        for code in [-9, -10, -11, -14, -15, -16, -17, -39, -40, -62] {
            assert!(matches!(refused(code, ""), GatewayError::Refused { .. }));
            assert!(!is_of_the_payment(code));
        }
    }

    #[test]
    fn each_word_of_the_inquiry_is_known_and_no_other() {
        let words = ["IN_BANK", "PAID", "VERIFIED", "FAILED", "REVERSED"];
        assert!(words.iter().all(|word| standing(word).is_some()));
        assert_eq!(standing("SOLD"), None);
    }
}
