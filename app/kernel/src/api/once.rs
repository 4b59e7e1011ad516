//! A request sent twice under one `Idempotency-Key` does its work once: the second gets the first one's answer. The key
//! is taken in the transaction of the work, so that work without its answer kept cannot exist, nor the other way round.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use rocket::Request;
use rocket::http::{Method, Status};
use rocket::request::{FromRequest, Outcome};
use sha2::{Digest, Sha256};

use super::json::{JsonIn, JsonOut};
use super::problem::ApiProblem;
use crate::db::{Kept, TenantDb, Tx, Work};
use crate::error::{AppError, AppResult};
use crate::ids::{ApiTokenId, TenantId};
use crate::schema::idempotency_keys;
use crate::web::Current;

const LONGEST: usize = 255;

/// The key of a request, with what it stands for. A guard for requests without a body; `JsonIn` holds its own.
pub struct Once {
    key: Option<String>,
    digest: [u8; 32],
    method: Method,
    owner: Option<(TenantId, ApiTokenId)>,
}

impl Once {
    pub(super) async fn of(request: &Request<'_>, body: &[u8]) -> AppResult<Self> {
        let key = request.headers().get_one("Idempotency-Key");
        let fits = |key: &&str| {
            (1..=LONGEST).contains(&key.len()) && key.bytes().all(|b| (0x21..0x7f).contains(&b))
        };
        if key.is_some_and(|key| !fits(&key)) {
            return Err(ApiProblem::KeyUnfit.into());
        }
        let current = Current::of(request).await?;
        let mut digest = Sha256::new();
        for part in [request.method().as_str(), &request.uri().to_string()] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        digest.update(body);
        Ok(Self {
            key: key.map(str::to_owned),
            digest: digest.finalize().into(),
            method: request.method(),
            owner: current.caller.known().map(|c| (c.tenant, c.token)),
        })
    }

    /// Runs `work` in a transaction unless this key has its answer already. POST must bring a key; what changes the same
    /// thing to the same state anyway (PUT, PATCH, DELETE) may. A failure keeps nothing: mend, and send again.
    pub async fn run(
        &self,
        db: &TenantDb,
        work: impl for<'t> AsyncFn(&'t mut Tx) -> AppResult<JsonOut>
        + for<'t> Work<&'t mut Tx, AppResult<JsonOut>, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<JsonOut> {
        if self.key.is_none() && self.method == Method::Post {
            return Err(ApiProblem::KeyMissing.into());
        }
        let work = &work;
        db.write(async |tx| {
            if let Some(earlier) = self.take(tx).await? {
                return Ok(earlier);
            }
            let answer = work(tx).await?;
            self.keep(tx, &answer).await?;
            Ok(answer)
        })
        .await
    }

    /// Takes the key, or finds the answer that it has. Whoever comes while the first is at work waits for its end here.
    async fn take(&self, tx: &mut Tx) -> AppResult<Option<JsonOut>> {
        let Some((key, (tenant, token))) = self.key.as_ref().zip(self.owner) else {
            return Ok(None);
        };
        let now = tx.now();
        let taken = diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::tenant_id.eq(tenant),
                idempotency_keys::token_id.eq(token),
                idempotency_keys::key.eq(key),
                idempotency_keys::digest.eq(self.digest.as_slice()),
                idempotency_keys::created_at.eq(now),
            ))
            .on_conflict((
                idempotency_keys::tenant_id,
                idempotency_keys::token_id,
                idempotency_keys::key,
            ))
            .do_nothing()
            .execute(tx)
            .await?;
        if taken == 1 {
            return Ok(None);
        }
        let earlier: Option<Earlier> = idempotency_keys::table
            .find((tenant, token, key))
            .select(Earlier::as_select())
            .get_result(tx)
            .await
            .optional()?;
        let earlier = earlier.ok_or_else(AppError::lost_race)?;
        if earlier.digest == self.digest {
            Ok(Some(earlier.answer()))
        } else {
            Err(ApiProblem::KeyReused.into())
        }
    }

    async fn keep(&self, tx: &mut Tx, answer: &JsonOut) -> AppResult<()> {
        let Some((key, (tenant, token))) = self.key.as_ref().zip(self.owner) else {
            return Ok(());
        };
        let update = diesel::update(idempotency_keys::table.find((tenant, token, key))).set((
            idempotency_keys::status.eq(i32::from(answer.status.code)),
            idempotency_keys::body.eq(&answer.body),
            idempotency_keys::location.eq(&answer.location),
        ));
        Kept(update).execute(tx).await?;
        Ok(())
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
struct Earlier {
    digest: Vec<u8>,
    status: i32,
    body: String,
    location: Option<String>,
}

impl Earlier {
    fn answer(self) -> JsonOut {
        JsonOut {
            status: Status::new(u16::try_from(self.status).unwrap_or(200)),
            body: self.body,
            location: self.location,
            is_replay: true,
        }
    }
}

impl<T> JsonIn<T> {
    /// Runs `work` once for this request's `Idempotency-Key`: see [`Once::run`].
    pub async fn once(
        &self,
        db: &TenantDb,
        work: impl for<'t> AsyncFn(&'t mut Tx) -> AppResult<JsonOut>
        + for<'t> Work<&'t mut Tx, AppResult<JsonOut>, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<JsonOut> {
        self.once.run(db, work).await
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Once {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match Self::of(request, &[]).await {
            Ok(once) => Outcome::Success(once),
            Err(error) => Current::refuse(request, error),
        }
    }
}
