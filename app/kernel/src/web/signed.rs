//! `SignedBody<V>`: what another service posts to us, with a signature over the raw bytes as its proof. Refused before the
//! handler runs: a wrong signature, an old time, too large a body. A second telling is for the handler to ask about.

mod schemes;

use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use rocket::data::{FromData, Outcome};
use rocket::http::HeaderMap;
use rocket::{Data, Request};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

pub use schemes::{Standard, body_alone, standard, timestamped};

use super::body::BodyReader;
use super::current::Current;
use super::problem;
use crate::app::App;
use crate::db::{JobDb, PlatformDb, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::module::Proof;
use crate::webhooks::signature;

/// How far a call's time may be from ours, to either side.
pub const WINDOW: Duration = Duration::minutes(5);
const LONGEST_ID: usize = 200;

/// What a call says of itself; nothing of it is believed before a signature fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id, the same when it is told again.
    pub id: String,
    /// When it was sent, where the scheme signs that.
    pub at: Option<DateTime<Utc>>,
    /// The bytes that are signed.
    pub content: Vec<u8>,
    /// The signatures, decoded; one that fits suffices.
    pub signatures: Vec<Vec<u8>>,
}

/// The request of a call, for who must find the secret.
pub struct Call<'c> {
    app: &'c Arc<App>,
    current: &'c Current,
    request: &'c Request<'c>,
    body: &'c [u8],
}

impl Call<'_> {
    /// The program's state: settings, clock, keys.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        self.app
    }
    /// The body, not proven yet.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body
    }
    /// A part of the path, from 0, for addresses such as `/webhooks/<gateway>/<tenant>`.
    #[must_use]
    pub fn path_part(&self, n: usize) -> Option<&str> {
        self.request.routed_segment(n)
    }
    /// All tenants' rows, to find the secret of the one that is called for.
    #[must_use]
    pub fn platform(&self) -> PlatformDb {
        JobDb::new(Arc::clone(self.app), self.current.who()).platform()
    }
}

/// How a gateway signs. Its own scheme is [`Verifier::claim`]; most are a line with the helpers beside it.
#[rocket::async_trait]
pub trait Verifier: Send + Sync + 'static {
    /// `<module>.<gateway>`; ids of calls are remembered below it.
    const GATEWAY: &'static str;
    /// Bytes of a body.
    const LIMIT: u64 = 256 * 1024;

    /// What the call says of itself; `None` when it does not speak this scheme.
    fn claim(headers: &HeaderMap<'_>, body: &[u8]) -> Option<Claim>;

    /// The signature that one secret gives; HMAC-SHA256 unless the gateway does otherwise.
    fn mac(secret: &[u8], content: &[u8]) -> Option<Vec<u8>> {
        signature::mac(secret, content)
    }

    /// Secrets that may have signed: one, or two while one is replaced. None: nothing is accepted.
    async fn secrets(call: &Call<'_>) -> AppResult<Vec<Vec<u8>>>;

    /// Whose secret it is, when each tenant has its own: one tenant's ids do not use up another's.
    fn tenant(_call: &Call<'_>) -> Option<TenantId> {
        None
    }
}

/// A call whose signature and time are proven.
pub struct SignedBody<V: Verifier> {
    body: Vec<u8>,
    id: String,
    realm: String,
    tenant: Option<TenantId>,
    verifier: PhantomData<fn() -> V>,
}

impl<V: Verifier> SignedBody<V> {
    /// The raw bytes, as they were signed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }
    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> AppResult<T> {
        serde_json::from_slice(&self.body)
            .map_err(|e| AppError::BadRequest(format!("body of a signed call: {e}")))
    }
    /// The call's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
    /// Whose secret signed it, when each tenant has its own.
    #[must_use]
    pub fn tenant(&self) -> Option<TenantId> {
        self.tenant
    }
    /// Whether this call is new. Ask in the transaction that does its work, and do nothing when it is not: both commit
    /// together, so a call whose work failed may come again, and one that comes twice at once is worked on once.
    pub async fn first_time(&self, tx: &mut Tx) -> AppResult<bool> {
        let now = tx.now();
        let kept: Kept = sql("SELECT webhook_receipt_keep($1, $2, $3) AS first")
            .bind::<Text, _>(&self.realm)
            .bind::<Text, _>(&self.id)
            .bind::<Timestamptz, _>(now)
            .get_result(tx)
            .await?;
        Ok(kept.first)
    }
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Bool)]
    first: bool,
}

#[rocket::async_trait]
impl<'r, V: Verifier> FromData<'r> for SignedBody<V> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match take::<V>(request, data).await {
            Ok(signed) => Outcome::Success(signed),
            Err(error) => Outcome::Error(problem::keep(request, error)),
        }
    }
}

async fn take<V: Verifier>(request: &Request<'_>, data: Data<'_>) -> AppResult<SignedBody<V>> {
    let current = Current::of(request).await?;
    let declared = Current::declaration(request);
    if !declared.is_some_and(|d| d.proof == Some(Proof::Signature)) {
        return Err(AppError::internal(format!(
            "{} takes a SignedBody without declaring `by Signature`",
            declared.map_or("?", |d| d.name)
        )));
    }
    let body = BodyReader::open(request, data, V::LIMIT).whole().await?;
    let call = Call {
        app: &current.app,
        current,
        request,
        body: &body,
    };
    let claim = V::claim(request.headers(), &body).ok_or(AppError::Unproven)?;
    let secrets = V::secrets(&call).await?;
    let is_signed = fits::<V>(&claim, &secrets);
    let is_now = claim
        .at
        .is_none_or(|at| (at - current.app.clock.now()).abs() <= WINDOW);
    let is_named = !claim.id.is_empty() && claim.id.len() <= LONGEST_ID && !claim.id.contains('\0');
    // One answer for all: it tells nobody which of them was wrong.
    if !(is_signed && is_now && is_named) {
        tracing::info!(
            gateway = V::GATEWAY,
            is_signed,
            is_now,
            is_named,
            "signed call refused"
        );
        return Err(AppError::Unproven);
    }
    let tenant = V::tenant(&call);
    let realm = tenant.map_or_else(
        || V::GATEWAY.to_owned(),
        |tenant| format!("{} {tenant}", V::GATEWAY),
    );
    Ok(SignedBody {
        body,
        id: claim.id,
        realm,
        tenant,
        verifier: PhantomData,
    })
}

/// Compares each signature with each secret's, all of them, in constant time.
fn fits<V: Verifier>(claim: &Claim, secrets: &[Vec<u8>]) -> bool {
    let mut fits = false;
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let Some(expected) = V::mac(secret, &claim.content) else {
            continue;
        };
        for given in claim.signatures.iter().take(10) {
            fits |= bool::from(expected.as_slice().ct_eq(given.as_slice()));
        }
    }
    fits
}
