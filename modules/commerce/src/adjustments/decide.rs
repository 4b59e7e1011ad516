//! Adjusting: at once below the limit, above it when a second person has agreed. Nobody adjusts the wallet of an account
//! that he belongs to.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::{TenantId, UserId};
use kernel::{live, pages, people};
use l10n::{Format, Money};
use ledger::{BookId, Entry, EntryId, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::adjustment::{Adjustment, SUBJECT, State, reference};
use super::paths;
use super::settings::ADJUST_ALONE;
use crate::accounts::{self, CURRENCY};
use crate::ids::AdjustmentId;
use crate::payouts::models::tell;
use crate::schema::commerce_adjustments;
use crate::{own_account, paths as own, reader, subscriptions, topics};

/// For so long sums of one person in one wallet are counted together.
const DAY: Duration = Duration::days(1);

/// Adjusts a wallet by `amount`, below zero to take; whether it was posted at once.
pub async fn adjust(
    holder: TenantId,
    amount: i64,
    reason: &str,
    tx: &mut Tx,
) -> AppResult<(AdjustmentId, State)> {
    let by = tx.who().person()?;
    if !people::is_tenant(holder, tx).await? {
        return Err(AppError::NotFound("commerce.adjustments.customer"));
    }
    own_account::refuse(holder, tx).await?;
    let id = AdjustmentId::fresh();
    let alone = is_within_limit(holder, by, amount, tx).await?;
    let (entry, state) = if alone {
        (Some(post(id, holder, amount, tx).await?), State::Posted)
    } else {
        (None, State::Asked)
    };
    let row = (
        commerce_adjustments::id.eq(id),
        commerce_adjustments::holder_id.eq(holder),
        commerce_adjustments::amount.eq(amount),
        commerce_adjustments::reason.eq(reason),
        commerce_adjustments::state.eq(state),
        commerce_adjustments::asked_at.eq(tx.now()),
        commerce_adjustments::asked_by.eq(by),
        commerce_adjustments::entry_id.eq(entry),
    );
    let insert = diesel::insert_into(commerce_adjustments::table).values(row);
    insert.execute(tx).await?;
    let action = if alone {
        "commerce.adjustment.post"
    } else {
        "commerce.adjustment.ask"
    };
    let event = Audit::new(action, SUBJECT, id.0).of_tenant(holder);
    let after = json!({ "amount": Money::new(amount, CURRENCY), "reason": reason });
    audit::record(tx, event.after(after)).await?;
    if !alone {
        let (bell, href) = ("commerce.adjustments.told.waits", paths::desk(id));
        let sum = Some(Money::new(amount, CURRENCY));
        tell::staff(Uuid::now_v7(), bell, sum, &href, tx).await?;
    }
    Ok((id, state))
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = BigInt)]
    sum: i64,
}

/// Whether one person may do it alone: this, with what the same person has adjusted in this wallet within a day.
async fn is_within_limit(
    holder: TenantId,
    by: UserId,
    amount: i64,
    tx: &mut Tx,
) -> AppResult<bool> {
    let limit = ADJUST_ALONE.of(tx.app())?.0;
    // One at a time for each wallet, or two at once would not see each other's sum.
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(format!("commerce.adjustments {holder}"))
        .execute(tx)
        .await?;
    let since = tx.now() - DAY;
    let before: Sum = sql(
        "SELECT coalesce(sum(abs(amount)), 0)::bigint AS sum FROM commerce_adjustments \
         WHERE holder_id = $1 AND asked_by = $2 AND state = 'posted' AND decided_at IS NULL AND asked_at > $3",
    )
    .bind::<SqlUuid, _>(holder.0)
    .bind::<SqlUuid, _>(by.0)
    .bind::<Timestamptz, _>(since)
    .get_result(tx)
    .await?;
    let all = before.sum.checked_add(amount.saturating_abs());
    Ok(all.is_some_and(|all| all <= limit))
}

/// `Dr given · Cr wallet`, or `Dr wallet · Cr taken`, and whoever waits for money is served.
async fn post(id: AdjustmentId, holder: TenantId, amount: i64, tx: &mut Tx) -> AppResult<EntryId> {
    let key = format!("adjustment:{id}");
    let draft = Entry::draft(BookId::PLATFORM, "commerce.entries.adjustment", key);
    let (wallet, sum) = (
        accounts::wallet(holder),
        Money::new(amount.saturating_abs(), CURRENCY),
    );
    let draft = if amount > 0 {
        draft.debit(&accounts::given(), sum).credit(&wallet, sum)
    } else {
        draft.debit(&wallet, sum).credit(&accounts::taken(), sum)
    };
    let entry = draft.about(reference(id)).balanced()?;
    let entry = match ledger::post(tx, &entry).await {
        Ok(posted) => posted.id(),
        Err(error) => {
            return Err(match error.refusal() {
                Some(Refusal::Short { .. }) => {
                    AppError::invalid("amount", "commerce.adjustments.problem.short")
                }
                _ => error.into(),
            });
        }
    };
    if amount > 0 {
        subscriptions::enqueue_due(holder, None, tx).await?;
    }
    live::announce(tx, &topics::money(holder)).await?;
    tell_customer(holder, amount, tx).await?;
    Ok(entry)
}

async fn tell_customer(holder: TenantId, amount: i64, tx: &mut Tx) -> AppResult<()> {
    let Some(reader) = reader::of(None, holder, tx).await? else {
        return Ok(());
    };
    let bell = if amount > 0 {
        "commerce.adjustments.told.given"
    } else {
        "commerce.adjustments.told.taken"
    };
    let sum = Money::new(amount.saturating_abs(), CURRENCY);
    let sum = Format::for_locale(reader.locale).money(sum);
    pages::notify(tx, reader.user, bell, &[("amount", &sum)], own::WALLET).await
}

/// One that waits.
async fn waiting(id: AdjustmentId, tx: &mut Tx) -> AppResult<(Adjustment, UserId)> {
    let found = Adjustment::locked(id, tx).await?;
    if found.state != State::Asked {
        return Err(AppError::Conflict("commerce.adjustments.problem.decided"));
    }
    Ok((found, tx.who().person()?))
}

/// One that waits for the reader, who did not ask for it.
async fn waiting_for_reader(id: AdjustmentId, tx: &mut Tx) -> AppResult<(Adjustment, UserId)> {
    let (found, by) = waiting(id, tx).await?;
    if found.asked_by == Some(by) {
        return Err(AppError::Conflict("commerce.adjustments.problem.second"));
    }
    own_account::refuse(found.holder_id, tx).await?;
    Ok((found, by))
}

/// A second person agrees: it is posted.
pub async fn confirm(id: AdjustmentId, tx: &mut Tx) -> AppResult<()> {
    let (found, by) = waiting_for_reader(id, tx).await?;
    let entry = match post(id, found.holder_id, found.amount, tx).await {
        // There is no field to show it at.
        Err(AppError::Invalid(_)) => {
            return Err(AppError::Conflict("commerce.adjustments.problem.short"));
        }
        other => other?,
    };
    let set = (
        commerce_adjustments::state.eq(State::Posted),
        commerce_adjustments::entry_id.eq(entry),
        commerce_adjustments::decided_at.eq(tx.now()),
        commerce_adjustments::decided_by.eq(by),
    );
    let row = commerce_adjustments::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.adjustment.confirm", SUBJECT, id.0).of_tenant(found.holder_id);
    audit::record(tx, event.after(json!({ "amount": found.money() }))).await
}

/// A second person does not agree; whoever asked is told why.
pub async fn refuse(id: AdjustmentId, answer: &str, tx: &mut Tx) -> AppResult<()> {
    let (found, by) = waiting_for_reader(id, tx).await?;
    let set = (
        commerce_adjustments::state.eq(State::Refused),
        commerce_adjustments::answer.eq(answer),
        commerce_adjustments::decided_at.eq(tx.now()),
        commerce_adjustments::decided_by.eq(by),
    );
    let row = commerce_adjustments::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.adjustment.refuse", SUBJECT, id.0).of_tenant(found.holder_id);
    audit::record(tx, event.after(json!({ "answer": answer }))).await?;
    let Some(asked_by) = found.asked_by else {
        return Ok(());
    };
    let (bell, href) = ("commerce.adjustments.told.refused", paths::desk(id));
    pages::notify(tx, asked_by, bell, &[], &href).await
}

/// Whoever asked takes it back.
pub async fn withdraw(id: AdjustmentId, tx: &mut Tx) -> AppResult<()> {
    let (found, by) = waiting(id, tx).await?;
    if found.asked_by != Some(by) {
        return Err(AppError::Conflict("commerce.adjustments.problem.not_yours"));
    }
    let set = (
        commerce_adjustments::state.eq(State::Withdrawn),
        commerce_adjustments::decided_at.eq(tx.now()),
        commerce_adjustments::decided_by.eq(by),
    );
    let row = commerce_adjustments::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.adjustment.withdraw", SUBJECT, id.0);
    audit::record(tx, event.of_tenant(found.holder_id)).await
}
