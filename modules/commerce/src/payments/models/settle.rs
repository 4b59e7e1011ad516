//! What a gateway says of a payment, and crediting it once: however often, late, or in whatever order it is said.
//! The gateway is asked outside any transaction; what it said is kept with what came of it.

use std::sync::Arc;

use chrono::Duration;
use contracts::commerce::{Gateway, GatewayError, PaymentSettled, Receipt, Said, Verdict};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::{jobs, live, module};
use ledger::{BookId, Entry};
use serde_json::json;

use super::event::{self, Step};
use super::payment::{PAYMENT, Payment, State, topic};
use super::tell;
use crate::accounts;
use crate::ids::PaymentId;
use crate::payments::jobs::SettlePayment;
use crate::payments::{after_settled, received};
use crate::schema::commerce_payments;

/// The gateway of a payment.
pub fn gateway(of: &Payment, app: &App) -> AppResult<Arc<dyn Gateway>> {
    let found = app.registry.ports().named::<dyn Gateway>(&of.gateway);
    found.ok_or_else(|| AppError::internal(format!("no gateway is called {}", of.gateway)))
}

/// Asks the gateway whether it is paid, and credits it if so. An error means that the gateway gave no answer to rely on: ask
/// again.
pub async fn settle(id: PaymentId, db: &PlatformDb) -> AppResult<State> {
    let payment = db
        .read(async |tx| {
            Payment::find(id, tx)
                .await
                .or_not_found("commerce.payments.one")
        })
        .await?;
    let Some(reference) = payment
        .reference
        .as_deref()
        .filter(|_| !payment.state.is_through())
    else {
        return Ok(payment.state);
    };
    let gateway = gateway(&payment, db.app())?;
    match gateway.verify(reference, payment.money(), db.app()).await {
        Ok(said) => match db.write(async |tx| heard(id, &said, tx).await).await? {
            Some(state) => Ok(state),
            None => Err(AppError::Upstream(format!(
                "{} answered with the receipt of another payment than {id}",
                payment.gateway
            ))),
        },
        Err(error) => {
            db.write(async |tx| unheard(id, &error, tx).await).await?;
            Err(AppError::Upstream(format!("{}: {error}", payment.gateway)))
        }
    }
}

/// How long an answer is fresh: whoever presses again and again asks no more often.
const FRESH: Duration = Duration::seconds(10);

/// Somebody wants the gateway asked again.
pub async fn ask_again(id: PaymentId, tx: &mut Tx) -> AppResult<()> {
    let payment = Payment::find(id, tx)
        .await
        .or_not_found("commerce.payments.one")?;
    if payment.reference.is_none() || payment.state.is_through() {
        return Err(AppError::Conflict(
            "commerce.payments.problem.nothing_to_ask",
        ));
    }
    let now = tx.now();
    if payment.asked_at.is_some_and(|at| now < at + FRESH) {
        return Ok(());
    }
    event::note(&payment, Step::Asked, None, tx).await?;
    let event = Audit::new("commerce.payment.ask", PAYMENT, id.0).of_tenant(payment.tenant_id);
    audit::record(tx, event).await?;
    jobs::enqueue(tx, &SettlePayment { payment: id }).await
}

/// The row, for whoever changes it next.
pub async fn locked(id: PaymentId, tx: &mut ReadTx) -> AppResult<Payment> {
    commerce_payments::table
        .find(id)
        .select(Payment::as_select())
        .for_update()
        .get_result(tx)
        .await
        .or_not_found("commerce.payments.one")
}

/// Notes that the gateway was asked.
pub async fn asked(id: PaymentId, tx: &mut Tx) -> QueryResult<()> {
    let now = tx.now();
    diesel::update(commerce_payments::table.find(id))
        .set(commerce_payments::asked_at.eq(now))
        .execute(tx)
        .await
        .map(|_| ())
}

/// Notes that the gateway gave no answer to rely on.
pub async fn unheard(id: PaymentId, error: &GatewayError, tx: &mut Tx) -> AppResult<()> {
    let payment = locked(id, tx).await?;
    asked(id, tx).await?;
    event::note(&payment, Step::Silent, Some(&error.to_string()), tx).await?;
    live::announce(tx, &topic(id)).await
}

/// Keeps what the gateway said and does what follows. `None`: the receipt is another payment's, and proves nothing.
async fn heard(id: PaymentId, said: &Said<Verdict>, tx: &mut Tx) -> AppResult<Option<State>> {
    let payment = locked(id, tx).await?;
    asked(id, tx).await?;
    event::note(&payment, Step::Verify, Some(&said.raw), tx).await?;
    if payment.state.is_through() {
        return Ok(Some(payment.state));
    }
    match &said.answer {
        Verdict::Pending => Ok(Some(payment.state)),
        Verdict::Refused { code } => refuse(&payment, code, tx).await.map(Some),
        Verdict::Paid(receipt) if is_of_another(&payment, receipt, tx).await? => Ok(None),
        Verdict::Paid(receipt) => {
            credit(&payment, receipt, tx).await?;
            Ok(Some(State::Settled))
        }
    }
}

/// Whether a receipt is of another payment: the gateway says so, or we have it already.
async fn is_of_another(of: &Payment, receipt: &Receipt, tx: &mut ReadTx) -> QueryResult<bool> {
    if receipt.payment.is_some_and(|payment| payment != of.id.0) {
        return Ok(true);
    }
    is_received(of, &receipt.number, tx).await
}

/// Whether another payment of the same gateway has this receipt's number.
pub async fn is_received(of: &Payment, number: &str, tx: &mut ReadTx) -> QueryResult<bool> {
    let same = commerce_payments::table
        .filter(commerce_payments::gateway.eq(&of.gateway))
        .filter(commerce_payments::receipt.eq(number))
        .filter(commerce_payments::id.ne(of.id));
    diesel::select(diesel::dsl::exists(same))
        .get_result(tx)
        .await
}

async fn refuse(payment: &Payment, code: &str, tx: &mut Tx) -> AppResult<State> {
    if payment.state != State::Sent {
        return Ok(payment.state);
    }
    end(payment, State::Failed, code, tx).await
}

/// Gives a payment up, until the gateway says otherwise.
pub async fn end(payment: &Payment, state: State, why: &str, tx: &mut Tx) -> AppResult<State> {
    let (now, id) = (tx.now(), payment.id);
    let why: String = why.chars().take(200).collect();
    diesel::update(commerce_payments::table.find(id))
        .set((
            commerce_payments::state.eq(state),
            commerce_payments::failure.eq(&why),
            commerce_payments::ended_at.eq(now),
        ))
        .execute(tx)
        .await?;
    let (step, action) = match state {
        State::Expired => (Step::Expired, "commerce.payment.expire"),
        _ => (Step::Failed, "commerce.payment.fail"),
    };
    event::note(payment, step, None, tx).await?;
    let event = Audit::new(action, PAYMENT, id.0)
        .of_tenant(payment.tenant_id)
        .after(json!({ "failure": why }));
    audit::record(tx, event).await?;
    live::announce(tx, &topic(id)).await?;
    Ok(state)
}

/// Credits it: `Dr clearing of the gateway · Cr wallet`, or `Dr bank` for a transfer, under a key that exists once.
pub async fn credit(payment: &Payment, receipt: &Receipt, tx: &mut Tx) -> AppResult<()> {
    let entry = Entry::draft(
        BookId::PLATFORM,
        "commerce.entries.payment",
        format!("payment:{}", payment.id),
    )
    .about(payment.as_ref())
    .debit(&received(payment), payment.money())
    .credit(&accounts::wallet(payment.tenant_id), payment.money())
    .balanced()?;
    let entry = ledger::post(tx, &entry).await?.id();
    let now = tx.now();
    let bounded = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    diesel::update(commerce_payments::table.find(payment.id))
        .set((
            commerce_payments::state.eq(State::Settled),
            commerce_payments::receipt.eq(bounded(&receipt.number, 100)),
            commerce_payments::card.eq(receipt.card.as_deref().map(|card| bounded(card, 40))),
            commerce_payments::fee.eq(receipt.fee),
            commerce_payments::failure.eq(None::<String>),
            commerce_payments::entry_id.eq(entry),
            commerce_payments::ended_at.eq(now),
        ))
        .execute(tx)
        .await?;
    credited(payment, receipt, tx).await
}

/// Everybody who should know of it.
async fn credited(payment: &Payment, receipt: &Receipt, tx: &mut Tx) -> AppResult<()> {
    let is_late = payment.state != State::Sent;
    let step = if is_late { Step::Late } else { Step::Settled };
    event::note(payment, step, None, tx).await?;
    let event = Audit::new("commerce.payment.settle", PAYMENT, payment.id.0)
        .of_tenant(payment.tenant_id)
        .before(json!({ "state": payment.state }))
        .after(json!({ "amount": payment.money(), "gateway": payment.gateway, "receipt": receipt.number }));
    audit::record(tx, event).await?;
    let fact = PaymentSettled {
        payment: payment.id.0,
        tenant: payment.tenant_id,
        invoice: payment.invoice_id.map(|id| id.0),
        gateway: payment.gateway.clone(),
        amount: payment.amount,
        currency: payment.money().currency,
    };
    module::publish(tx, &fact).await?;
    if is_late || payment.returned_at.is_none() {
        tell::arrived(payment, tx).await?;
    }
    after_settled(payment, tx).await?;
    live::announce(tx, &topic(payment.id)).await
}
