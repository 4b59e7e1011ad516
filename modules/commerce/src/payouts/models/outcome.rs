//! What the bank made of it: paid, with the bank's number, or not, and then the money is in the wallet again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::live;
use ledger::{BookId, Entry, EntryId};
use serde_json::json;

use super::tell::{self, Told};
use super::withdrawal::{SUBJECT, State, Withdrawal, topic};
use crate::accounts;
use crate::ids::WithdrawalId;
use crate::schema::commerce_withdrawals;
use crate::{subscriptions, topics};

/// One that is in a file and has not ended.
async fn sent(id: WithdrawalId, tx: &mut Tx) -> AppResult<(Withdrawal, EntryId)> {
    let found = Withdrawal::locked(id, tx).await?;
    match (found.state, found.sent_entry) {
        (State::Sent, Some(entry)) => Ok((found, EntryId(entry))),
        _ => Err(AppError::Conflict("commerce.payouts.problem.not_sent")),
    }
}

/// The bank has paid: `Dr payouts · Cr bank`.
pub async fn paid(id: WithdrawalId, tracking: &str, tx: &mut Tx) -> AppResult<()> {
    let (found, _) = sent(id, tx).await?;
    let key = format!("withdrawal:{id}:paid");
    let entry = Entry::draft(BookId::PLATFORM, "commerce.entries.payout", key)
        .about(found.as_ref())
        .debit(&accounts::payouts(), found.money())
        .credit(&accounts::bank(), found.money())
        .balanced()?;
    let entry = ledger::post(tx, &entry).await?.id();
    let set = (
        commerce_withdrawals::state.eq(State::Paid),
        commerce_withdrawals::tracking.eq(tracking),
        commerce_withdrawals::end_entry.eq(entry),
        commerce_withdrawals::ended_at.eq(tx.now()),
        commerce_withdrawals::ended_by.eq(tx.who().user),
    );
    let row = commerce_withdrawals::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.withdrawal.pay", SUBJECT, id.0)
        .of_tenant(found.tenant_id)
        .after(json!({ "amount": found.money(), "tracking": tracking }));
    audit::record(tx, event).await?;
    ended(&found, Told::Paid(tracking), tx).await
}

/// The bank has not paid: what took the money from the wallet is reversed, and what waits for money there is paid.
pub async fn failed(id: WithdrawalId, why: &str, tx: &mut Tx) -> AppResult<()> {
    let (found, entry) = sent(id, tx).await?;
    let key = format!("withdrawal:{id}:failed");
    let entry = ledger::reverse(tx, entry, &key).await?.id();
    let set = (
        commerce_withdrawals::state.eq(State::Failed),
        commerce_withdrawals::reason.eq(why),
        commerce_withdrawals::end_entry.eq(entry),
        commerce_withdrawals::ended_at.eq(tx.now()),
        commerce_withdrawals::ended_by.eq(tx.who().user),
    );
    let row = commerce_withdrawals::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.withdrawal.fail", SUBJECT, id.0)
        .of_tenant(found.tenant_id)
        .after(json!({ "amount": found.money(), "reason": why }));
    audit::record(tx, event).await?;
    subscriptions::enqueue_due(found.tenant_id, None, tx).await?;
    ended(&found, Told::Failed(why), tx).await
}

async fn ended(found: &Withdrawal, told: Told<'_>, tx: &mut Tx) -> AppResult<()> {
    live::announce(tx, &topics::money(found.tenant_id)).await?;
    live::announce(tx, &topic(found.id)).await?;
    tell::customer(found, told, tx).await
}
