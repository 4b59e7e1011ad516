//! Signatures as Standard Webhooks (standardwebhooks.com) writes them: HMAC-SHA256 over `id.timestamp.body`, in base64,
//! with a version before it. Also what incoming calls of that kind are verified with.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::Sha256;

use crate::error::{AppError, AppResult};

/// Header with the id, the same in every try.
pub const ID: &str = "webhook-id";
/// Header with the time of this try, in seconds since 1970.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// Header with one signature for each secret, a space between.
pub const SIGNATURE: &str = "webhook-signature";

const PREFIX: &str = "whsec_";

/// A fresh secret of 32 random bytes.
#[must_use]
pub fn fresh_secret() -> String {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// The bytes of a secret; `None` when it is not one.
#[must_use]
pub fn secret_bytes(secret: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    (24..=64).contains(&bytes.len()).then_some(bytes)
}

/// What is signed.
#[must_use]
pub fn signed_content(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}

/// HMAC-SHA256; `None` for a key that no HMAC takes.
#[must_use]
pub fn mac(key: &[u8], content: &[u8]) -> Option<Vec<u8>> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).ok()?;
    mac.update(content);
    Some(mac.finalize().into_bytes().to_vec())
}

/// The value of the signature's header: `v1,…` for each secret.
pub fn header(secrets: &[String], id: &str, timestamp: &str, body: &[u8]) -> AppResult<String> {
    let content = signed_content(id, timestamp, body);
    let one = |secret: &String| {
        secret_bytes(secret)
            .and_then(|key| mac(&key, &content))
            .map(|mac| format!("v1,{}", STANDARD.encode(mac)))
            .ok_or_else(|| AppError::internal("a webhook's secret cannot be used"))
    };
    let all: Vec<String> = secrets.iter().map(one).collect::<AppResult<_>>()?;
    Ok(all.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specifications_own_example_comes_out() {
        // From the published example of Standard Webhooks.
        let header = header(
            &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            br#"{"test": 2432232314}"#,
        )
        .unwrap();
        assert_eq!(header, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn two_secrets_give_two_signatures_and_nonsense_none() {
        let secrets = [fresh_secret(), fresh_secret()];
        let value = header(&secrets, "a", "1", b"x").unwrap();
        assert_eq!(value.split(' ').filter(|s| s.starts_with("v1,")).count(), 2);
        assert!(secret_bytes("whsec_").is_none() && secret_bytes("MfKQ9r8G").is_none());
    }
}
