//! Taking a payment back. The money is held in the wallet first, so that nobody spends what the gateway may give back
//! meanwhile; it leaves the wallet when the gateway has agreed, and stays there when it has not.

use chrono::{DateTime, Duration, Utc};
use contracts::commerce::{GatewayError, Standing};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, PlatformDb, Tx};
use kernel::error::{AppError, AppResult};
use kernel::{jobs, live};
use ledger::{BookId, Entry, HoldId, NewHold, Refusal};
use serde_json::json;
use uuid::Uuid;

use super::event::{self, Step};
use super::payment::{PAYMENT, Payment, State, topic};
use super::settle::{gateway, locked};
use crate::accounts;
use crate::ids::PaymentId;
use crate::payments::jobs::ReversePayment;
use crate::schema::commerce_payments;

/// How long the money may be held: longer than a gateway is ever away.
const HELD: Duration = Duration::days(30);

/// Whether it can be taken back now, and is not yet.
pub fn can_be(payment: &Payment, app: &App, now: DateTime<Utc>) -> bool {
    let within = gateway(payment, app)
        .ok()
        .and_then(|gateway| gateway.reverses_within());
    let paid_at = payment.ended_at.filter(|_| payment.state == State::Settled);
    match (within, paid_at) {
        (Some(within), Some(at)) => payment.reversal_at.is_none() && now <= at + within,
        _ => false,
    }
}

/// Holds the money and has the gateway asked to give it back.
pub async fn ask_back(id: PaymentId, reason: &str, tx: &mut Tx) -> AppResult<()> {
    let payment = locked(id, tx).await?;
    let now = tx.now();
    if !can_be(&payment, tx.app(), now) {
        return Err(AppError::Conflict(
            "commerce.payments.problem.not_reversible",
        ));
    }
    let hold = hold(&payment, tx).await?;
    let by = tx.who().user;
    diesel::update(commerce_payments::table.find(id))
        .set((
            commerce_payments::reversal_at.eq(now),
            commerce_payments::reversal_by.eq(by),
            commerce_payments::reversal_hold.eq(hold),
        ))
        .execute(tx)
        .await?;
    event::note(&payment, Step::Reversal, Some(reason), tx).await?;
    let event = Audit::new("commerce.payment.ask_back", PAYMENT, id.0)
        .of_tenant(payment.tenant_id)
        .after(json!({ "amount": payment.money(), "reason": reason }));
    audit::record(tx, event).await?;
    jobs::enqueue(tx, &ReversePayment { payment: id }).await?;
    live::announce(tx, &topic(id)).await
}

/// Each try has a hold of its own: the row is locked, and one that was given back stays given back.
async fn hold(payment: &Payment, tx: &mut Tx) -> AppResult<HoldId> {
    let new = NewHold {
        account: &accounts::wallet(payment.tenant_id),
        amount: payment.money(),
        key: &format!("reversal:{}:{}", payment.id, Uuid::now_v7()),
        about: Some(payment.as_ref()),
        expires_at: tx.now() + HELD,
    };
    ledger::hold(tx, new)
        .await
        .map_err(|error| match error.refusal() {
            Some(Refusal::Short { .. }) => AppError::Conflict("commerce.payments.problem.spent"),
            _ => error.into(),
        })
}

/// Asks the gateway to give it back, and does what follows. An error means that it gave no answer to rely on.
pub async fn reverse(id: PaymentId, db: &PlatformDb) -> AppResult<()> {
    let found = db.read(async |tx| {
        Payment::find(id, tx)
            .await
            .or_not_found("commerce.payments.one")
    });
    let payment = found.await?;
    let (Some(reference), true) = (payment.reference.as_deref(), payment.is_being_reversed())
    else {
        return Ok(());
    };
    let gateway = gateway(&payment, db.app())?;
    let (is_back, raw) = match gateway.reverse(reference, db.app()).await {
        Ok(said) => (true, said.raw),
        // Refused, perhaps because an earlier call did it whose answer was lost.
        Err(GatewayError::Refused { code, raw }) => {
            let standing = gateway.look_up(reference, db.app()).await;
            let standing = standing.map_err(|error| AppError::Upstream(error.to_string()))?;
            let raw = format!("{code}: {raw}\n{}", standing.raw);
            (standing.answer == Standing::Reversed, raw)
        }
        Err(error) => return Err(AppError::Upstream(format!("{}: {error}", payment.gateway))),
    };
    db.write(async |tx| done(id, is_back, &raw, tx).await).await
}

async fn done(id: PaymentId, is_back: bool, raw: &str, tx: &mut Tx) -> AppResult<()> {
    let payment = locked(id, tx).await?;
    let Some(hold) = payment
        .reversal_hold
        .filter(|_| payment.is_being_reversed())
    else {
        return Ok(());
    };
    event::note(&payment, Step::Reverse, Some(raw), tx).await?;
    let (step, action) = if is_back {
        give_back(&payment, hold, tx).await?;
        (Step::Reversed, "commerce.payment.reverse")
    } else {
        ledger::release(tx, hold).await?;
        diesel::update(commerce_payments::table.find(id))
            .set((
                commerce_payments::reversal_at.eq(None::<DateTime<Utc>>),
                commerce_payments::reversal_hold.eq(None::<HoldId>),
            ))
            .execute(tx)
            .await?;
        (Step::Kept, "commerce.payment.keep")
    };
    event::note(&payment, step, None, tx).await?;
    let event = Audit::new(action, PAYMENT, id.0).of_tenant(payment.tenant_id);
    audit::record(tx, event.after(json!({ "amount": payment.money() }))).await?;
    live::announce(tx, &topic(id)).await
}

async fn give_back(payment: &Payment, hold: HoldId, tx: &mut Tx) -> AppResult<()> {
    let key = format!("payment:{}:reversed", payment.id);
    let entry = Entry::draft(BookId::PLATFORM, "commerce.entries.reversal", key)
        .about(payment.as_ref())
        .debit(&accounts::wallet(payment.tenant_id), payment.money())
        .credit(&accounts::clearing(&payment.gateway), payment.money())
        .balanced()?;
    ledger::capture(tx, hold, &entry).await?;
    let now = tx.now();
    diesel::update(commerce_payments::table.find(payment.id))
        .set((
            commerce_payments::state.eq(State::Reversed),
            commerce_payments::ended_at.eq(now),
        ))
        .execute(tx)
        .await?;
    Ok(())
}
