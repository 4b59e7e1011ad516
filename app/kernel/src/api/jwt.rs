//! Access tokens: signed, short-lived, for programs that should not hold the long-lived token. HS256 and nothing else.
//! The library does the format; the signature is our own HMAC, so that no second cryptography is compiled in.

use std::sync::Once;

use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as JwtResult};
use jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::caller::ApiCaller;
use crate::app::App;
use crate::error::{AppError, AppResult};

/// How long an access token lives.
pub(crate) const LIFE: Duration = Duration::minutes(15);
const AUDIENCE: &str = "sarai-api";

/// What an access token says. Rights are not in it: they are looked up at each request.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
    /// The API token that it was exchanged for.
    #[serde(rename = "tok")]
    pub token: Uuid,
    /// The family of refresh tokens whose end it shares.
    #[serde(rename = "fam")]
    pub family: Uuid,
}

/// A fresh access token and when it ends; never later than the token that it was exchanged for.
pub(crate) fn issue(
    app: &App,
    caller: &ApiCaller,
    family: Uuid,
) -> AppResult<(String, DateTime<Utc>)> {
    install();
    let now = app.clock.now();
    let ends_at = (now + LIFE).min(caller.expires_at);
    let claims = Claims {
        iss: issuer(app),
        aud: AUDIENCE.to_owned(),
        sub: caller.person.0,
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: ends_at.timestamp(),
        jti: Uuid::now_v7(),
        token: caller.token.0,
        family,
    };
    let key = EncodingKey::from_secret(app.keys.access_key());
    let token = encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map_err(|error| AppError::internal(format!("access token: {error}")))?;
    Ok((token, ends_at))
}

/// The claims of a token that we signed, for now. Its times are compared with the program's Clock.
pub(crate) fn verify(app: &App, token: &str) -> Option<Claims> {
    install();
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[issuer(app)]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let key = DecodingKey::from_secret(app.keys.access_key());
    let claims = decode::<Claims>(token, &key, &validation).ok()?.claims;
    let now = app.clock.now().timestamp();
    (claims.nbf <= now && now < claims.exp).then_some(claims)
}

fn issuer(app: &App) -> String {
    app.config.base_url.origin().ascii_serialization()
}

struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(key: &[u8]) -> JwtResult<Self> {
        <Hmac<Sha256> as Mac>::new_from_slice(key)
            .map(Self)
            .map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }

    fn over(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(message);
        mac
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        Ok(self.over(message).finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        // Compares in constant time.
        self.over(message)
            .verify_slice(signature)
            .map_err(|_| SignatureError::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

fn only(algorithm: Algorithm) -> JwtResult<()> {
    if algorithm == Algorithm::HS256 {
        Ok(())
    } else {
        Err(ErrorKind::InvalidAlgorithm.into())
    }
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| {
        only(*algorithm)?;
        Ok(Box::new(Hs256::new(key.as_bytes())?))
    },
    verifier_factory: |algorithm, key| {
        only(*algorithm)?;
        Ok(Box::new(Hs256::new(key.try_get_as_bytes()?)?))
    },
    key_utils: KeyUtils::new_unimplemented(),
};

/// The library asks a process-wide provider; ours holds no state and no key.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = PROVIDER.install_default();
    });
}
