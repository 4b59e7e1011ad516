//! A developer's list of payments, and one of them with what happened to it.
//! What the bank would do by itself is pressed here: settle, give back.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult};
use kernel::web::{Cx, ListOnly, PageQuery, Posted, Pressed, Redirection, View, redirect};
use rocket::{get, post};

use crate::zarinpal::ids::PaymentId;
use crate::zarinpal::models::{self, Event, Filter, Payment, Refund, Terminal};
use crate::zarinpal::{paths, views};

const PAYMENT: &str = "simulators.zarinpal.payment";

/// List payments, the newest first.
#[get("/dev/simulators/zarinpal?<status>&<q>&<after>&<before>")]
pub async fn index(
    status: Option<&str>,
    q: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let filter = Filter {
        status: status.unwrap_or_default(),
        words: q.unwrap_or_default(),
    };
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(models::list(filter, &page, tx).await?))
        .await?;
    Ok(views::payments::index(&cx, list_only, filter, &rows, count))
}

/// Show one.
#[get("/dev/simulators/zarinpal/payments/<id>")]
pub async fn show(id: PaymentId, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    let (payment, terminal, events, refunds) = db
        .read(async |tx| {
            let payment = Payment::find(id, tx).await.or_not_found(PAYMENT)?;
            let terminal = Terminal::find(payment.terminal_id, tx).await?;
            let (events, refunds) = (Event::of(id, tx).await?, Refund::of(id, tx).await?);
            Ok((payment, terminal, events, refunds))
        })
        .await?;
    Ok(views::payments::show(
        &cx, &payment, &terminal, &events, &refunds,
    ))
}

/// Settle it: the money goes to the shop's bank.
#[post("/dev/simulators/zarinpal/payments/<id>/settlement", data = "<_form>")]
pub async fn settle(
    id: PaymentId,
    _form: Posted<Pressed>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| {
        let payment = locked(id, tx).await?;
        let is_settled = models::settle(&payment, tx).await?;
        let refused = AppError::Conflict("simulators.zarinpal.not_settled");
        is_settled.then_some(()).ok_or(refused)
    })
    .await?;
    Ok(redirect(paths::payment(id)).notice("simulators.zarinpal.settled"))
}

/// Give it back, as the shop may by the call, from wherever the developer sits.
#[post("/dev/simulators/zarinpal/payments/<id>/reversal", data = "<_form>")]
pub async fn reverse(
    id: PaymentId,
    _form: Posted<Pressed>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| {
        let payment = locked(id, tx).await?;
        let said = models::reverse(&payment, tx).await?;
        let refused = |_| AppError::Conflict("simulators.zarinpal.not_reversed");
        said.map(|_| ()).map_err(refused)
    })
    .await?;
    Ok(redirect(paths::payment(id)).notice("simulators.zarinpal.reversed"))
}

async fn locked(id: PaymentId, tx: &mut kernel::db::Tx) -> AppResult<Payment> {
    let authority = Payment::find(id, tx).await.or_not_found(PAYMENT)?.authority;
    let payment = Payment::of_for_update(&authority, tx).await?;
    payment.ok_or(AppError::NotFound(PAYMENT))
}
