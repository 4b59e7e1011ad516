//! A quote, frozen: what a change costs at this second, and what it was counted from.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;

use super::change::ChangeState;
use super::law::Terms;
use super::targets::{Target, obstacle};
use crate::catalogue::{Tax, kind};
use crate::credits;
use crate::ids::ChangeId;
use crate::invoices::InvoiceState;
use crate::schema::{commerce_changes, commerce_invoice_lines, commerce_invoices};
use crate::subscriptions::Subscription;

/// How long a quote holds.
pub const HOLDS: TimeDelta = TimeDelta::minutes(15);

fn too_dear() -> AppError {
    AppError::invalid("", "commerce.cart.too_dear")
}

/// Refuses what cannot be changed now.
pub fn check(service: &Subscription, tx: &ReadTx) -> AppResult<()> {
    let app = std::sync::Arc::clone(tx.app());
    let kind = kind(&app, &service.kind)?;
    match obstacle(service, kind.as_ref(), tx.now()) {
        Some(why) => Err(AppError::Conflict(why)),
        None => Ok(()),
    }
}

/// Quotes a change and keeps the quote.
pub async fn quote(
    service: &Subscription,
    target: &Target,
    by: UserId,
    tx: &mut Tx,
) -> AppResult<ChangeId> {
    use commerce_changes as c;
    check(service, tx)?;
    let now = tx.now();
    let (Some(from), Some(to)) = (service.period_from, service.period_to) else {
        return Err(AppError::Conflict("commerce.change.refused.cycle"));
    };
    let terms = Terms {
        price: target.price.amount,
        paid: paid(service, tx).await?,
        left: (to - now).num_seconds(),
        period: (to - from).num_seconds(),
    };
    let tax = Tax::at(now, tx).await?;
    let net = terms.charge().ok_or_else(too_dear)?;
    let from_period = (!terms.is_now()).then(|| service.period_no.saturating_add(1));
    let id = ChangeId::fresh();
    let row = (
        c::id.eq(id),
        c::tenant_id.eq(service.tenant_id),
        c::subscription_id.eq(service.id),
        c::version.eq(service.version),
        c::state.eq(ChangeState::Quoted),
        c::price_id.eq(target.price.id),
        c::options.eq(&target.options),
        c::period_no.eq(service.period_no),
        c::price_net.eq(terms.price),
        c::paid_net.eq(terms.paid),
        c::seconds_left.eq(terms.left),
        c::period_seconds.eq(terms.period),
        c::net.eq(net),
        c::vat_rate.eq(tax.rate),
        c::vat.eq(tax.on(net).ok_or_else(too_dear)?),
        c::quoted_at.eq(now),
        c::quoted_by.eq(by),
        c::valid_until.eq(now + HOLDS),
        c::from_period.eq(from_period),
    );
    diesel::insert_into(c::table)
        .values(row)
        .execute(tx)
        .await?;
    Ok(id)
}

/// What was paid for the current period, counted for the whole of it: the lines that paid the period, and of each change
/// the difference that it paid for the rest; less what was given back of them. A change in the middle paid half of its difference for half of the period.
async fn paid(service: &Subscription, tx: &mut ReadTx) -> AppResult<i64> {
    use {commerce_changes as c, commerce_invoice_lines as l};
    let lines: Vec<i64> = l::table
        .inner_join(commerce_invoices::table)
        .filter(l::subscription_id.eq(service.id))
        .filter(l::period_no.eq(service.period_no))
        .filter(l::deferred.eq(true))
        .filter(l::change_id.is_null())
        .filter(commerce_invoices::state.eq(InvoiceState::Paid))
        .select(l::net)
        .load(tx)
        .await?;
    let changes: Vec<(i64, i64)> = c::table
        .filter(c::subscription_id.eq(service.id))
        .filter(c::period_no.eq(service.period_no))
        .filter(c::state.eq(ChangeState::Done))
        .filter(c::from_period.is_null())
        .select((c::price_net, c::paid_net))
        .load(tx)
        .await?;
    let differences = changes
        .into_iter()
        .map(|(price, paid)| price.checked_sub(paid));
    let mut all = lines.into_iter().map(Some).chain(differences);
    let all = all.try_fold(0_i64, |sum, one| sum.checked_add(one?));
    let credited = credits::of_period(service.id, service.period_no, tx).await?;
    Ok(all.ok_or_else(too_dear)?.saturating_sub(credited).max(0))
}
