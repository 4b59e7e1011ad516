//! What a browser keeps of us when nobody is signed in: a key that ties a sign-up to the browser it was made in, and
//! the proof that it has signed in before. Neither opens anything by itself.

use chrono::{DateTime, Utc};
use kernel::ids::UserId;
use kernel::keys::{self, Keys};
use kernel::web::{Cookies, Cx};
use rocket::Request;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};

/// Days for which a browser is known after it signed in.
const LIFE: i64 = 365;
/// Accounts that one browser is known for, the latest first; each costs 95 bytes in every request.
const MOST: usize = 3;

/// The browser of this request.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    visitor: Option<String>,
    known: Vec<Known>,
}

/// One account's entry in the device cookie: `day.nonce.signature`. Which account it is stands in the signature alone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    day: i64,
    nonce: String,
    signature: String,
}

impl Known {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (day, nonce, signature) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && nonce.len() == 43 && signature.len() == 43;
        whole.then_some(Self {
            day: day.parse().ok()?,
            nonce: nonce.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// Bound to the stored hash: a password that is set anew makes every browser a stranger.
    fn signed(&self, account: UserId, password_hash: &str) -> String {
        format!("{}.{}.{account}.{password_hash}", self.day, self.nonce)
    }

    fn is_for(&self, keys: &Keys, account: UserId, password_hash: &str, today: i64) -> bool {
        (0..=LIFE).contains(&(today - self.day))
            && keys.device_matches(&self.signed(account, password_hash), &self.signature)
    }
}

fn day(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(86_400)
}

impl Browser {
    fn new(visitor: Option<&str>, device: &str) -> Self {
        Self {
            visitor: visitor.map(str::to_owned),
            known: device
                .split('~')
                .filter_map(Known::parse)
                .take(MOST)
                .collect(),
        }
    }

    /// What the database keeps of the key that ties a sign-up to this browser.
    #[must_use]
    pub fn sign_up_key(&self) -> Option<Vec<u8>> {
        let visitor = self.visitor.as_ref()?;
        Some(keys::token_hash(&format!("sign-up {visitor}")))
    }

    /// The visitor cookie's value, so that it can be given a new term.
    #[must_use]
    pub fn visitor(&self) -> Option<&str> {
        self.visitor.as_deref()
    }

    /// The name under which this browser's failures count, when it has signed in to this account before.
    #[must_use]
    pub fn known_as(
        &self,
        keys: &Keys,
        account: UserId,
        password_hash: &str,
        now: DateTime<Utc>,
    ) -> Option<&str> {
        let mut known = self.known.iter();
        let entry = known.find(|k| k.is_for(keys, account, password_hash, day(now)))?;
        Some(&entry.nonce)
    }

    /// The device cookie's value after this browser has signed in to the account.
    #[must_use]
    pub fn remember(
        &self,
        keys: &Keys,
        account: UserId,
        password_hash: &str,
        now: DateTime<Utc>,
    ) -> String {
        let mut fresh = Known {
            day: day(now),
            nonce: keys::fresh_token().0,
            signature: String::new(),
        };
        fresh.signature = keys.device_signature(&fresh.signed(account, password_hash));
        let others = self
            .known
            .iter()
            .filter(|k| !k.is_for(keys, account, password_hash, day(now)));
        let entries: Vec<String> = std::iter::once(&fresh)
            .chain(others)
            .take(MOST)
            .map(|k| format!("{}.{}.{}", k.day, k.nonce, k.signature))
            .collect();
        entries.join("~")
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Browser {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let cx = try_outcome!(request.guard::<Cx<'_>>().await);
        let (config, jar) = (&cx.app().config, request.cookies());
        let visitor = jar
            .get(Cookies::visitor_name(config))
            .map(rocket::http::Cookie::value)
            .filter(|value| value.len() == 43);
        let device = jar.get(Cookies::device_name(config));
        Outcome::Success(Self::new(
            visitor,
            device.map_or("", rocket::http::Cookie::value),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::derive(&[7; 32]).unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2040-05-14T08:30:00Z".parse().unwrap()
    }

    #[test]
    fn browser_is_known_for_its_account_and_password_and_a_year() {
        let (keys, sara, kaveh) = (keys(), UserId::fresh(), UserId::fresh());
        let cookie = Browser::default().remember(&keys, sara, "hash", now());
        let browser = Browser::new(None, &cookie);
        let known = |account, hash, at| browser.known_as(&keys, account, hash, at).is_some();
        assert!(known(sara, "hash", now()));
        assert!(!known(kaveh, "hash", now()), "another account");
        assert!(!known(sara, "other hash", now()), "another password");
        assert!(known(sara, "hash", now() + chrono::Duration::days(364)));
        assert!(!known(sara, "hash", now() + chrono::Duration::days(366)));
        assert!(!known(sara, "hash", now() - chrono::Duration::days(2)));
        let other = Keys::derive(&[8; 32]).unwrap();
        assert!(browser.known_as(&other, sara, "hash", now()).is_none());
    }

    #[test]
    fn forged_cut_and_endless_cookies_make_nobody_known() {
        let (keys, sara) = (keys(), UserId::fresh());
        let good = Browser::default().remember(&keys, sara, "hash", now());
        let later = good.replacen("25", "26", 1);
        let cut: String = good.chars().take(good.len() - 1).collect();
        for bad in ["", "~~~", "1.2.3", &cut, &later, &format!("{good}.x")] {
            let browser = Browser::new(None, bad);
            assert!(
                browser.known_as(&keys, sara, "hash", now()).is_none(),
                "{bad}"
            );
        }
        let many = vec![good.as_str(); 1000].join("~");
        assert_eq!(Browser::new(None, &many).known.len(), MOST);
    }

    #[test]
    fn each_account_has_one_entry_under_a_fresh_name_and_the_oldest_goes() {
        let keys = keys();
        let people: Vec<UserId> = (0..4).map(|_| UserId::fresh()).collect();
        let mut browser = Browser::default();
        for account in &people {
            browser = Browser::new(None, &browser.remember(&keys, *account, "hash", now()));
        }
        let knows =
            |b: &Browser, account| b.known_as(&keys, account, "hash", now()).map(str::to_owned);
        assert!(knows(&browser, people[0]).is_none());
        let before = knows(&browser, people[3]).unwrap();
        let again = Browser::new(None, &browser.remember(&keys, people[3], "hash", now()));
        assert_ne!(knows(&again, people[3]).unwrap(), before);
        assert!(knows(&again, people[1]).is_some() && again.known.len() == MOST);
    }
}
