//! `/admin/bank-accounts`: whether a bank account is its customer's, for people to say.

use kernel::db::{PlatformDb, ReadTx};
use kernel::error::AppResult;
use kernel::ids::UserId;
use kernel::module::Can;
use kernel::people::customers::{self, Customer, Member};
use kernel::people::{self, Contact};
use kernel::web::{Answer, Cx, PageQuery, Posted, View};
use rocket::{get, post};

use super::super::forms::{RefusalForm, VerificationForm};
use super::super::models::BankAccount;
use super::super::views::desk::Sent;
use super::super::{paths, views};
use crate::ids::BankAccountId;
use crate::permissions::{ManageSales, SeeSales};

/// List what waits, or all.
#[get("/admin/bank-accounts?<all>&<after>&<before>")]
pub async fn index(
    all: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (all, query) = (all.is_some(), PageQuery::new(after, before));
    let page = db.read(async |tx| Ok(BankAccount::page(all, &query, tx).await?));
    Ok(views::desk_accounts::index(&cx, all, &page.await?))
}

/// An account, and what is known of whose it is.
pub struct Known {
    /// The account.
    pub account: BankAccount,
    /// Whose.
    pub customer: Customer,
    /// Who belongs to it: one of them may be the owner.
    pub members: Vec<Member>,
    /// Who added it, verified or refused it.
    pub people: Vec<Contact>,
}

async fn read(id: BankAccountId, tx: &mut ReadTx) -> AppResult<Known> {
    let account = BankAccount::find(id, tx).await?;
    let who = [account.added_by, account.verified_by, account.refused_by];
    let who: Vec<UserId> = who.into_iter().flatten().collect();
    Ok(Known {
        customer: customers::find(account.tenant_id, tx).await?,
        members: customers::members(account.tenant_id, tx).await?,
        people: people::contacts(&who, tx).await?,
        account,
    })
}

async fn page(id: BankAccountId, sent: Sent<'_>, db: &PlatformDb, cx: &Cx<'_>) -> AppResult<View> {
    let known = db.read(async |tx| read(id, tx).await).await?;
    Ok(views::desk_accounts::show(cx, &known, sent))
}

/// Show one.
#[get("/admin/bank-accounts/<id>")]
pub async fn show(
    id: BankAccountId,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, Sent::default(), &db, &cx).await
}

/// It is his. Idempotent by the form's key.
#[post("/admin/bank-accounts/<id>/verification", data = "<form>")]
pub async fn verify(
    id: BankAccountId,
    form: Posted<VerificationForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk_account(id),
        "commerce.payouts.notice.verified",
        async |form, tx| BankAccount::verify(id, &form.note, tx).await,
    );
    form.answer(done, async |errors| {
        let sent = Sent {
            form: "verification",
            typed: Some((&form.raw, &errors)),
        };
        page(id, sent, &db, &cx).await
    })
    .await
}

/// It is not. Idempotent by the form's key.
#[post("/admin/bank-accounts/<id>/refusal", data = "<form>")]
pub async fn refuse(
    id: BankAccountId,
    form: Posted<RefusalForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk_account(id),
        "commerce.payouts.notice.account_refused",
        async |form, tx| BankAccount::refuse(id, &form.reason, tx).await,
    );
    form.answer(done, async |errors| {
        let sent = Sent {
            form: "refusal",
            typed: Some((&form.raw, &errors)),
        };
        page(id, sent, &db, &cx).await
    })
    .await
}
