//! What a paid line gives: the next period of its service.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::Tx;
use kernel::error::AppResult;

use super::reconcile;
use super::service::{Subscription, Wanted};
use crate::changes;
use crate::ids::SubscriptionId;
use crate::invoices::Line;
use crate::schema::commerce_subscriptions;
use crate::usage;

/// Begins the periods that these lines have paid, and has the services brought to run. The first begins now; each further
/// one where the one before ended, however late it was paid. For services that are locked.
pub async fn begin_periods(lines: &[Line], tx: &mut Tx) -> AppResult<()> {
    let mut paid: Vec<(SubscriptionId, i32)> = lines
        .iter()
        .filter_map(|line| line.subscription_id.zip(line.period_no))
        .collect();
    paid.sort_unstable();
    paid.dedup();
    for (id, no) in paid {
        begin(id, no, tx).await?;
        reconcile::enqueue(id, tx).await?;
    }
    Ok(())
}

async fn begin(id: SubscriptionId, no: i32, tx: &mut Tx) -> AppResult<()> {
    use commerce_subscriptions as s;
    let service = Subscription::find(id, tx).await?;
    if service.period_no >= no {
        return Ok(());
    }
    // What it has used is to be paid too before it goes on.
    let wanted = if no > 1 && usage::owes(id, tx).await? {
        Wanted::Suspended
    } else {
        Wanted::Running
    };
    let began = service.began_at.unwrap_or_else(|| tx.now());
    let set = (
        s::wanted.eq(wanted),
        s::period_no.eq(no),
        s::began_at.eq(began),
        s::period_from.eq(service.period_to.unwrap_or(began)),
        s::period_to.eq(service.cycle.end(began, no.unsigned_abs())),
    );
    diesel::update(s::table.find(id))
        .set(set)
        .execute(tx)
        .await?;
    // Nobody has asked for a change of what has just been bought.
    if no == 1 {
        return Ok(());
    }
    changes::supersede(id, tx).await?;
    changes::begin_scheduled(id, tx).await
}
