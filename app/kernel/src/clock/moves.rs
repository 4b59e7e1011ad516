//! The clock as the database has it: how far somebody in development moved it, for every node and for the queue.
//! In production nothing reads it.

use std::sync::Arc;

use chrono::Duration;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::audit::{self, Audit};
use crate::db::{Tx, sql};
use crate::error::{AppError, AppResult};
use crate::settings::notify_changed;

/// How far in all the program's time may be moved: what is stored must fit into PostgreSQL's and chrono's years.
const FARTHEST: Duration = Duration::days(366 * 50);

#[derive(diesel::QueryableByName)]
struct Ahead {
    #[diesel(sql_type = BigInt)]
    us: i64,
}

/// Takes over how far the clock is moved, as the database has it; production has its machine's time whatever it says.
pub async fn follow(app: &Arc<App>) -> AppResult<()> {
    if app.config.is_production() {
        return Ok(());
    }
    let public = app.without_request().public();
    let ahead = public.read(async |tx| {
        let ahead = sql("SELECT clock_ahead_us() AS us");
        Ok(ahead.get_result::<Ahead>(tx).await?.us)
    });
    app.clock.set_moved(ahead.await?);
    Ok(())
}

/// Moves the program's time by this much more, for all nodes, and what waits in the queue with it. Development only.
pub async fn advance(by: Duration, tx: &mut Tx) -> AppResult<()> {
    let too_far = || AppError::BadRequest("the clock moves 50 years at most".to_owned());
    // Twice as far leads from one end to the other; what is more would not fit into the sum below.
    let by = Some(by).filter(|by| by.abs() <= FARTHEST * 2);
    let by = by
        .and_then(|by| by.num_microseconds())
        .ok_or_else(too_far)?;
    let now = tx.now();
    // Added to the row, not to what this node knows of it: another node may have moved it meanwhile.
    let moved: Ahead = sql(
        "INSERT INTO clock_moves (ahead_us, moved_at) VALUES ($1, $2) ON CONFLICT (single) DO UPDATE \
         SET ahead_us = clock_moves.ahead_us + excluded.ahead_us, moved_at = excluded.moved_at RETURNING ahead_us AS us",
    )
    .bind::<BigInt, _>(by)
    .bind::<Timestamptz, _>(now)
    .get_result(tx)
    .await?;
    if Duration::microseconds(moved.us).abs() > FARTHEST {
        return Err(too_far());
    }
    sql("SELECT jobs.bring_forward($1)")
        .bind::<BigInt, _>(by)
        .execute(tx)
        .await?;
    notify_changed(tx).await?;
    let event = Audit::new("kernel.clock.move", "kernel.clock", Uuid::nil());
    audit::record(tx, event.after(json!({ "ahead_us": moved.us }))).await
}
