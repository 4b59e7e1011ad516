//! The customer's bank accounts: the list with the form that adds one, and taking one away.

use kernel::db::TenantDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::super::forms::AccountForm;
use super::super::models::BankAccount;
use super::super::{paths, views};
use crate::ids::BankAccountId;
use crate::permissions::{SeeMoney, Withdraw};

/// List the account's bank accounts.
#[get("/wallet/accounts")]
pub async fn index(_by: Can<SeeMoney>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    page(&db, &cx, &Raw::default(), None).await
}

async fn page(
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let tenant = db.tenant()?;
    let all = db.read(async |tx| Ok(BankAccount::all(tx).await?)).await?;
    Ok(views::accounts::index(cx, tenant, &all, raw, errors))
}

/// Add one; staff look whether it is his. Idempotent by the form's key.
#[post("/wallet/accounts", data = "<form>")]
pub async fn create(
    form: Posted<AccountForm>,
    _by: Can<Withdraw>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let added = form.write(
        db.clone(),
        paths::ACCOUNTS,
        "commerce.payouts.notice.account_added",
        async |form, tx| BankAccount::add(&form.sheba, &form.owner, tx).await,
    );
    form.answer(added, async |errors| {
        page(&db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

/// Take one away.
#[delete("/wallet/accounts/<id>", data = "<_form>")]
pub async fn destroy(
    id: BankAccountId,
    _form: Posted<Pressed>,
    _by: Can<Withdraw>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| BankAccount::remove(id, tx).await)
        .await?;
    Ok(redirect(paths::ACCOUNTS).notice("commerce.payouts.notice.account_removed"))
}
