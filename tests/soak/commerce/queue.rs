//! The queue of trade: jobs put in by hand, the program's time moved, and the end of everything that follows.
//! Here because a promise is looked at when nothing is left to do, and not before.

use std::time::Duration;

use anyhow::ensure;
use kernel::db::Role;
use kit::Running;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::stage::Stage;

/// Jobs of trade that are due or failed; the clock's own come each minute.
const OPEN: &str = "SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('commerce.reconcile_service', \
    'commerce.settle_payment', 'commerce.sweep_payments', 'commerce.issue_invoice', 'commerce.spread_invoice', \
    'commerce.mail_invoice', 'commerce.issue_credit_note', 'commerce.mail_credit', 'commerce.meter_hours', \
    'commerce.return_unprovided', 'commerce.pay_due', 'documents.finish', 'kernel.deliver_mail')";
const ENQUEUE: &str = "SELECT jobs.enqueue($1, $2::text::json, NULL, NULL, NULL, 0, 12)";

/// Puts a job in, so many times.
pub async fn enqueue(stage: &Stage, job: &str, fields: Value, times: usize) -> anyhow::Result<()> {
    let payload = json!({ "tenant": null, "user": null, "request": null, "job": fields });
    let (sql, payload) = (stage.sql(Role::Platform).await?, payload.to_string());
    for _ in 0..times {
        sql.execute(ENQUEUE, &[&job, &payload]).await?;
    }
    Ok(())
}

/// Waits until nothing of trade is left to be done; fails when for a minute nothing moves.
pub async fn until_done(stage: &Stage) -> anyhow::Result<()> {
    let sql = stage.sql(Role::Jobs).await?;
    let (mut least, mut moved) = (i64::MAX, Instant::now());
    loop {
        let open: i64 = sql.query_one(OPEN, &[]).await?.get(0);
        if open == 0 {
            return Ok(());
        }
        if open < least {
            (least, moved) = (open, Instant::now());
        }
        ensure!(
            moved.elapsed() < Duration::from_mins(1),
            "{open} jobs of trade do not move"
        );
        sleep(Duration::from_millis(50)).await;
    }
}

/// Lets time pass on all nodes, such as `PT1H`.
pub async fn pass(node: &Running, time: &str) -> anyhow::Result<()> {
    let url = format!("{}/dev/clock", node.base());
    let moved = reqwest::Client::builder().no_proxy().build()?.post(url);
    let answer = moved.json(&json!({ "advance": time })).send().await?;
    ensure!(
        answer.status() == 200,
        "/dev/clock answers {}",
        answer.status()
    );
    Ok(())
}
