//! Passwords: the rule for new ones, and Argon2id for keeping them.
//! Hashing costs 19 MiB and a core, so it runs apart from the web threads and only so many at once.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::error::{AppError, AppResult};
use l10n::normalise;
use rand::RngCore;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Fewest characters of a new password.
pub const MIN_LENGTH: usize = 10;
/// Most characters; longer ones would be a way to keep the server busy.
pub const MAX_LENGTH: usize = 200;
/// Fewest different characters.
const MIN_DISTINCT: usize = 5;
/// A hash that no password has, with our parameters: compared with when there is no account, so that the time taken
/// does not tell which addresses have one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8";

/// As many at once as there are cores: more would only wait in memory. Cores belong to the process, so does this.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8)))
});

/// What is wrong with a new password, as a text key; `None` when it will do.
#[must_use]
pub fn weakness(password: &str, email: &str) -> Option<&'static str> {
    let password = canonical(password).to_lowercase();
    let length = password.chars().count();
    let name = email.split('@').next().unwrap_or_default();
    if length < MIN_LENGTH {
        Some("identity.password.too_short")
    } else if length > MAX_LENGTH {
        Some("identity.password.too_long")
    } else if name.chars().count() >= 4 && password.contains(name) {
        Some("identity.password.has_email")
    } else if is_simple(&password) {
        Some("identity.password.too_simple")
    } else {
        None
    }
}

/// Few different characters, or mostly neighbours on the keyboard or in the alphabet.
fn is_simple(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    let distinct: std::collections::BTreeSet<_> = chars.iter().collect();
    let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];
    let neighbours = |pair: &[char]| {
        let [a, b] = pair else { return false };
        let step = u32::from(*a).abs_diff(u32::from(*b)) <= 1;
        step || rows
            .iter()
            .any(|row| row.contains(&format!("{a}{b}")) || row.contains(&format!("{b}{a}")))
    };
    let easy = chars.windows(2).filter(|pair| neighbours(pair)).count();
    distinct.len() < MIN_DISTINCT || easy * 10 >= chars.len().saturating_sub(1) * 8
}

/// One form for what different keyboards produce: Persian and Arabic digits, ye and kaf.
fn canonical(typed: &str) -> String {
    normalise::ascii_digits(&normalise::input(typed))
}

fn argon() -> AppResult<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None)
        .map_err(|e| AppError::internal(format!("argon2: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> AppResult<T> + Send + 'static,
) -> AppResult<T> {
    let _place = PLACES
        .acquire()
        .await
        .map_err(|e| AppError::internal(format!("password places: {e}")))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| AppError::internal(format!("password thread: {e}")))?
}

/// The hash to keep, as a PHC string.
pub async fn hash(password: &str) -> AppResult<String> {
    let password = canonical(password);
    apart(move || {
        let wrong = |e: argon2::password_hash::Error| AppError::internal(format!("argon2: {e}"));
        let mut salt = [0u8; 16];
        rand::rng().fill_bytes(&mut salt);
        let salt = SaltString::encode_b64(&salt).map_err(wrong)?;
        Ok(argon()?
            .hash_password(password.as_bytes(), &salt)
            .map_err(wrong)?
            .to_string())
    })
    .await
}

/// Whether this is the password of the hash. Takes as long without a hash as with one.
pub async fn verify(password: &str, hash: Option<&str>) -> AppResult<bool> {
    let password = canonical(password);
    let known = hash.is_some();
    let hash = hash.unwrap_or(NOBODY).to_owned();
    apart(move || {
        let hash = PasswordHash::new(&hash)
            .map_err(|e| AppError::internal(format!("a stored hash: {e}")))?;
        Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_long_mixed_and_not_the_address() {
        for (password, want) in [
            ("کوتاه۱۲۳", Some("identity.password.too_short")),
            ("          ", Some("identity.password.too_short")),
            ("1234567890", Some("identity.password.too_simple")),
            ("۱۲۳۴۵۶۷۸۹۰۱", Some("identity.password.too_simple")),
            ("aaaaaaaaaaaaa", Some("identity.password.too_simple")),
            ("qwertyuiop", Some("identity.password.too_simple")),
            ("abcdefghijkl", Some("identity.password.too_simple")),
            ("abababababab", Some("identity.password.too_simple")),
            ("Maryam.Test.1405", Some("identity.password.has_email")),
            ("sarai-demo-1405", None),
            ("کبوتر سفید ۱۴۰۵", None),
        ] {
            assert_eq!(weakness(password, "maryam@sarai.test"), want, "{password}");
        }
        assert_eq!(
            weakness(&"ab3d-".repeat(41), "x@y.test"),
            Some("identity.password.too_long")
        );
        assert_eq!(
            weakness("a-good-passphrase", "a@y.test"),
            None,
            "a name of one letter is in every password"
        );
    }

    #[tokio::test]
    async fn the_hash_is_ours_and_opens_to_its_password_on_any_keyboard() {
        let kept = hash("رمز عبور ۱۴۰۵").await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(verify("رمز عبور 1405", Some(&kept)).await.unwrap());
        assert!(!verify("رمز عبور 1406", Some(&kept)).await.unwrap());
        assert_ne!(
            kept,
            hash("رمز عبور ۱۴۰۵").await.unwrap(),
            "each hash has its own salt"
        );
    }

    #[tokio::test]
    async fn nobody_has_no_password_but_the_work_is_done() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!verify("", None).await.unwrap());
    }
}
