//! Schemes that gateways sign by: Standard Webhooks, a time and signatures in one header, or the body alone.
//! Each reads headers into a `Claim`; what they share is verified in one place.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use rocket::http::HeaderMap;

use super::Claim;
use crate::webhooks::signature;

fn time(seconds: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds.parse().ok()?, 0)
}

/// `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64> …`; as we sign ourselves. Secrets are `whsec_…`.
#[must_use]
pub fn standard(headers: &HeaderMap<'_>, body: &[u8]) -> Option<Claim> {
    let id = headers.get_one(signature::ID)?;
    let timestamp = headers.get_one(signature::TIMESTAMP)?;
    let signatures = headers.get_one(signature::SIGNATURE)?.split(' ');
    Some(Claim {
        id: id.to_owned(),
        at: Some(time(timestamp)?),
        content: signature::signed_content(id, timestamp, body),
        signatures: signatures
            .filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok())
            .collect(),
    })
}

/// The bytes of a secret of Standard Webhooks, `whsec_…`; none for anything else.
pub struct Standard;

impl Standard {
    /// As [`super::Verifier::secrets`] wants them.
    #[must_use]
    pub fn secrets(text: &str) -> Vec<Vec<u8>> {
        signature::secret_bytes(text).into_iter().collect()
    }
}

/// `t=<seconds>,v1=<hex>,v1=<hex>` over `<seconds>.<body>`, in this header; the id stands in the body, and the caller
/// reads it from there.
#[must_use]
pub fn timestamped(headers: &HeaderMap<'_>, header: &str, id: &str, body: &[u8]) -> Option<Claim> {
    let parts: Vec<(&str, &str)> = headers
        .get_one(header)?
        .split(',')
        .filter_map(|part| part.trim().split_once('='))
        .collect();
    let seconds = parts.iter().find(|(name, _)| *name == "t")?.1;
    Some(Claim {
        id: id.to_owned(),
        at: Some(time(seconds)?),
        content: [seconds.as_bytes(), b".", body].concat(),
        signatures: parts
            .iter()
            .filter(|(name, _)| *name == "v1")
            .filter_map(|(_, value)| hex::decode(value).ok())
            .collect(),
    })
}

/// A signature in hexadecimal over the body alone, after `prefix`, in this header. Such a scheme signs no time: only the
/// remembered ids keep a replay from doing its work twice.
#[must_use]
pub fn body_alone(
    headers: &HeaderMap<'_>,
    header: &str,
    prefix: &str,
    id: &str,
    body: &[u8],
) -> Option<Claim> {
    let signature = headers.get_one(header)?.strip_prefix(prefix)?;
    Some(Claim {
        id: id.to_owned(),
        at: None,
        content: body.to_vec(),
        signatures: vec![hex::decode(signature).ok()?],
    })
}

#[cfg(test)]
mod tests {
    use rocket::http::Header;

    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap<'static> {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.add(Header::new((*name).to_owned(), (*value).to_owned()));
        }
        map
    }

    #[test]
    fn each_scheme_signs_what_its_gateway_signs() {
        let pairs = [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,AAAA v2,BBBB v1,CCCC"),
        ];
        let claim = standard(&headers(&pairs), b"{}").unwrap();
        assert_eq!(
            (claim.content.as_slice(), claim.signatures.len()),
            (b"msg_1.1614265330.{}".as_slice(), 2)
        );
        let stripe = [("Stripe-Signature", "t=1614265330,v1=00ff,v0=11,v1=aa")];
        let claim = timestamped(&headers(&stripe), "Stripe-Signature", "evt_1", b"{}").unwrap();
        assert_eq!(
            (claim.content.as_slice(), claim.signatures),
            (b"1614265330.{}".as_slice(), vec![vec![0, 255], vec![170]])
        );
        let plain = [("X-Signature", "sha256=00ff")];
        let claim = body_alone(&headers(&plain), "X-Signature", "sha256=", "1", b"{}").unwrap();
        assert_eq!(
            (claim.at, claim.content.as_slice()),
            (None, b"{}".as_slice())
        );
    }

    #[test]
    fn what_does_not_speak_the_scheme_claims_nothing() {
        assert_eq!(standard(&headers(&[("webhook-id", "1")]), b""), None);
        let broken = [("Stripe-Signature", "t=x,v1=00")];
        assert_eq!(
            timestamped(&headers(&broken), "Stripe-Signature", "1", b""),
            None
        );
        let far = [("Stripe-Signature", "t=99999999999999999,v1=00")];
        assert_eq!(
            timestamped(&headers(&far), "Stripe-Signature", "1", b""),
            None
        );
        assert_eq!(body_alone(&headers(&[]), "X", "", "1", b""), None);
    }
}
