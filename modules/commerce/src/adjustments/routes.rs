//! `/admin/adjustments`: what waits for a second person; and adjusting from a customer's money page.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::module::{Can, Mount};
use kernel::mounts;
use kernel::people;
use kernel::web::{Answer, Cx, PageQuery, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::adjustment::State;
use super::forms::{AdjustmentForm, AnswerForm, Way};
use super::{Found, decide, paths, views};
use crate::ids::AdjustmentId;
use crate::money_desk;
use crate::permissions::{MANAGE_SALES, ManageSales, SEE_SALES, SeeSales};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "commerce.adjustments.index" may SEE_SALES => index,
        Staff Platform "commerce.adjustments.show" may SEE_SALES => show,
        Staff Platform "commerce.adjustments.create" may MANAGE_SALES => create,
        Staff Platform "commerce.adjustments.destroy" may MANAGE_SALES => destroy,
        Staff Platform "commerce.adjustment_confirmation.create" may MANAGE_SALES => confirm,
        Staff Platform "commerce.adjustment_refusal.create" may MANAGE_SALES => refuse,
    ]
}

/// List what waits, or all.
#[get("/admin/adjustments?<all>&<after>&<before>")]
pub async fn index(
    all: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (all, query) = (all.is_some(), PageQuery::new(after, before));
    let page = db.read(async |tx| Ok(Found::page(all, &query, tx).await?));
    Ok(views::index(&cx, all, &page.await?))
}

/// Show one.
#[get("/admin/adjustments/<id>")]
pub async fn show(
    id: AdjustmentId,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (found, people) = read(id, &db).await?;
    Ok(views::show(&cx, &found, &people, &Raw::default(), None))
}

async fn read(id: AdjustmentId, db: &PlatformDb) -> AppResult<(Found, Vec<people::Contact>)> {
    db.read(async |tx| {
        let found = Found::find(id, tx).await?;
        let by = found.adjustment.decided_by;
        let people = people::contacts(by.as_slice(), tx).await?;
        Ok((found, people))
    })
    .await
}

/// Adjust a customer's wallet, or ask a second person to agree. Idempotent by the form's key.
#[post("/admin/customers/<id>/adjustments", data = "<form>")]
pub async fn create(
    id: TenantId,
    form: Posted<AdjustmentForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    form.answer(adjust(id, &form, &db, &cx), async |errors| {
        money_desk::routes::page(id, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

async fn adjust(
    holder: TenantId,
    form: &Posted<AdjustmentForm>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let (typed, fmt) = (form.valid()?, cx.fmt());
    let sum = fmt
        .parse_money(&typed.amount, fmt.money_unit)
        .map_err(|error| AppError::invalid("amount", error.key()))?;
    if !(1..=ledger::LARGEST).contains(&sum.minor) {
        return Err(AppError::invalid("amount", "kernel.invalid.range"));
    }
    let amount = match typed.way {
        Some(Way::Take) => -sum.minor,
        _ => sum.minor,
    };
    let money = money_desk::paths::money(holder);
    let (led, _) = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| {
                    let (id, state) = decide::adjust(holder, amount, &typed.reason, tx).await?;
                    Ok(match state {
                        State::Posted => money.clone(),
                        _ => paths::desk(id),
                    })
                })
                .await
        })
        .await?;
    let notice = if led == money {
        "commerce.adjustments.notice.posted"
    } else {
        "commerce.adjustments.notice.asked"
    };
    Ok(redirect(led).notice(notice))
}

/// Agree to it, as the second person.
#[post("/admin/adjustments/<id>/confirmation", data = "<_form>")]
pub async fn confirm(
    id: AdjustmentId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| decide::confirm(id, tx).await).await?;
    Ok(redirect(paths::desk(id)).notice("commerce.adjustments.notice.posted"))
}

/// Refuse it, as the second person. Idempotent by the form's key.
#[post("/admin/adjustments/<id>/refusal", data = "<form>")]
pub async fn refuse(
    id: AdjustmentId,
    form: Posted<AnswerForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk(id),
        "commerce.adjustments.notice.refused",
        async |form, tx| decide::refuse(id, &form.answer, tx).await,
    );
    form.answer(done, async |errors| {
        let (found, people) = read(id, &db).await?;
        Ok(views::show(&cx, &found, &people, &form.raw, Some(&errors)))
    })
    .await
}

/// Take one's own back.
#[delete("/admin/adjustments/<id>", data = "<_form>")]
pub async fn destroy(
    id: AdjustmentId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| decide::withdraw(id, tx).await).await?;
    Ok(redirect(paths::desk(id)).notice("commerce.adjustments.notice.withdrawn"))
}
