//! Keys derived from the one secret, one for each purpose, so that a token of one kind never passes for another.
//! HMAC-SHA256 for signatures, ChaCha20-Poly1305 for secrets at rest.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::{AppError, AppResult};

/// The keys of a program.
#[derive(Clone)]
pub struct Keys {
    csrf: [u8; 32],
    live: [u8; 32],
    reply: [u8; 32],
    device: [u8; 32],
    secrets: [u8; 32],
    access: [u8; 32],
    notice: [u8; 32],
}

fn derive(secret: &[u8; 32], purpose: &str) -> AppResult<[u8; 32]> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret)
        .map_err(|e| AppError::internal(e.to_string()))?;
    mac.update(b"sarai key ");
    mac.update(purpose.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

/// A 32-byte key is always accepted.
fn mac(key: &[u8; 32], text: &str) -> Option<[u8; 32]> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).ok()?;
    mac.update(text.as_bytes());
    Some(mac.finalize().into_bytes().into())
}

fn xor(one: &[u8; 32], other: &[u8; 32]) -> [u8; 32] {
    let mut both = *one;
    for (byte, other) in both.iter_mut().zip(other) {
        *byte ^= other;
    }
    both
}

fn sign(key: &[u8; 32], text: &str) -> String {
    // An empty signature would never verify.
    mac(key, text).map_or_else(String::new, |bytes| URL_SAFE_NO_PAD.encode(bytes))
}

fn verify(key: &[u8; 32], text: &str, signature: &str) -> bool {
    let expected = sign(key, text);
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(signature.as_bytes()))
}

impl Keys {
    /// All keys of an operator's secret.
    pub fn derive(secret: &[u8; 32]) -> AppResult<Self> {
        Ok(Self {
            csrf: derive(secret, "csrf")?,
            live: derive(secret, "live topics")?,
            reply: derive(secret, "reply address")?,
            device: derive(secret, "known device")?,
            secrets: derive(secret, "secrets at rest")?,
            access: derive(secret, "api access tokens")?,
            notice: derive(secret, "notice of a redirect")?,
        })
    }

    /// A CSRF token of a browser: bound to its session cookie, or to its visitor cookie before sign-in. It reads
    /// differently each time, a one-time pad and the signature under it: the length of a compressed page that repeats
    /// what was typed tells nothing of it.
    #[must_use]
    pub fn csrf_token(&self, cookie: &str) -> String {
        let mut pad = [0u8; 32];
        rand::rng().fill_bytes(&mut pad);
        // Without a signature there is no token, and none that would match.
        mac(&self.csrf, cookie).map_or_else(String::new, |signature| {
            let masked = xor(&pad, &signature);
            URL_SAFE_NO_PAD.encode([pad, masked].concat())
        })
    }

    /// Whether a form's token belongs to this cookie.
    #[must_use]
    pub fn csrf_matches(&self, cookie: &str, token: &str) -> bool {
        let mut bytes = [0u8; 64];
        // Exactly 64 bytes, or no token of ours.
        if URL_SAFE_NO_PAD.decode_slice(token, &mut bytes) != Ok(bytes.len()) {
            return false;
        }
        let (Some((pad, masked)), Some(expected)) =
            (bytes.split_first_chunk::<32>(), mac(&self.csrf, cookie))
        else {
            return false;
        };
        masked
            .first_chunk::<32>()
            .is_some_and(|masked| xor(pad, masked).ct_eq(&expected).into())
    }

    /// Signs the topics of a page's live stream.
    #[must_use]
    pub fn live_signature(&self, topics: &str) -> String {
        sign(&self.live, topics)
    }

    /// Whether these topics were signed for this stream.
    #[must_use]
    pub fn live_matches(&self, topics: &str, signature: &str) -> bool {
        verify(&self.live, topics, signature)
    }

    /// Signs that a browser has signed in to an account.
    #[must_use]
    pub fn device_signature(&self, text: &str) -> String {
        sign(&self.device, text)
    }

    /// Whether this was signed for a browser.
    #[must_use]
    pub fn device_matches(&self, text: &str, signature: &str) -> bool {
        verify(&self.device, text, signature)
    }

    /// Signs what a redirect leaves for the next page.
    #[must_use]
    pub(crate) fn notice_signature(&self, text: &str) -> String {
        sign(&self.notice, text)
    }

    /// Whether this was left by a redirect of ours.
    #[must_use]
    pub(crate) fn notice_matches(&self, text: &str, signature: &str) -> bool {
        verify(&self.notice, text, signature)
    }

    /// The key of signed reply addresses.
    #[must_use]
    pub fn reply_key(&self) -> &[u8; 32] {
        &self.reply
    }

    /// The key that signs access tokens of the API.
    #[must_use]
    pub(crate) fn access_key(&self) -> &[u8; 32] {
        &self.access
    }

    /// Encrypts a secret for the database: base64 of a random nonce and the sealed text.
    pub fn seal(&self, plain: &str) -> AppResult<String> {
        let mut nonce = [0u8; 12];
        rand::rng().fill_bytes(&mut nonce);
        let sealed = ChaCha20Poly1305::new(&self.secrets.into())
            .encrypt(Nonce::from_slice(&nonce), plain.as_bytes())
            .map_err(|_| AppError::internal("a secret could not be sealed"))?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Keys::seal`] closed.
    pub fn open(&self, sealed: &str) -> AppResult<String> {
        let wrong = || {
            AppError::internal("a stored secret cannot be opened: was SARAI_SECRET_KEY changed?")
        };
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| wrong())?;
        let (nonce, body) = bytes.split_at_checked(12).ok_or_else(wrong)?;
        let plain = ChaCha20Poly1305::new(&self.secrets.into())
            .decrypt(Nonce::from_slice(nonce), body)
            .map_err(|_| wrong())?;
        String::from_utf8(plain).map_err(|_| wrong())
    }
}

/// A fresh random token of 32 bytes, and what the database keeps of it.
#[must_use]
pub fn fresh_token() -> (String, Vec<u8>) {
    fresh_token_with("")
}

/// The same with a beginning by which people and scanners know what it is.
#[must_use]
pub fn fresh_token_with(prefix: &str) -> (String, Vec<u8>) {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let token = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes));
    let hash = token_hash(&token);
    (token, hash)
}

/// SHA-256 of a token: tokens are random, so a plain hash suffices.
#[must_use]
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_do_not_mix() {
        let keys = Keys::derive(&[7; 32]).unwrap();
        assert!(keys.csrf_matches("cookie", &keys.csrf_token("cookie")));
        assert!(!keys.csrf_matches("other", &keys.csrf_token("cookie")));
        assert!(!keys.live_matches("cookie", &keys.csrf_token("cookie")));
        assert!(!keys.csrf_matches("cookie", ""));
    }

    #[test]
    fn a_csrf_token_never_reads_the_same_and_always_matches() {
        let keys = Keys::derive(&[7; 32]).unwrap();
        let (one, other) = (keys.csrf_token("cookie"), keys.csrf_token("cookie"));
        let bytes = |token: &str| URL_SAFE_NO_PAD.decode(token).unwrap();
        let same = bytes(&one)
            .iter()
            .zip(bytes(&other))
            .filter(|(a, b)| **a == *b)
            .count();
        assert!(same < 8, "{same} of 64 bytes are the same");
        assert!(keys.csrf_matches("cookie", &one) && keys.csrf_matches("cookie", &other));
        let halves = [&bytes(&one)[..32], &bytes(&other)[32..]].concat();
        assert!(!keys.csrf_matches("cookie", &URL_SAFE_NO_PAD.encode(halves)));
        assert!(
            !keys.csrf_matches("cookie", &sign(&keys.csrf, "cookie")),
            "unmasked"
        );
        assert!(!keys.csrf_matches("cookie", &format!("{one}AAAA")));
    }

    #[test]
    fn a_sealed_secret_opens_and_a_changed_one_does_not() {
        let keys = Keys::derive(&[7; 32]).unwrap();
        let sealed = keys.seal("رمز").unwrap();
        assert_eq!(keys.open(&sealed).unwrap(), "رمز");
        assert!(Keys::derive(&[8; 32]).unwrap().open(&sealed).is_err());
        assert!(keys.open("x").is_err());
    }
}
