//! `/admin/invoices/<id>/credit`: what can be taken back of an invoice, and taking it back.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::{Can, Mount};
use kernel::mounts;
use kernel::people::customers;
use kernel::web::{Answer, Cx, Posted, Raw, View};
use l10n::Format;
use rocket::{get, post};

use super::credit::{Cause, Credit, HowMuch, NewCredit, credit};
use super::forms::CreditForm;
use super::line::Line;
use super::{paths, views};
use crate::ids::InvoiceId;
use crate::invoices::Invoice;
use crate::permissions::{MANAGE_SALES, ManageSales};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "commerce.credits.new" may MANAGE_SALES => new,
        Staff Platform "commerce.credits.create" may MANAGE_SALES => create,
    ]
}

/// Show what can be taken back.
#[get("/admin/invoices/<id>/credit")]
pub async fn new(
    id: InvoiceId,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, &Raw::default(), None, &db, &cx).await
}

/// Take back a line, wholly or in part. Idempotent by the form's key.
#[post("/admin/invoices/<id>/credit", data = "<form>")]
pub async fn create(
    id: InvoiceId,
    form: Posted<CreditForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let fmt = *cx.fmt();
    let made = form.write(
        db.clone(),
        paths::credit(id),
        "commerce.credits.notice",
        async |form, tx| {
            let new = NewCredit {
                invoice: id,
                n: form
                    .line
                    .ok_or_else(|| AppError::invalid("line", "kernel.invalid.choice"))?,
                how_much: how_much(form, fmt)?,
                cause: Cause::Staff,
                reason: &form.reason,
            };
            credit(&new, tx).await
        },
    );
    form.answer(made, async |errors| {
        page(id, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

fn how_much(form: &CreditForm, fmt: Format) -> AppResult<HowMuch> {
    let Some(typed) = form.amount.as_deref() else {
        return Ok(HowMuch::Rest);
    };
    let sum = fmt
        .parse_money(typed, fmt.money_unit)
        .map_err(|error| AppError::invalid("amount", error.key()))?;
    Ok(HowMuch::Sum(sum.minor))
}

async fn page(
    id: InvoiceId,
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let shown = db.read(async |tx| {
        let invoice = Invoice::find(id, tx).await?;
        Ok(views::Shown {
            customer: customers::find(invoice.tenant_id, tx).await?.name,
            lines: Line::of(id, tx).await?,
            credits: Credit::of(id, tx).await?,
            invoice,
        })
    });
    Ok(views::show(cx, &shown.await?, raw, errors))
}
