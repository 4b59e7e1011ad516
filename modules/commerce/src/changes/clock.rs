//! What the clock does to changes: what was left for a period that runs now is made so, what nobody paid in time is void,
//! and what was only looked at is forgotten. Each in a transaction of its own.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, Tx};
use kernel::error::AppResult;

use super::apply::{begin_scheduled, give_up, holds};
use super::change::ChangeState;
use crate::ids::{ChangeId, SubscriptionId};
use crate::schema::{commerce_changes, commerce_subscriptions};
use crate::subscriptions::{BATCH, Subscription};

/// How long a quote that nobody confirmed is kept.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Does what is due.
pub async fn by_the_clock(db: &PlatformDb) -> AppResult<()> {
    use {commerce_changes as c, commerce_subscriptions as s};
    let (begun, lapsed) = db
        .read(async |tx| {
            let now = tx.now();
            let begun = c::table
                .inner_join(s::table)
                .filter(c::state.eq(ChangeState::Scheduled))
                .filter(c::from_period.le(s::period_no.nullable()))
                .filter(s::period_from.le(now))
                .limit(BATCH)
                .select(s::id);
            let begun = begun.load::<SubscriptionId>(tx).await?;
            let lapsed = c::table
                .filter(c::state.eq(ChangeState::Invoiced))
                .filter(c::valid_until.le(now))
                .order(c::valid_until)
                .limit(BATCH)
                .select((c::subscription_id, c::id));
            Ok((begun, lapsed.load::<(SubscriptionId, ChangeId)>(tx).await?))
        })
        .await?;
    for of in begun {
        told(of, db.write(async |tx| begin(of, tx).await).await);
    }
    for (of, id) in lapsed {
        told(of, db.write(async |tx| lapse(of, id, tx).await).await);
    }
    db.write(async |tx| forget(tx).await).await
}

/// What goes wrong with one is tried again by the next run.
fn told(service: SubscriptionId, came: AppResult<()>) {
    if let Err(error) = came {
        tracing::error!(%service, %error, "a change of a service could not go on");
    }
}

async fn begin(of: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    Subscription::find_for_update(of, tx).await?;
    begin_scheduled(of, tx).await
}

async fn lapse(of: SubscriptionId, id: ChangeId, tx: &mut Tx) -> AppResult<()> {
    Subscription::find_for_update(of, tx).await?;
    if holds(id, tx).await? {
        return Ok(());
    }
    give_up_open(id, tx).await
}

/// Paid or given up meanwhile: there is nothing to do.
async fn give_up_open(id: ChangeId, tx: &mut Tx) -> AppResult<()> {
    let change = super::Change::find_for_update(id, tx).await?;
    if change.state == ChangeState::Invoiced {
        give_up(id, tx).await?;
    }
    Ok(())
}

async fn forget(tx: &mut Tx) -> AppResult<()> {
    use commerce_changes as c;
    let before = tx.now() - KEPT;
    let old = c::table
        .filter(c::state.eq(ChangeState::Quoted))
        .filter(c::valid_until.lt(before));
    diesel::delete(old).execute(tx).await?;
    Ok(())
}
