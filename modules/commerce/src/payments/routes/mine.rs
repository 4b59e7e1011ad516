//! The customer's payments: the list, and one with its steps.

use kernel::db::{OrNotFound, TenantDb};
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Cx, PageQuery, Raw, View};
use rocket::get;

use super::super::models::{Payment, event};
use super::super::transfer::{self, models::Proof};
use super::super::views;
use crate::ids::PaymentId;
use crate::permissions::SeeMoney;

/// List the tenant's payments, newest first.
#[get("/payments?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let page = db
        .read(async |tx| Ok(Payment::page(&query, tx).await?))
        .await?;
    Ok(views::mine::index(&cx, &page))
}

/// Show a payment with what happened to it.
#[get("/payments/<id>")]
pub async fn show(id: PaymentId, _by: Can<SeeMoney>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let (payment, steps, proof) = db
        .read(async |tx| {
            let payment = Payment::find(id, tx)
                .await
                .or_not_found("commerce.payments.one")?;
            let steps = event::steps(id, tx).await?;
            let proof = if transfer::is(&payment) {
                Proof::of(id, tx).await?
            } else {
                None
            };
            Ok((payment, steps, proof))
        })
        .await?;
    let shown = views::mine::Shown {
        payment: &payment,
        steps: &steps,
        proof: proof.as_ref(),
    };
    views::mine::show(&cx, &shown, &Raw::default(), None)
}
