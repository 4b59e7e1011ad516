//! The program's books against what the outside saw: replies, mails, jobs, audit.
//! Here with statements of its own: the chain is computed by PostgreSQL's SHA-256, not by the code that wrote it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use anyhow::{Context, ensure};
use kernel::db::Role;
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::ledger::Ledger;
use crate::report::Promise;
use crate::stage::Stage;

const REPLIES: &str = "SELECT split_part(body, ' ', 1), count(*) FROM tickets_messages \
    WHERE body LIKE 'soak-%' AND kind IN ('customer', 'agent') GROUP BY 1";
const UNSENT: &str =
    "SELECT count(*) FROM mail_deliveries WHERE state <> 'sent' AND mail LIKE 'tickets.%'";
/// Tries used up, or held by a worker that is gone.
const LEFT: &str = "SELECT count(*), count(*) FILTER (WHERE attempts >= max_attempts), \
    count(*) FILTER (WHERE locked_at IS NOT NULL) FROM graphile_worker.jobs \
    WHERE attempts >= max_attempts OR locked_at IS NOT NULL \
       OR task_identifier IN ('tickets.notify_of_message', 'kernel.deliver_mail')";
/// Nobody was told of these: their job ended without its work, or vanished.
const UNTOLD: &str = "SELECT count(*) FROM tickets_messages m WHERE m.body LIKE 'soak-%' \
    AND NOT EXISTS (SELECT FROM mail_deliveries d WHERE d.variables->>'body' = m.body)";
const AUDITED: &str = "SELECT split_part(m.body, ' ', 1), count(a.id) FROM tickets_messages m \
    LEFT JOIN audit_events a ON a.action = 'tickets.message.create' AND a.after->>'message' = m.id::text \
    WHERE m.body LIKE 'soak-%' GROUP BY m.id, m.body";
const CHAIN: &str = "SELECT count(seq), count(*) FILTER (WHERE seq IS NULL), \
    count(*) FILTER (WHERE seq IS NOT NULL AND (seq <> place OR hash IS DISTINCT FROM \
      sha256(coalesce(previous, decode(repeat('00', 32), 'hex')) || convert_to(canonical, 'UTF8')))) \
    FROM (SELECT seq, hash, audit_canonical(e) AS canonical, row_number() OVER (ORDER BY seq) AS place, \
                 lag(hash) OVER (ORDER BY seq) AS previous FROM audit_events e) chained";
const FALSIFY: &str = "UPDATE audit_events SET hash = sha256('another event') \
    WHERE seq = (SELECT (max(seq) + 1) / 2 FROM audit_events)";

/// Every acknowledged reply once, every other at most once; its mail at least once under one Message-ID.
pub async fn compare(
    stage: &Stage,
    ledger: &Ledger,
    rounds: &[usize],
) -> anyhow::Result<Vec<Promise>> {
    let rows = stage.sql(Role::Platform).await?.query(REPLIES, &[]).await?;
    let stored: HashMap<String, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let promised = ledger.acknowledged.len();
    let lost = ledger
        .acknowledged
        .keys()
        .filter(|marker| !stored.contains_key(*marker))
        .count();
    let twice = stored.values().filter(|count| **count > 1).count();
    let unknown = |marker: &&String| {
        !ledger.acknowledged.contains_key(*marker) && !ledger.open.contains(*marker)
    };
    let unknown = stored.keys().filter(unknown).count();
    let open_stored = ledger
        .open
        .iter()
        .filter(|marker| stored.contains_key(*marker))
        .count();
    let refused = ledger.refused.len();
    let mut detail = format!(
        "{promised} acknowledged: {lost} lost, {twice} twice; {} sent again after a crash; of {} never answered {open_stored} are there; {refused} refused",
        ledger.sent_again,
        ledger.open.len()
    );
    if let Some(first) = ledger.refused.first() {
        detail = format!("{detail}, such as {first}");
    }
    let figures = json!({
        "acknowledged": promised, "lost": lost, "twice": twice, "unknown": unknown, "sent_again": ledger.sent_again,
        "unanswered": ledger.open.len(), "unanswered_stored": open_stored, "refused": refused,
    });
    let is_kept = promised > 0 && lost + twice + unknown + refused == 0;
    let replies = Promise::new("every acknowledged reply once", is_kept, detail, figures);
    Ok(vec![
        load(rounds),
        replies,
        mails(stage, ledger, &stored).await?,
    ])
}

fn load(rounds: &[usize]) -> Promise {
    let mut sorted = rounds.to_vec();
    sorted.sort_unstable();
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    let (least, most) = (
        sorted.first().copied().unwrap_or_default(),
        sorted.last().copied().unwrap_or_default(),
    );
    let detail = format!(
        "median {median} a round (≥ 50), least {least}, most {most}, {} rounds",
        rounds.len()
    );
    let figures = json!({ "median": median, "least": least, "most": most, "rounds": rounds });
    Promise::new(
        "acknowledged writes per round",
        median >= 50,
        detail,
        figures,
    )
}

async fn mails(
    stage: &Stage,
    ledger: &Ledger,
    stored: &HashMap<String, i64>,
) -> anyhow::Result<Promise> {
    let has_mail = |(marker, reader): &(&String, &String)| {
        ledger
            .mails
            .contains_key(&((*marker).clone(), (*reader).clone()))
    };
    let missing = ledger
        .acknowledged
        .iter()
        .filter(|pair| !has_mail(pair))
        .count();
    // A reply whose answer got lost has readers all the same.
    let told: HashSet<&String> = ledger.mails.keys().map(|(marker, _)| marker).collect();
    let silent = stored
        .keys()
        .filter(|marker| ledger.open.contains(*marker) && !told.contains(marker))
        .count();
    let missing = missing + silent;
    let many_ids = ledger
        .mails
        .values()
        .filter(|copies| copies.ids.len() != 1)
        .count();
    let again = ledger
        .mails
        .values()
        .filter(|copies| copies.count > 1)
        .count();
    let stray = ledger
        .mails
        .keys()
        .filter(|(marker, _)| !stored.contains_key(marker))
        .count();
    let unsent: i64 = stage
        .sql(Role::Platform)
        .await?
        .query_one(UNSENT, &[])
        .await?
        .get(0);
    let detail = format!(
        "{} mails: {missing} replies without, {many_ids} with several Message-IDs, {stray} about nothing stored, {unsent} not sent; {again} went out again after a crash",
        ledger.mail_count
    );
    let figures = json!({
        "mails": ledger.mail_count, "missing": missing, "several_ids": many_ids, "stray": stray,
        "unsent": unsent, "repeated": again,
    });
    let is_kept = ledger.mail_count > 0 && missing + many_ids + stray == 0 && unsent == 0;
    Ok(Promise::new(
        "its mail, one Message-ID",
        is_kept,
        detail,
        figures,
    ))
}

/// No job is lost or stuck.
pub async fn queue(stage: &Stage, drained: anyhow::Result<()>) -> anyhow::Result<Promise> {
    let row = stage.sql(Role::Jobs).await?.query_one(LEFT, &[]).await?;
    let (left, stuck, held): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
    let untold = stage
        .sql(Role::Platform)
        .await?
        .query_one(UNTOLD, &[])
        .await?;
    let untold: i64 = untold.get(0);
    let trouble = drained
        .err()
        .map_or_else(String::new, |error| format!("; {error:#}"));
    let detail = format!(
        "{left} left, {stuck} stuck, {held} held by nobody, {untold} without their effect{trouble}"
    );
    let figures = json!({ "left": left, "stuck": stuck, "held": held, "without_effect": untold });
    let is_kept = left + untold == 0 && trouble.is_empty();
    Ok(Promise::new("no job is lost", is_kept, detail, figures))
}

/// Waits until the sealer has chained what committed.
pub async fn until_sealed(stage: &Stage) -> anyhow::Result<()> {
    let sql = stage.sql(Role::Platform).await?;
    let end = Instant::now() + Duration::from_mins(1);
    let open = "SELECT EXISTS (SELECT FROM audit_events WHERE seq IS NULL)";
    while sql.query_one(open, &[]).await?.get(0) {
        ensure!(Instant::now() < end, "events stay outside the chain");
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// One event a reply, the chain whole; and a falsified event would show.
pub async fn audit(
    stage: &Stage,
    ledger: &Ledger,
    sealed: anyhow::Result<()>,
) -> anyhow::Result<Promise> {
    let mut sql = stage.sql(Role::Platform).await?;
    let rows = sql.query(AUDITED, &[]).await?;
    let audited: HashMap<String, i64> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let without = |marker: &&String| audited.get(*marker) != Some(&1);
    let wrong = ledger.acknowledged.keys().filter(without).count();
    let uneven = audited.values().filter(|count| **count != 1).count();
    let chain = sql.query_one(CHAIN, &[]).await.context("the chain")?;
    let (links, unsealed, broken): (i64, i64, i64) = (chain.get(0), chain.get(1), chain.get(2));
    let transaction = sql.transaction().await?;
    transaction.execute(FALSIFY, &[]).await?;
    let seen: i64 = transaction.query_one(CHAIN, &[]).await?.get(2);
    transaction.rollback().await?;
    let trouble = sealed
        .err()
        .map_or_else(String::new, |error| format!("; {error:#}"));
    let detail = format!(
        "{links} links, {broken} broken, {unsealed} outside; {wrong} of {} replies without their one event; a falsified event breaks {seen}{trouble}",
        ledger.acknowledged.len()
    );
    let figures = json!({ "links": links, "broken": broken, "unsealed": unsealed, "replies_wrong": wrong, "falsified_breaks": seen });
    let is_kept = links > 0 && broken + unsealed == 0 && wrong + uneven == 0 && seen > 0;
    Ok(Promise::new(
        "the audit chain verifies",
        is_kept && trouble.is_empty(),
        detail,
        figures,
    ))
}
