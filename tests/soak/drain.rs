//! SIGTERM: an answer in progress is finished, jobs are put down in order, the program ends by itself with success.
//! Here because every update of an operator begins with it.

use std::time::{Duration, Instant};

use anyhow::ensure;
use kernel::db::Role;
use kit::SmtpSink;
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::people::Cast;
use crate::report::Promise;
use crate::stage::Stage;
use crate::writers::{self, Outcome, Reply};

const HOLD: &str = "SELECT id FROM tickets_tickets WHERE id = $1 FOR UPDATE";
const WAITS: &str = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)";
const HELD: &str = "SELECT count(*) FROM graphile_worker.jobs WHERE locked_at IS NOT NULL";

/// A reply that waits for a locked row when the signal comes.
pub async fn run(stage: &Stage, cast: &Cast) -> anyhow::Result<Vec<Promise>> {
    let sink = SmtpSink::start().await;
    let node = stage.node(&sink)?.start().await?;
    let seat = cast.customer()?.clone();
    let mut sql = stage.sql(Role::Platform).await?;
    let lock = sql.transaction().await?;
    lock.query_one(HOLD, &[&seat.ticket]).await?;
    let reply = Reply::new("drain");
    let (client, sent) = (seat.visitor.at(&node.base()), reply.clone());
    let answer = tokio::spawn(async move { writers::post(&client, &seat, &sent).await });
    let begin = Instant::now();
    while !lock.query_one(WAITS, &[]).await?.get::<_, bool>(0) {
        ensure!(
            begin.elapsed() < Duration::from_secs(10),
            "the reply never met the locked row"
        );
        sleep(Duration::from_millis(5)).await;
    }

    let begin = Instant::now();
    let end = tokio::spawn(node.terminate());
    sleep(Duration::from_millis(500)).await;
    lock.rollback().await?;
    let answer = timeout(Duration::from_secs(30), answer).await??;
    let status = timeout(Duration::from_mins(1), end).await???;
    let took = begin.elapsed();

    let like = format!("{}%", reply.marker);
    let count = "SELECT count(*) FROM tickets_messages WHERE body LIKE $1";
    let stored: i64 = sql.query_one(count, &[&like]).await?.get(0);
    let held: i64 = stage
        .sql(Role::Jobs)
        .await?
        .query_one(HELD, &[])
        .await?
        .get(0);
    let word = match &answer {
        Outcome::Acknowledged => "acknowledged".to_owned(),
        Outcome::Refused(answer) => answer.clone(),
        Outcome::Lost => "cut off".to_owned(),
    };
    let is_kept = matches!(answer, Outcome::Acknowledged)
        && stored == 1
        && held == 0
        && status.success()
        && took < Duration::from_secs(30);
    let detail = format!(
        "the reply in progress: {word}, there {stored} times; {held} jobs left held; ended with {status} after {} ms",
        took.as_millis()
    );
    let figures =
        json!({ "ended_ms": u64::try_from(took.as_millis())?, "stored": stored, "held": held });
    Ok(vec![Promise::new(
        "SIGTERM drains",
        is_kept,
        detail,
        figures,
    )])
}
