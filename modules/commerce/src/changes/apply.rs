//! What a change does, and what undoes it. All of this is for whoever holds the service.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::live;
use serde_json::json;

use super::change::{Change, ChangeState};
use super::targets;
use crate::catalogue::Price;
use crate::ids::{ChangeId, SubscriptionId};
use crate::invoices::{Invoice, InvoiceState};
use crate::schema::{commerce_changes, commerce_subscriptions};
use crate::subscriptions::{self, SUBJECT, Subscription, void_next};
use crate::topics;

/// Whether a change that waits for its money still holds.
pub async fn holds(id: ChangeId, tx: &mut Tx) -> AppResult<bool> {
    let change = Change::find_for_update(id, tx).await?;
    let service = Subscription::find(change.subscription_id, tx).await?;
    let in_time = change.valid_until > tx.now();
    Ok(change.state == ChangeState::Invoiced && in_time && change.version == service.version)
}

/// Makes it so: the service has this product at this price from now on, what is open of its next period is void, and its
/// kind is told.
pub async fn apply(id: ChangeId, tx: &mut Tx) -> AppResult<()> {
    use commerce_subscriptions as s;
    let change = Change::find_for_update(id, tx).await?;
    let service = Subscription::find(change.subscription_id, tx).await?;
    let price = Price::find(change.price_id, tx).await?;
    let product = targets::product(price.product_id, tx).await?;
    finish(id, ChangeState::Done, tx).await?;
    if change.from_period.is_none() {
        give_up_scheduled(service.id, tx).await?;
        void_next(&service, tx).await?;
    }
    supersede(service.id, tx).await?;
    let set = (
        s::product_id.eq(product.id),
        s::price_id.eq(price.id),
        s::name_fa.eq(&product.name_fa),
        s::name_en.eq(&product.name_en),
        s::wanted_options.eq(&change.options),
    );
    let row = s::table.find(service.id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.change.apply", SUBJECT, service.id.0)
        .of_tenant(service.tenant_id)
        .before(json!({ "product": service.product_id, "price": service.price_id }))
        .after(json!({ "product": product.id, "price": price.id, "net": change.net }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(service.tenant_id)).await?;
    subscriptions::reconcile(service.id, tx).await
}

/// Makes so what was left for the period that runs now; nothing when it is still to begin.
pub async fn begin_scheduled(of: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find(of, tx).await?;
    let now = tx.now();
    let Some(change) = Change::waiting(of, ChangeState::Scheduled, tx).await? else {
        return Ok(());
    };
    let has_begun = service.period_from.is_some_and(|from| from <= now);
    if has_begun && change.from_period.is_some_and(|no| no <= service.period_no) {
        return apply(change.id, tx).await;
    }
    Ok(())
}

/// Raises the version of a service: quotes that were made before do not hold, and what waits for its money is void.
pub async fn supersede(of: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    use commerce_subscriptions as s;
    let row = diesel::update(s::table.find(of));
    row.set(s::version.eq(s::version + 1)).execute(tx).await?;
    match Change::waiting(of, ChangeState::Invoiced, tx).await? {
        Some(change) => give_up(change.id, tx).await,
        None => Ok(()),
    }
}

/// Gives up what was left for the next period, where something was.
pub async fn give_up_scheduled(of: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    match Change::waiting(of, ChangeState::Scheduled, tx).await? {
        Some(change) => give_up(change.id, tx).await,
        None => Ok(()),
    }
}

/// Gives up a change, with its invoice where one waits.
pub async fn give_up(id: ChangeId, tx: &mut Tx) -> AppResult<()> {
    let change = Change::find_for_update(id, tx).await?;
    if let Some(invoice) = change.invoice_id {
        let invoice = Invoice::find_for_update(invoice, tx).await?;
        if invoice.state == InvoiceState::Open {
            Invoice::void_one(invoice.id, tx).await?;
        }
    }
    finish(id, ChangeState::Void, tx).await?;
    let event = Audit::new("commerce.change.void", SUBJECT, change.subscription_id.0)
        .of_tenant(change.tenant_id)
        .after(json!({ "price": change.price_id, "state": change.state }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(change.tenant_id)).await
}

async fn finish(id: ChangeId, state: ChangeState, tx: &mut Tx) -> AppResult<()> {
    use commerce_changes as c;
    let set = (c::state.eq(state), c::ended_at.eq(tx.now()));
    let row = c::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    Ok(())
}

/// Takes back what was left for the next period, while that is not paid.
pub async fn take_back(of: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(of, tx).await?;
    let Some(change) = Change::waiting(of, ChangeState::Scheduled, tx).await? else {
        return Ok(());
    };
    if change.from_period.is_some_and(|no| no <= service.period_no) {
        return Err(kernel::error::AppError::Conflict(
            "commerce.change.refused.begun",
        ));
    }
    give_up(change.id, tx).await?;
    void_next(&service, tx).await?;
    supersede(of, tx).await
}
