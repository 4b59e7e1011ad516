//! What was paid and did not come in time: ended and given back in one transaction, so that nobody has both or neither. Each
//! service in one of its own; running it again does what is left.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::AppResult;
use l10n::Locale;

use super::credit::{Cause, HowMuch, NewCredit, credit};
use super::line::Line;
use super::settings::PROVIDE_HOURS;
use crate::ids::{InvoiceId, SubscriptionId};
use crate::invoices::InvoiceState;
use crate::reader;
use crate::schema::{commerce_invoice_lines, commerce_invoices, commerce_subscriptions};
use crate::subscriptions::ending::{self, Told};
use crate::subscriptions::{self, BY_PEOPLE, Subscription, Wanted};

/// Services of one run.
const BATCH: i64 = 200;

/// Gives back what is late now. What goes wrong with one is told in the log and tried again by the next run.
pub async fn all(db: &PlatformDb) -> AppResult<()> {
    for id in db.read(async |tx| late(tx).await).await? {
        if let Err(error) = db.write(async |tx| give_back(id, tx).await).await {
            tracing::error!(service = %id, %error, "a service that did not come could not be given back");
        }
    }
    Ok(())
}

async fn late(tx: &mut ReadTx) -> AppResult<Vec<SubscriptionId>> {
    use commerce_subscriptions as s;
    let before = tx.now() - TimeDelta::hours(PROVIDE_HOURS.get(tx).await?);
    let rows = s::table
        .filter(s::wanted.eq_any([Wanted::Running, Wanted::Suspended]))
        .filter(s::thing_id.is_null())
        // People take their time; the staff's list says what waits for them.
        .filter(s::kind.ne(BY_PEOPLE))
        .filter(s::began_at.le(before))
        .order(s::began_at)
        .limit(BATCH)
        .select(s::id);
    Ok(rows.load(tx).await?)
}

async fn give_back(id: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    let waited = matches!(service.wanted, Wanted::Running | Wanted::Suspended);
    if !waited || service.thing_id.is_some() {
        return Ok(());
    }
    let paid = paid_for(id, tx).await?;
    subscriptions::give_up(&service, tx).await?;
    let reader = reader::of(service.bought_by, service.tenant_id, tx).await?;
    let locale = reader.map_or_else(Locale::default, |reader| reader.locale);
    let texts = tx.app().registry.texts();
    let reason = texts.t(locale, "commerce.credits.did_not_come");
    let mut is_told = false;
    for (invoice, n) in paid {
        let lines = Line::of(invoice, tx).await?;
        if !lines.iter().any(|line| line.n == n && line.left() > 0) {
            continue;
        }
        let new = NewCredit {
            invoice,
            n,
            how_much: HowMuch::Rest,
            cause: Cause::Unprovided,
            reason: &reason,
        };
        credit(&new, tx).await?;
        is_told = true;
    }
    if is_told {
        return Ok(());
    }
    // Nothing was paid for it yet: it would have been taken by the hour.
    ending::tell(id, Told::Ended, tx).await
}

/// What was paid for a service, in the order in which invoices are locked.
async fn paid_for(id: SubscriptionId, tx: &mut ReadTx) -> QueryResult<Vec<(InvoiceId, i16)>> {
    use commerce_invoice_lines as l;
    l::table
        .inner_join(commerce_invoices::table)
        .filter(l::subscription_id.eq(id))
        .filter(commerce_invoices::state.eq(InvoiceState::Paid))
        .order((l::invoice_id, l::n))
        .select((l::invoice_id, l::n))
        .load(tx)
        .await
}
