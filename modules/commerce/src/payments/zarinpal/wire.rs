//! What is said to Zarinpal and by it, version 4 of its REST protocol, with every oddity that its answers are known for:
//! `[]` where an object is missing, numbers in quotes.

use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// Announces a payment.
#[derive(Serialize)]
pub struct Request<'a> {
    /// Whose terminal.
    pub merchant_id: &'a str,
    /// In the currency's smallest unit.
    pub amount: i64,
    /// Always `IRR`: without it the unit would be a matter of belief.
    pub currency: &'static str,
    /// At most 500 characters.
    pub description: &'a str,
    /// Where the payer comes back to.
    pub callback_url: &'a str,
    /// Who pays, and for what.
    pub metadata: Metadata<'a>,
}

/// What Zarinpal shows beside a payment.
#[derive(Serialize)]
pub struct Metadata<'a> {
    /// The payer's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<&'a str>,
    /// The payer's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    /// Our payment.
    pub order_id: String,
}

/// Claims a payment.
#[derive(Serialize)]
pub struct Verify<'a> {
    /// Whose terminal.
    pub merchant_id: &'a str,
    /// From our row.
    pub amount: i64,
    /// Which payment.
    pub authority: &'a str,
}

/// Asks about a payment, or takes it back.
#[derive(Serialize)]
pub struct Naming<'a> {
    /// Whose terminal.
    pub merchant_id: &'a str,
    /// Which payment.
    pub authority: &'a str,
}

/// Asks for what nobody has claimed.
#[derive(Serialize)]
pub struct Listing<'a> {
    /// Whose terminal.
    pub merchant_id: &'a str,
}

/// What every answer's `data` begins with.
pub trait Coded {
    /// The code of success.
    fn code(&self) -> i64;
}

macro_rules! coded {
    ($($name:ident),+) => { $(impl Coded for $name { fn code(&self) -> i64 { self.code } })+ };
}
coded!(Requested, Verified, Unverified, Inquired, Reversed);

/// A payment was announced.
#[derive(Debug, Deserialize)]
pub struct Requested {
    #[serde(deserialize_with = "number")]
    code: i64,
    /// Its name at the gateway.
    pub authority: String,
}

/// A payment is claimed.
#[derive(Debug, Deserialize)]
pub struct Verified {
    #[serde(deserialize_with = "number")]
    code: i64,
    /// The receipt's number.
    #[serde(deserialize_with = "text")]
    pub ref_id: String,
    /// The card, masked.
    #[serde(default, deserialize_with = "maybe_text")]
    pub card_pan: Option<String>,
    /// Who bears the fee: the merchant, or the payer.
    #[serde(default, deserialize_with = "maybe_text")]
    pub fee_type: Option<String>,
    /// What Zarinpal takes.
    #[serde(default, deserialize_with = "maybe_number")]
    pub fee: Option<i64>,
    /// Our payment, where it is repeated.
    #[serde(default, deserialize_with = "maybe_text")]
    pub order_id: Option<String>,
}

/// Payments that nobody has claimed.
#[derive(Debug, Deserialize)]
pub struct Unverified {
    #[serde(deserialize_with = "number")]
    code: i64,
    /// The list; it is capped.
    #[serde(default)]
    pub authorities: Vec<Named>,
}

/// One of them.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// Its name at the gateway.
    pub authority: String,
}

/// Where a payment stands.
#[derive(Debug, Deserialize)]
pub struct Inquired {
    #[serde(deserialize_with = "number")]
    code: i64,
    /// `VERIFIED`, `PAID`, `IN_BANK`, `FAILED` or `REVERSED`.
    pub status: String,
}

/// A payment was taken back.
#[derive(Debug, Deserialize)]
pub struct Reversed {
    #[serde(deserialize_with = "number")]
    code: i64,
}

/// A refusal.
#[derive(Debug, Deserialize)]
pub struct Fault {
    /// Its code, below zero.
    #[serde(deserialize_with = "number")]
    pub code: i64,
}

/// Both parts are there in every answer; the one that has nothing to say is `[]`, `{}`, null, or absent.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    data: Value,
    #[serde(default)]
    errors: Faults,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Faults {
    One(Fault),
    Many(Vec<Fault>),
    None(IgnoredAny),
}

impl Default for Faults {
    fn default() -> Self {
        Self::None(IgnoredAny)
    }
}

impl Faults {
    fn first(self) -> Option<Fault> {
        match self {
            Self::One(fault) => Some(fault),
            Self::Many(faults) => faults.into_iter().next(),
            Self::None(_) => None,
        }
    }
}

/// Reads an answer: what was asked for, the refusal, or `None` when it is neither.
pub fn read<T: DeserializeOwned + Coded>(body: &[u8]) -> Option<Result<T, Fault>> {
    let envelope: Envelope = serde_json::from_slice(body).ok()?;
    match envelope.errors.first() {
        Some(fault) => Some(Err(fault)),
        None => serde_json::from_value(envelope.data).ok().map(Ok),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Number(i64),
    Text(String),
}

impl Scalar {
    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }
    fn text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let scalar = Scalar::deserialize(from)?;
    scalar
        .number()
        .ok_or_else(|| D::Error::custom("a number is expected"))
}

fn maybe_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let scalar = Option::<Scalar>::deserialize(from)?;
    Ok(scalar.and_then(|scalar| scalar.number()))
}

fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = Scalar::deserialize(from)?.text();
    if text.is_empty() {
        return Err(D::Error::custom("a text is expected"));
    }
    Ok(text)
}

fn maybe_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let scalar = Option::<Scalar>::deserialize(from)?;
    Ok(scalar.map(Scalar::text).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verified(body: &str) -> Option<Result<Verified, i64>> {
        read::<Verified>(body.as_bytes()).map(|answer| answer.map_err(|fault| fault.code))
    }

    #[test]
    fn a_receipt_is_read_with_numbers_and_with_texts() {
        for body in [
            r#"{"data":{"code":100,"message":"Verified","card_hash":"1EB","card_pan":"502229******5995","ref_id":201,"fee_type":"Merchant","fee":1200,"shaparak_fee":"1200"},"errors":[]}"#,
            r#"{"data":{"code":"101","message":"Verified","card_pan":"502229******5995","ref_id":"201","fee":"1200","fee_type":"Merchant","wages":null}}"#,
        ] {
            let receipt = verified(body).unwrap().unwrap();
            assert_eq!((receipt.ref_id.as_str(), receipt.fee), ("201", Some(1200)));
            assert_eq!(receipt.card_pan.as_deref(), Some("502229******5995"));
            assert!(matches!(receipt.code(), 100 | 101));
        }
    }

    #[test]
    fn a_refusal_is_read_from_an_object_from_a_list_and_beside_an_empty_list() {
        for body in [
            r#"{"data":[],"errors":{"code":-50,"message":"amount","validations":[]}}"#,
            r#"{"data":{},"errors":{"code":"-50","message":"amount"}}"#,
            r#"{"errors":[{"code":-50}]}"#,
            r#"{"data":null,"errors":{"code":-50}}"#,
        ] {
            assert_eq!(verified(body).unwrap().unwrap_err(), -50, "{body}");
        }
    }

    #[test]
    fn what_is_neither_is_not_understood() {
        for body in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"data":[],"errors":[]}"#,
            r#"{"data":{"code":100},"errors":[]}"#,
            r#"{"data":{"code":100,"ref_id":""},"errors":[]}"#,
        ] {
            assert!(verified(body).is_none(), "{body}");
        }
    }

    #[test]
    fn an_empty_list_of_the_unclaimed_is_a_list() {
        let body = r#"{"data":{"code":"100","message":"Success","authorities":[]},"errors":[]}"#;
        let list = read::<Unverified>(body.as_bytes()).unwrap().unwrap();
        assert!(list.authorities.is_empty() && list.code() == 100);
    }

    proptest::proptest! {
        #[test]
        fn no_answer_panics(body in proptest::collection::vec(0u8.., 0..200), code in "-?[0-9]{1,30}", name in ".{0,20}") {
            let _ = read::<Requested>(&body);
            let _ = verified(&format!(r#"{{"data":{{"code":{code},"ref_id":{name:?}}},"errors":[]}}"#));
        }
    }
}
