//! A wallet that cannot pay an hour for all its services: they pay in their order, what is left without rests until there is
//! money, and ends when it has waited too long.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use ledger::{Period, Refusal};
use uuid::Uuid;

use super::hours;
use super::meter::Meter;
use super::missed::Tally;
use super::take::{self, Bill, Owed};
use super::{foresight, notices};
use crate::accounts;
use crate::catalogue::Tax;
use crate::ids::SubscriptionId;
use crate::schema::{commerce_metered_wallets, commerce_meters, commerce_subscriptions};
use crate::settings::KEEP_DAYS;
use crate::subscriptions::{Subscription, Wanted, end, want};
use crate::usage;

/// How often it is tried again when money is spent beside it.
const TRIES: usize = 5;

/// Takes one hour of a wallet that began until then, as far as its money goes.
pub async fn settle(tenant: TenantId, until: DateTime<Utc>, db: &PlatformDb) -> AppResult<Tally> {
    for _ in 0..TRIES {
        match db
            .write(async |tx| take_hour(tenant, until, tx).await)
            .await
        {
            Err(AppError::Conflict(SPENT_BESIDE)) => {}
            other => return other,
        }
    }
    Err(AppError::Conflict(SPENT_BESIDE))
}

const SPENT_BESIDE: &str = "commerce.checkout.short";

async fn take_hour(tenant: TenantId, until: DateTime<Utc>, tx: &mut Tx) -> AppResult<Tally> {
    let services = lock(tenant, tx).await?;
    let Some(hour) = next_hour(tenant, until, tx).await? else {
        return Ok(Tally::default());
    };
    let running = Meter::running_of(&[tenant], tx).await?;
    let (tax, month) = (Tax::at(hour, tx).await?, Period::at(hour));
    let mut left = ledger::available(accounts::wallet(tenant).id(), tx).await?;
    let mut bill = Bill {
        tenant,
        hour,
        tax,
        owed: Vec::new(),
    };
    let (mut goes_on, mut without) = (Vec::new(), Vec::new());
    for meter in running {
        // One that began since the services were locked has its turn at the next look.
        let known = services.iter().find(|one| one.id == meter.subscription_id);
        if meter.next_hour > hour {
            goes_on.push(meter.next_hour);
            continue;
        }
        let owed = Owed::of(meter, month, tax);
        match (owed.charge.total() <= left, known) {
            (true, _) => {
                left -= owed.charge.total();
                goes_on.push(hours::after(hour));
                bill.owed.push(owed);
            }
            (false, Some(service)) => without.push(service),
            (false, None) => return Err(AppError::Conflict(SPENT_BESIDE)),
        }
    }
    let mut taken = Tally::of(&bill);
    taken.rest = without.len();
    let entry = post(&bill, tx).await?;
    take::write(&[(bill, entry)], tx).await?;
    set_next_hour(tenant, goes_on.into_iter().min(), tx).await?;
    for service in without {
        want(service, Wanted::Suspended, tx).await?;
        notices::out_of_money(service, tx).await?;
    }
    Ok(taken)
}

/// The entry of an hour; in a month that is closed, of now.
async fn post(bill: &Bill, tx: &mut Tx) -> AppResult<Option<Uuid>> {
    for at in [bill.hour, tx.now()] {
        let Some(entry) = bill.entry(at)? else {
            return Ok(None);
        };
        match ledger::post(tx, &entry).await {
            Ok(posted) => return Ok(Some(posted.id().0)),
            Err(error) => match error.refusal() {
                Some(Refusal::Closed { .. }) => {}
                Some(Refusal::Short { .. }) => return Err(AppError::Conflict(SPENT_BESIDE)),
                _ => return Err(error.into()),
            },
        }
    }
    Err(AppError::Conflict("ledger.refused.closed"))
}

/// The services of an account that run by the hour, kept from others; then its wallet's row.
async fn lock(tenant: TenantId, tx: &mut Tx) -> QueryResult<Vec<Subscription>> {
    use {commerce_meters as m, commerce_subscriptions as s};
    let metered = m::table
        .filter(m::tenant_id.eq(tenant))
        .filter(m::runs)
        .select(m::subscription_id);
    let ids: Vec<SubscriptionId> = metered.load(tx).await?;
    s::table
        .filter(s::id.eq_any(ids))
        .order(s::id)
        .select(Subscription::as_select())
        .for_update()
        .load(tx)
        .await
}

async fn next_hour(
    tenant: TenantId,
    until: DateTime<Utc>,
    tx: &mut Tx,
) -> QueryResult<Option<DateTime<Utc>>> {
    use commerce_metered_wallets as w;
    let wallet = w::table.find(tenant).select(w::next_hour).for_update();
    let hour: Option<DateTime<Utc>> = wallet.get_result(tx).await?;
    Ok(hour.filter(|hour| *hour <= until))
}

async fn set_next_hour(
    tenant: TenantId,
    hour: Option<DateTime<Utc>>,
    tx: &mut Tx,
) -> QueryResult<usize> {
    use commerce_metered_wallets as w;
    let wallet = diesel::update(w::table.find(tenant));
    wallet.set(w::next_hour.eq(hour)).execute(tx).await
}

/// Lets what rests for money go on, in its order, as far as the money pays an hour of each; and says anew when it ends.
pub async fn resume(tenant: TenantId, tx: &mut Tx) -> AppResult<()> {
    let waiting = Meter::waiting_of(tenant, tx).await?;
    let tax = Tax::at(tx.now(), tx).await?;
    let mut left = ledger::available(accounts::wallet(tenant).id(), tx).await?;
    for meter in waiting {
        let hour = foresight::with_tax(meter.monthly, tax);
        if hour > left {
            continue;
        }
        left -= hour;
        let service = Subscription::find_for_update(meter.subscription_id, tx).await?;
        if service.wanted == Wanted::Suspended && !usage::owes(service.id, tx).await? {
            want(&service, Wanted::Running, tx).await?;
        }
    }
    foresight::forget_warning(tenant, tx).await
}

/// Ends services that have waited for money as long as they are kept.
pub async fn end_what_waited_too_long(db: &PlatformDb) -> AppResult<()> {
    let over = db.read(async |tx| over(tx).await).await?;
    for id in over {
        let ended = db.write(async |tx| {
            let service = Subscription::find_for_update(id, tx).await?;
            match service.wanted {
                Wanted::Suspended => end(&service, tx).await,
                _ => Ok(()),
            }
        });
        if let Err(error) = ended.await {
            tracing::error!(service = %id, %error, "a service that was not paid could not be ended");
        }
    }
    Ok(())
}

async fn over(tx: &mut ReadTx) -> AppResult<Vec<SubscriptionId>> {
    let kept = TimeDelta::days(KEEP_DAYS.get(tx).await?);
    let since = tx.now() - kept;
    let rows = commerce_meters::table
        .filter(commerce_meters::waits_since.le(since))
        .order(commerce_meters::waits_since)
        .limit(500)
        .select(commerce_meters::subscription_id);
    Ok(rows.load(tx).await?)
}
