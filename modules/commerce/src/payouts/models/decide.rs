//! Staff decide: one approves, above a limit a second one, or somebody refuses and the money is free again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::live;
use serde_json::json;
use uuid::Uuid;

use super::tell::{self, Told};
use super::withdrawal::{SUBJECT, State, Withdrawal, topic};
use crate::ids::WithdrawalId;
use crate::payouts::paths;
use crate::payouts::settings::WITHDRAW_SECOND;
use crate::schema::commerce_withdrawals;
use crate::{own_account, topics};

/// Approves it, as the first or the second; where it stands then. Nobody approves what he asked for, or twice.
pub async fn approve(id: WithdrawalId, tx: &mut Tx) -> AppResult<State> {
    let found = Withdrawal::locked(id, tx).await?;
    let by = tx.who().person()?;
    may_decide(&found)?;
    own_account::refuse(found.tenant_id, tx).await?;
    let alone = found.amount <= WITHDRAW_SECOND.of(tx.app())?.0;
    let (now, row) = (tx.now(), commerce_withdrawals::table.find(id));
    if found.state == State::Asked && !alone {
        let set = (
            commerce_withdrawals::state.eq(State::Checked),
            commerce_withdrawals::checked_at.eq(now),
            commerce_withdrawals::checked_by.eq(by),
        );
        diesel::update(row).set(set).execute(tx).await?;
        note("commerce.withdrawal.check", &found, tx).await?;
        let (bell, href) = ("commerce.payouts.told.waits_second", paths::desk(id));
        tell::staff(Uuid::now_v7(), bell, Some(found.money()), &href, tx).await?;
        return Ok(State::Checked);
    }
    if found.checked_by == Some(by) {
        return Err(AppError::Conflict("commerce.payouts.problem.second"));
    }
    let set = (
        commerce_withdrawals::state.eq(State::Approved),
        commerce_withdrawals::approved_at.eq(now),
        commerce_withdrawals::approved_by.eq(by),
    );
    diesel::update(row).set(set).execute(tx).await?;
    note("commerce.withdrawal.approve", &found, tx).await?;
    tell::customer(&found, Told::Approved, tx).await?;
    Ok(State::Approved)
}

fn may_decide(found: &Withdrawal) -> AppResult<()> {
    if found.state.is_undecided() {
        Ok(())
    } else {
        Err(AppError::Conflict("commerce.payouts.problem.decided"))
    }
}

async fn note(action: &str, of: &Withdrawal, tx: &mut Tx) -> AppResult<()> {
    let event = Audit::new(action, SUBJECT, of.id.0)
        .of_tenant(of.tenant_id)
        .before(json!({ "state": of.state }))
        .after(json!({ "amount": of.money(), "sheba": of.sheba }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(of.tenant_id)).await?;
    live::announce(tx, &topic(of.id)).await
}

/// Refuses it, before it is in a file: what was held can be spent again.
pub async fn refuse(id: WithdrawalId, reason: &str, tx: &mut Tx) -> AppResult<()> {
    let found = Withdrawal::locked(id, tx).await?;
    if !found.state.is_undecided() && found.state != State::Approved {
        return Err(AppError::Conflict("commerce.payouts.problem.decided"));
    }
    ledger::release(tx, found.hold_id).await?;
    let set = (
        commerce_withdrawals::state.eq(State::Refused),
        commerce_withdrawals::reason.eq(reason),
        commerce_withdrawals::ended_at.eq(tx.now()),
        commerce_withdrawals::ended_by.eq(tx.who().user),
    );
    let row = commerce_withdrawals::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.withdrawal.refuse", SUBJECT, id.0)
        .of_tenant(found.tenant_id)
        .before(json!({ "state": found.state }))
        .after(json!({ "amount": found.money(), "reason": reason }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(found.tenant_id)).await?;
    live::announce(tx, &topic(id)).await?;
    tell::customer(&found, Told::Refused(reason), tx).await
}
