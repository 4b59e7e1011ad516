//! Demo data: bank accounts of two customers, what they asked for, and an adjustment that waits for a second person.
//! Idempotent: who has a bank account is left as he is.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, Tx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::people;
use ledger::NewHold;

use super::models::State;
use super::models::withdrawal::reference;
use crate::accounts;
use crate::ids::{AdjustmentId, BankAccountId, WithdrawalId};
use crate::schema::{commerce_adjustments, commerce_bank_accounts, commerce_withdrawals};

struct Demo {
    email: &'static str,
    owner: &'static str,
    sheba: &'static str,
    waits: &'static str,
    asked: &'static [(i64, State)],
}

const DEMO: [Demo; 2] = [
    Demo {
        email: "customer@sarai.test",
        owner: "سارا احمدی",
        sheba: "IR820540102680020817909002",
        waits: "IR550570022080013447370101",
        asked: &[(1_200_000, State::Cancelled)],
    },
    Demo {
        email: "other@sarai.test",
        owner: "کاوه رضایی",
        sheba: "IR790610000000700796858044",
        waits: "IR550570022080013447370101",
        asked: &[(2_500_000, State::Asked), (1_800_000, State::Approved)],
    },
];

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    db.platform()
        .write(async |tx| {
            for demo in &DEMO {
                one(demo, tx).await?;
            }
            Ok(())
        })
        .await
}

async fn one(demo: &Demo, tx: &mut Tx) -> AppResult<()> {
    let Some(person) = people::by_email(demo.email, tx).await? else {
        return Ok(());
    };
    let Some(own) = people::memberships(person.user, tx).await?.pop() else {
        return Ok(());
    };
    let (tenant, staff) = (
        own.tenant,
        people::by_email("finance@sarai.test", tx).await?,
    );
    let staff = staff.map(|one| one.user);
    let Some(account) = account(demo, (tenant, person.user), staff, tx).await? else {
        return Ok(());
    };
    for (amount, state) in demo.asked {
        withdrawal(
            demo,
            (tenant, person.user),
            account,
            (*amount, *state),
            staff,
            tx,
        )
        .await?;
    }
    let row = (
        commerce_adjustments::id.eq(AdjustmentId::fresh()),
        commerce_adjustments::holder_id.eq(tenant),
        commerce_adjustments::amount.eq(6_000_000_i64),
        commerce_adjustments::reason.eq("جبران قطعی سرویس در هفتهٔ گذشته"),
        commerce_adjustments::state.eq("asked"),
        commerce_adjustments::asked_at.eq(tx.now()),
        commerce_adjustments::asked_by.eq(staff),
    );
    let insert = diesel::insert_into(commerce_adjustments::table).values(row);
    insert.execute(tx).await?;
    Ok(())
}

/// One that is verified, whose id is given back when it is new, and one that waits.
async fn account(
    demo: &Demo,
    (tenant, by): (TenantId, UserId),
    staff: Option<UserId>,
    tx: &mut Tx,
) -> AppResult<Option<BankAccountId>> {
    use commerce_bank_accounts as a;
    let (now, verified) = (tx.now(), BankAccountId::fresh());
    for (id, sheba, is_verified) in [
        (verified, demo.sheba, true),
        (BankAccountId::fresh(), demo.waits, false),
    ] {
        let row = (
            a::id.eq(id),
            a::tenant_id.eq(tenant),
            a::sheba.eq(sheba),
            a::owner.eq(demo.owner),
            a::added_at.eq(now),
            a::added_by.eq(by),
            a::verified_at.eq(is_verified.then_some(now)),
            a::verified_by.eq(staff.filter(|_| is_verified)),
            a::note.eq(is_verified.then_some("استعلام نام از بانک")),
        );
        let insert = diesel::insert_into(a::table).values(row);
        if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(verified))
}

async fn withdrawal(
    demo: &Demo,
    (tenant, by): (TenantId, UserId),
    account: BankAccountId,
    (amount, state): (i64, State),
    staff: Option<UserId>,
    tx: &mut Tx,
) -> AppResult<()> {
    use commerce_withdrawals as w;
    let (now, id) = (tx.now(), WithdrawalId::fresh());
    let new = NewHold {
        account: &accounts::wallet(tenant),
        amount,
        key: &format!("withdrawal:{id}"),
        about: Some(reference(id)),
        expires_at: now + chrono::Duration::days(3_650),
    };
    let hold = ledger::hold(tx, new).await?;
    let (approved, over) = (state == State::Approved, state == State::Cancelled);
    if over {
        ledger::release(tx, hold).await?;
    }
    let row = (
        w::id.eq(id),
        w::tenant_id.eq(tenant),
        w::account_id.eq(account),
        w::sheba.eq(demo.sheba),
        w::owner.eq(demo.owner),
        w::amount.eq(amount),
        w::state.eq(state),
        w::asked_at.eq(now),
        w::asked_by.eq(by),
        w::hold_id.eq(hold),
        w::approved_at.eq(approved.then_some(now)),
        w::approved_by.eq(staff.filter(|_| approved)),
        w::ended_at.eq(over.then_some(now)),
    );
    let insert = diesel::insert_into(w::table).values(row);
    insert.execute(tx).await?;
    Ok(())
}
