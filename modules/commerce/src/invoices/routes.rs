//! The account's invoices, and paying one.

use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Form, PageQuery, Posted, Pressed, Raw, Reader, View, redirect};
use rocket::{get, post};

use super::{Invoice, InvoiceState, Line, Payment, pay, views};
use crate::credits::Credit;
use crate::ids::InvoiceId;
use crate::payments::start::{Wish, start};
use crate::permissions::{Buy, SeeMoney};
use crate::{paths, wallet};

/// List the account's invoices, newest first.
#[get("/invoices?<state>&<after>&<before>")]
pub async fn index(
    state: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (state, query) = (
        state.and_then(InvoiceState::parse),
        PageQuery::new(after, before),
    );
    let page = db.read(async |tx| Ok(Invoice::page(state, &query, tx).await?));
    Ok(views::index(&cx, state, &page.await?))
}

/// Show an invoice and how it can be paid.
#[get("/invoices/<id>")]
pub async fn show(id: InvoiceId, _by: Can<SeeMoney>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let shown = read(id, &db).await?;
    Ok(views::show(&cx, &shown, &Raw::default(), None))
}

/// Where the rest of an invoice is paid.
pub struct AtGateway {
    gateway: String,
}

impl Form for AtGateway {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            gateway: reader.line("gateway", 40),
        }
    }
}

/// Send the payer to a gateway with what the wallet lacks for an invoice. Idempotent by the form's key.
#[post("/invoices/<id>/gateway", data = "<form>")]
pub async fn begin(
    id: InvoiceId,
    form: Posted<AtGateway>,
    _by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let shown = read(id, &db).await?;
    let began = async {
        match shown.invoice.state {
            InvoiceState::Open => {}
            InvoiceState::Paid => return Ok(redirect(paths::invoice(id))),
            InvoiceState::Void => return Err(AppError::Conflict("commerce.invoice.is_void")),
        }
        let wish = Wish {
            invoice: Some(id),
            amount: views::lacking(&shown),
            gateway: &form.valid()?.gateway,
            text: cx.t("commerce.invoice.pro_forma"),
        };
        start(&wish, &form.receipt, &db, &cx).await
    };
    form.answer(began, async |errors| {
        let kept = Raw::prefilled(&[("gateway", form.raw.get("gateway"))]);
        Ok(views::show(&cx, &shown, &kept, Some(&errors)))
    })
    .await
}

async fn read(id: InvoiceId, db: &TenantDb) -> AppResult<views::Shown> {
    let tenant = db.tenant()?;
    db.read(async |tx| {
        Ok(views::Shown {
            invoice: Invoice::find(id, tx).await?,
            lines: Line::of(id, tx).await?,
            credits: Credit::of(id, tx).await?,
            available: wallet::available(tenant, tx).await?,
        })
    })
    .await
}

/// Pay an invoice from the wallet.
#[post("/invoices/<id>/payment", data = "<form>")]
pub async fn settle(
    id: InvoiceId,
    form: Posted<Pressed>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<Answer> {
    form.valid()?;
    let paid = db.write(async |tx| pay(id, tx).await).await?;
    match paid {
        Payment::Done | Payment::Again => Ok(redirect(paths::invoice(id))
            .notice("commerce.notice.paid")
            .into()),
        Payment::Short => Err(AppError::Conflict("commerce.checkout.short")),
        Payment::Lapsed => Ok(redirect(paths::invoice(id))
            .notice("commerce.change.notice.lapsed")
            .into()),
    }
}
