//! Asking for money, and taking the question back. The money is held at once, so that no second tab spends it.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::ids::TenantId;
use kernel::{jobs, live};
use l10n::{Format, Money};
use ledger::{HoldId, NewHold, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::account::BankAccount;
use super::withdrawal::{SUBJECT, State, Withdrawal, reference, topic};
use crate::accounts::{self, CURRENCY};
use crate::ids::WithdrawalId;
use crate::payouts::jobs::TellPayouts;
use crate::payouts::settings::{WITHDRAW_AFTER, WITHDRAW_LEAST};
use crate::schema::commerce_withdrawals;
use crate::topics;

/// Questions of a customer within a day, those that he took back among them: staff are told of each.
const A_DAY: i64 = 20;

/// A question waits until somebody answers: the hold must not end before.
const HELD: Duration = Duration::days(3_650);

/// What can be taken out now, and what of the wallet is too young for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What can be spent.
    pub available: i64,
    /// What of it was paid in lately.
    pub young: i64,
}

impl Room {
    /// What can be taken out.
    #[must_use]
    pub fn free(self) -> i64 {
        self.available.saturating_sub(self.young).max(0)
    }

    /// As of this moment.
    pub async fn of(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Self> {
        Ok(Self {
            available: ledger::available(accounts::wallet(tenant).id(), tx).await?,
            young: young(tenant, tx).await?,
        })
    }
}

#[derive(QueryableByName)]
struct Young {
    #[diesel(sql_type = BigInt)]
    sum: i64,
}

/// What was paid in within the hours that money has to stay: a card that was stolen is reported by then.
async fn young(tenant: TenantId, tx: &mut ReadTx) -> AppResult<i64> {
    let hours = WITHDRAW_AFTER.of(tx.app())?;
    let since = tx.now() - Duration::hours(hours);
    let found: Young = sql(
        "SELECT coalesce(sum(amount), 0)::bigint AS sum FROM commerce_payments \
         WHERE tenant_id = $1 AND state = 'settled' AND ended_at > $2",
    )
    .bind::<diesel::sql_types::Uuid, _>(tenant.0)
    .bind::<diesel::sql_types::Timestamptz, _>(since)
    .get_result(tx)
    .await?;
    Ok(found.sum)
}

/// Asks for a sum on a verified account of the scope's tenant. `fmt` is whoever reads a refusal.
pub async fn ask(
    amount: Money,
    account: Uuid,
    fmt: Format,
    tx: &mut Tx,
) -> AppResult<WithdrawalId> {
    let (tenant, by, now) = (tx.who().in_tenant()?, tx.who().user, tx.now());
    let least = WITHDRAW_LEAST.of(tx.app())?.0;
    if amount.minor < least {
        let least = fmt.money(Money::new(least, CURRENCY));
        return Err(refused(
            "commerce.payouts.problem.too_little",
            ("least", least),
        ));
    }
    if asked_today(tenant, tx).await? >= A_DAY {
        return Err(AppError::invalid("", "commerce.payouts.problem.often"));
    }
    let accounts = BankAccount::all(tx).await?;
    let Some(account) = super::account::usable(&accounts, account) else {
        return Err(AppError::invalid(
            "account",
            "commerce.payouts.problem.no_account",
        ));
    };
    let id = WithdrawalId::fresh();
    let hold = hold(id, tenant, amount, fmt, tx).await?;
    let row = (
        commerce_withdrawals::id.eq(id),
        commerce_withdrawals::tenant_id.eq(tenant),
        commerce_withdrawals::account_id.eq(account.id),
        commerce_withdrawals::sheba.eq(&account.sheba),
        commerce_withdrawals::owner.eq(&account.owner),
        commerce_withdrawals::amount.eq(amount.minor),
        commerce_withdrawals::state.eq(State::Asked),
        commerce_withdrawals::asked_at.eq(now),
        commerce_withdrawals::asked_by.eq(by),
        commerce_withdrawals::hold_id.eq(hold),
    );
    let insert = diesel::insert_into(commerce_withdrawals::table).values(row);
    insert.execute(tx).await?;
    let event = Audit::new("commerce.withdrawal.ask", SUBJECT, id.0);
    let after = json!({ "amount": amount, "sheba": account.sheba, "owner": account.owner });
    audit::record(tx, event.after(after)).await?;
    live::announce(tx, &topics::money(tenant)).await?;
    jobs::enqueue(tx, &TellPayouts::asked(id)).await?;
    Ok(id)
}

async fn asked_today(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<i64> {
    use commerce_withdrawals as w;
    w::table
        .filter(w::tenant_id.eq(tenant))
        .filter(w::asked_at.gt(tx.now() - Duration::days(1)))
        .count()
        .get_result(tx)
        .await
}

/// Holds it, then looks at what is left: the wallet's row is locked by then, so that two questions at once cannot both
/// count on the same older money.
async fn hold(
    id: WithdrawalId,
    tenant: TenantId,
    amount: Money,
    fmt: Format,
    tx: &mut Tx,
) -> AppResult<HoldId> {
    let new = NewHold {
        account: &accounts::wallet(tenant),
        amount,
        key: &format!("withdrawal:{id}"),
        about: Some(reference(id)),
        expires_at: tx.now() + HELD,
    };
    let held = ledger::hold(tx, new).await;
    let hold = match held {
        Ok(hold) => hold,
        Err(error) if matches!(error.refusal(), Some(Refusal::Short { .. })) => {
            return Err(short(Room::of(tenant, tx).await?, fmt));
        }
        Err(error) => return Err(error.into()),
    };
    let left = Room::of(tenant, tx).await?;
    if left.available < left.young {
        let before = Room {
            available: left.available.saturating_add(amount.minor),
            ..left
        };
        return Err(short(before, fmt));
    }
    Ok(hold)
}

fn short(room: Room, fmt: Format) -> AppError {
    let free = fmt.money(Money::new(room.free(), CURRENCY));
    refused("commerce.payouts.problem.short", ("free", free))
}

fn refused(key: &'static str, with: (&'static str, String)) -> AppError {
    let mut errors = FieldErrors::default();
    errors.add_with("amount", key, vec![with]);
    errors.into()
}

/// Whoever asked takes it back, as long as nobody has approved it: the money is free at once.
pub async fn cancel(id: WithdrawalId, tx: &mut Tx) -> AppResult<()> {
    // What is decided, a tenant's role cannot lock.
    let found = match Withdrawal::locked(id, tx).await {
        Err(AppError::NotFound(_)) => Withdrawal::find(id, tx).await?,
        other => other?,
    };
    if found.state == State::Cancelled {
        return Ok(());
    }
    if !found.state.is_undecided() {
        return Err(AppError::Conflict("commerce.payouts.problem.decided"));
    }
    ledger::release(tx, found.hold_id).await?;
    let set = (
        commerce_withdrawals::state.eq(State::Cancelled),
        commerce_withdrawals::ended_at.eq(tx.now()),
        commerce_withdrawals::ended_by.eq(tx.who().user),
    );
    let row = commerce_withdrawals::table.find(id);
    diesel::update(row).set(set).execute(tx).await?;
    audit::record(tx, Audit::new("commerce.withdrawal.cancel", SUBJECT, id.0)).await?;
    live::announce(tx, &topics::money(found.tenant_id)).await?;
    live::announce(tx, &topic(id)).await
}
