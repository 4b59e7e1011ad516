//! Signed reply addresses, `support+<token>@domain`: how an answer by mail finds its ticket.
//! The token is a capability, so it is authenticated here before any database is asked.
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

const TICKET: usize = 16;
const RECIPIENT: usize = 4;
const MAC: usize = 10;
/// 30 octets are 48 characters of base 32 without padding bits: each token has one spelling.
const TOKEN: usize = TICKET + RECIPIENT + MAC;
const TOKEN_CHARS: usize = TOKEN * 8 / 5;
/// RFC 5321 section 4.5.3.1.1.
const LOCAL_PART: usize = 64;
/// Crockford's alphabet: no letter that is read as a digit, and mail servers may change the case.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why an address cannot carry tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not 1 to 15 ASCII letters, digits, dots, hyphens or underscores (64 octets with `+` and token).
    #[error("the part before @ must be 1 to 15 letters, digits, dots, hyphens or underscores")]
    Local,
    /// Not a domain name.
    #[error("the part after @ is no domain name")]
    Domain,
}

/// The mailbox that takes customers' answers, such as `support@sarai.test`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyAddress {
    local: String,
    domain: String,
}

impl ReplyAddress {
    /// A mailbox from its two halves.
    pub fn new(local: &str, domain: &str) -> Result<Self, AddressError> {
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if local.is_empty()
            || local.len() + 1 + TOKEN_CHARS > LOCAL_PART
            || !local.chars().all(named)
        {
            return Err(AddressError::Local);
        }
        if domain.is_empty() || domain.len() > 253 || !domain.chars().all(named) {
            return Err(AddressError::Domain);
        }
        Ok(Self {
            local: local.to_ascii_lowercase(),
            domain: domain.to_ascii_lowercase(),
        })
    }

    /// The part after `@`, in lower case; also the value of the `X-Sarai-Loop` header.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// `Reply-To` of a mail about `ticket` to the user `recipient`.
    pub fn address_for(&self, key: &[u8; 32], ticket: Uuid, recipient: Uuid) -> String {
        format!(
            "{}+{}@{}",
            self.local,
            sign(key, ticket, recipient),
            self.domain
        )
    }

    /// Whether `email` is this mailbox, with or without a token.
    pub fn is_ours(&self, email: &str) -> bool {
        self.tag_of(email).is_some()
    }

    /// The first token among `addresses`, not yet verified.
    pub fn find_in<'a>(&self, addresses: &'a [String]) -> Option<&'a str> {
        self.tokens_in(addresses).next()
    }

    /// Every token among `addresses`, not yet verified.
    pub fn tokens_in<'a>(&self, addresses: &'a [String]) -> impl Iterator<Item = &'a str> {
        addresses
            .iter()
            .filter_map(|a| self.tag_of(a))
            .filter(|tag| tag.len() == TOKEN_CHARS)
    }

    /// What stands after `+` (empty without one), if the rest is this mailbox.
    fn tag_of<'a>(&self, email: &'a str) -> Option<&'a str> {
        let (local, domain) = email.trim().rsplit_once('@')?;
        let (name, tag) = local.split_once('+').unwrap_or((local, ""));
        let ours =
            name.eq_ignore_ascii_case(&self.local) && domain.eq_ignore_ascii_case(&self.domain);
        ours.then_some(tag)
    }
}

/// What a genuine token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// The ticket that the mail was about.
    pub ticket: Uuid,
    recipient: [u8; RECIPIENT],
}

impl Signed {
    /// Whether the token was mailed to this user. A genuine token of somebody else's was forwarded or leaked.
    pub fn is_for(&self, key: &[u8; 32], user: Uuid) -> bool {
        mac(key, b"sarai.tickets.recipient.v1", &[user.as_bytes()])
            .is_some_and(|m| m.verify_truncated_left(&self.recipient).is_ok())
    }
}

/// A token of 48 characters: ticket id (16 octets), fingerprint of the user it is mailed to (4), and an
/// HMAC-SHA256 over both, cut to 80 bits: guesses can only be tried by sending mail.
pub fn sign(key: &[u8; 32], ticket: Uuid, recipient: Uuid) -> String {
    let fingerprint = digest(key, b"sarai.tickets.recipient.v1", &[recipient.as_bytes()]);
    let fingerprint = fingerprint.get(..RECIPIENT).unwrap_or_default();
    let seal = digest(
        key,
        b"sarai.tickets.reply.v1",
        &[ticket.as_bytes(), fingerprint],
    );
    let seal = seal.get(..MAC).unwrap_or_default();
    encode(&[ticket.as_bytes().as_slice(), fingerprint, seal].concat())
}

/// Reads a token that [`sign`] made with the same key, in any case of letters; in constant time over the seal.
pub fn verify(key: &[u8; 32], token: &str) -> Option<Signed> {
    let bytes = decode(token)?;
    let (ticket, rest) = bytes.split_first_chunk::<TICKET>()?;
    let (recipient, seal) = rest.split_first_chunk::<RECIPIENT>()?;
    if seal.len() != MAC {
        return None;
    }
    mac(key, b"sarai.tickets.reply.v1", &[ticket, recipient])?
        .verify_truncated_left(seal)
        .ok()?;
    Some(Signed {
        ticket: Uuid::from_bytes(*ticket),
        recipient: *recipient,
    })
}

fn mac(key: &[u8; 32], purpose: &[u8], fields: &[&[u8]]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(purpose);
    for field in fields {
        mac.update(field);
    }
    Some(mac)
}

fn digest(key: &[u8; 32], purpose: &[u8], fields: &[&[u8]]) -> Vec<u8> {
    mac(key, purpose, fields).map_or_else(Vec::new, |m| m.finalize().into_bytes().to_vec())
}

fn encode(bytes: &[u8]) -> String {
    bytes
        .chunks(5)
        .flat_map(|five| {
            let word = five
                .iter()
                .fold(0u64, |word, byte| (word << 8) | u64::from(*byte));
            (0..8u32).rev().map(move |at| (word >> (at * 5)) & 31)
        })
        .filter_map(|digit| ALPHABET.get(usize::try_from(digit).ok()?).copied())
        .map(char::from)
        .collect()
}

fn decode(token: &str) -> Option<Vec<u8>> {
    if token.len() != TOKEN_CHARS {
        return None;
    }
    let mut bytes = Vec::with_capacity(TOKEN);
    for eight in token.as_bytes().chunks(8) {
        let mut word = 0u64;
        for letter in eight {
            let digit = ALPHABET
                .iter()
                .position(|a| *a == letter.to_ascii_lowercase())?;
            word = (word << 5) | u64::try_from(digit).ok()?;
        }
        bytes.extend(word.to_be_bytes().iter().skip(3));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: [u8; 32] = [7; 32];

    fn desk() -> ReplyAddress {
        ReplyAddress::new("Support", "Sarai.test").unwrap()
    }

    #[test]
    fn longest_local_part_fits_rfc_5321() {
        let desk = ReplyAddress::new("poshtibani-deps", "sarai.test").unwrap();
        let address = desk.address_for(&KEY, Uuid::max(), Uuid::max());
        assert_eq!(address.split_once('@').unwrap().0.len(), 64);
        assert_eq!(
            ReplyAddress::new("poshtibani-depts", "sarai.test"),
            Err(AddressError::Local)
        );
        assert_eq!(
            ReplyAddress::new("a+b", "sarai.test"),
            Err(AddressError::Local)
        );
        assert_eq!(
            ReplyAddress::new("a", "sarai.test>"),
            Err(AddressError::Domain)
        );
    }

    #[test]
    fn token_survives_a_server_that_changes_case() {
        let (ticket, user) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let to = vec![
            "x@y.test".into(),
            desk().address_for(&KEY, ticket, user).to_uppercase(),
        ];
        let signed = verify(&KEY, desk().find_in(&to).unwrap()).unwrap();
        assert_eq!(signed.ticket, ticket);
        assert!(signed.is_for(&KEY, user));
        assert!(!signed.is_for(&KEY, ticket));
        assert!(!signed.is_for(&[8; 32], user));
    }

    #[test]
    fn other_mailboxes_carry_no_token() {
        let token = sign(&KEY, Uuid::max(), Uuid::nil());
        for to in [
            "support@sarai.test".into(),
            "support+short@sarai.test".into(),
        ] {
            assert_eq!(desk().find_in(&[to]), None);
        }
        for to in [
            format!("support+{token}@evil.test"),
            format!("sales+{token}@sarai.test"),
        ] {
            assert_eq!(desk().find_in(&[to]), None);
        }
    }

    proptest! {
        #[test]
        fn signed_tokens_verify_and_any_changed_letter_fails(
            ticket: u128, user: u128, at in 0..TOKEN_CHARS, by in 1usize..32,
        ) {
            let token = sign(&KEY, Uuid::from_u128(ticket), Uuid::from_u128(user));
            prop_assert_eq!(token.len(), TOKEN_CHARS);
            let signed = verify(&KEY, &token).unwrap();
            prop_assert_eq!(signed.ticket, Uuid::from_u128(ticket));
            prop_assert!(signed.is_for(&KEY, Uuid::from_u128(user)));
            prop_assert_eq!(verify(&[8; 32], &token), None);
            let mut forged = token.into_bytes();
            let digit = ALPHABET.iter().position(|a| *a == forged[at]).unwrap();
            forged[at] = ALPHABET[(digit + by) % 32];
            prop_assert_eq!(verify(&KEY, std::str::from_utf8(&forged).unwrap()), None);
        }

        #[test]
        fn verify_takes_any_text(token in "\\PC{0,60}") {
            prop_assert_eq!(verify(&KEY, &token), None);
        }
    }
}
