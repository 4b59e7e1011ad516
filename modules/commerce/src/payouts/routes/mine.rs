//! The customer's withdrawals: asking, seeing how each stands, taking back what nobody has approved.

use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::ids::TenantId;
use kernel::module::Can;
use kernel::web::{Answer, Cx, PageQuery, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::super::forms::WithdrawalForm;
use super::super::models::ask::{self, Room};
use super::super::models::{BankAccount, Withdrawal};
use super::super::{paths, views};
use crate::ids::WithdrawalId;
use crate::permissions::{SeeMoney, Withdraw};

/// List the account's withdrawals.
#[get("/wallet/withdrawals?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let page = db.read(async |tx| Ok(Withdrawal::page(&query, tx).await?));
    Ok(views::mine::index(&cx, db.tenant()?, &page.await?))
}

/// Show the form.
#[get("/wallet/withdrawals/new", rank = 1)]
pub async fn new(_by: Can<Withdraw>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    form(&db, &cx, &Raw::default(), None).await
}

async fn form(
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let tenant = db.tenant()?;
    let (room, accounts) = db.read(async |tx| read(tenant, tx).await).await?;
    views::mine::form(cx, room, &accounts, raw, errors)
}

async fn read(tenant: TenantId, tx: &mut ReadTx) -> AppResult<(Room, Vec<BankAccount>)> {
    Ok((Room::of(tenant, tx).await?, BankAccount::all(tx).await?))
}

/// Ask for it: the sum is held at once. Idempotent by the form's key.
#[post("/wallet/withdrawals", data = "<posted>")]
pub async fn create(
    posted: Posted<WithdrawalForm>,
    _by: Can<Withdraw>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    posted
        .answer(ask_once(&posted, &db, &cx), async |errors| {
            form(&db, &cx, &posted.raw, Some(&errors)).await
        })
        .await
}

async fn ask_once(
    posted: &Posted<WithdrawalForm>,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let (typed, fmt) = (posted.valid()?, *cx.fmt());
    let amount = fmt
        .parse_money(&typed.amount, fmt.money_unit)
        .map_err(|error| AppError::invalid("amount", error.key()))?;
    let account = typed
        .account
        .ok_or_else(|| AppError::invalid("account", "kernel.invalid.choice"))?;
    let (led, _) = db
        .write(async |tx| {
            posted
                .receipt
                .once(tx, async |tx| {
                    let id = ask::ask(amount, account, fmt, tx).await?;
                    Ok(paths::withdrawal(id))
                })
                .await
        })
        .await?;
    Ok(redirect(led).notice("commerce.payouts.notice.asked"))
}

/// Show one and how it stands.
#[get("/wallet/withdrawals/<id>", rank = 2)]
pub async fn show(
    id: WithdrawalId,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let found = db.read(async |tx| Withdrawal::find(id, tx).await).await?;
    Ok(views::mine::show(&cx, &found))
}

/// Take it back.
#[delete("/wallet/withdrawals/<id>", data = "<_form>")]
pub async fn destroy(
    id: WithdrawalId,
    _form: Posted<Pressed>,
    _by: Can<Withdraw>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| ask::cancel(id, tx).await).await?;
    Ok(redirect(paths::withdrawal(id)).notice("commerce.payouts.notice.cancelled"))
}
