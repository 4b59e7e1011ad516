//! The sealer: numbers and hash-chains the events that have committed, each second, one node at a time.
//! hash(n) = SHA-256(hash(n-1) ‖ canonical text of the event); a changed or removed event breaks the chain.

use std::sync::Arc;
use std::time::Duration;

use diesel::sql_types::{BigInt, Binary, Nullable, Text, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use uuid::Uuid;

use crate::app::App;
use crate::db::{PlatformDb, ReadTx, Tx, sql};
use crate::error::AppResult;

const BATCH: i64 = 2_000;
const LOCK: i64 = 0x5341_5241_4953_4541; // "SARAISEA"

#[derive(QueryableByName)]
struct Head {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Binary)]
    hash: Vec<u8>,
}

#[derive(QueryableByName)]
struct Event {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    canonical: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    seq: Option<i64>,
    #[diesel(sql_type = Nullable<Binary>)]
    hash: Option<Vec<u8>>,
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    locked: bool,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Seals what has committed; returns how many events.
pub async fn seal(db: &PlatformDb) -> AppResult<u64> {
    db.write(async |tx| seal_batch(tx).await).await
}

async fn seal_batch(tx: &mut Tx) -> AppResult<u64> {
    let lock: Locked = sql("SELECT pg_try_advisory_xact_lock($1) AS locked")
        .bind::<BigInt, _>(LOCK)
        .get_result(tx)
        .await?;
    if !lock.locked {
        return Ok(0);
    }
    let events: Vec<Event> = sql(
        "SELECT id, audit_canonical(e) AS canonical, seq, hash FROM audit_events e WHERE seq IS NULL ORDER BY id LIMIT $1",
    )
    .bind::<BigInt, _>(BATCH)
    .get_results(tx)
    .await?;
    if events.is_empty() {
        return Ok(0);
    }
    let head: Option<Head> =
        sql("SELECT seq, hash FROM audit_events WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")
            .get_result(tx)
            .await
            .optional()?;
    let (mut seq, mut hash) = head.map_or((0, vec![0; 32]), |h| (h.seq, h.hash));
    let (mut ids, mut seqs, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for event in &events {
        seq += 1;
        hash = link(&hash, &event.canonical);
        ids.push(event.id);
        seqs.push(seq);
        hashes.push(hash.clone());
    }
    sql(
        "UPDATE audit_events e SET seq = s.seq, hash = s.hash FROM unnest($1, $2, $3) AS s (id, seq, hash) WHERE e.id = s.id",
    )
    .bind::<diesel::sql_types::Array<SqlUuid>, _>(ids)
    .bind::<diesel::sql_types::Array<BigInt>, _>(seqs)
    .bind::<diesel::sql_types::Array<Binary>, _>(hashes)
    .execute(tx)
    .await?;
    Ok(events.len() as u64)
}

fn link(previous: &[u8], canonical: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(canonical.as_bytes());
    hash.finalize().to_vec()
}

/// What a look at the whole chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Events whose link is right.
    pub sealed: i64,
    /// Events not sealed yet.
    pub unsealed: i64,
    /// The first number whose link is wrong or missing.
    pub broken_at: Option<i64>,
}

/// Recomputes the chain from the beginning.
pub async fn verify(tx: &mut ReadTx) -> AppResult<Verdict> {
    let (mut at, mut hash, mut broken_at) = (0i64, vec![0u8; 32], None);
    loop {
        let events: Vec<Event> = sql(
            "SELECT id, audit_canonical(e) AS canonical, seq, hash FROM audit_events e WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind::<BigInt, _>(at)
        .bind::<BigInt, _>(BATCH)
        .get_results(tx)
        .await?;
        if events.is_empty() || broken_at.is_some() {
            break;
        }
        for event in events {
            hash = link(&hash, &event.canonical);
            if event.seq != Some(at + 1) || event.hash.as_deref() != Some(hash.as_slice()) {
                broken_at = Some(at + 1);
                break;
            }
            at += 1;
        }
    }
    let rest: Count = sql("SELECT count(*) AS count FROM audit_events WHERE seq IS NULL")
        .get_result(tx)
        .await?;
    Ok(Verdict {
        sealed: at,
        unsealed: rest.count,
        broken_at,
    })
}

/// The sealer's loop in a running program.
pub struct Sealer {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Sealer {
    /// Seals each second.
    pub fn start(app: Arc<App>) -> Self {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            let db = app.without_request().platform();
            loop {
                let pause = match seal(&db).await {
                    Ok(n) if n >= BATCH.unsigned_abs() => Duration::ZERO,
                    Ok(_) => Duration::from_secs(1),
                    Err(error) => {
                        tracing::debug!(%error, "sealing waits");
                        Duration::from_secs(2)
                    }
                };
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    _ = stopped.wait_for(|stop| *stop) => break,
                }
            }
        });
        Self { stop, task }
    }

    /// Ends the loop.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}
