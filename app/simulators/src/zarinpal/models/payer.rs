//! What the payer does at the gateway, once: a payment that has ended does not end again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};

use super::event::note;
use super::fault::Fault;
use super::payment::Payment;
use crate::schema::simulators_zarinpal_payments as payments;
use crate::zarinpal::cards::Card;
use crate::zarinpal::words::{Call, EndKind, FaultKind, Outcome};

/// What is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// What happens.
    pub outcome: Outcome,
    /// With which card.
    pub card: Card,
}

/// Ends the payment as the payer chose. One that has ended, by a choice or by the clock, stays as it is. Returns it.
pub async fn choose(authority: &str, choice: Choice, tx: &mut Tx) -> AppResult<Payment> {
    let now = tx.now();
    let found = Payment::of_for_update(authority, tx).await?;
    let payment = found.ok_or(AppError::NotFound("simulators.zarinpal.payment"))?;
    if payment.end_kind.is_some() {
        return Ok(payment);
    }
    let end = if now >= payment.expires_at {
        EndKind::Expired
    } else {
        choice.outcome.end()
    };
    let card = (end == EndKind::Paid).then_some(choice.card);
    let fault = Fault::take(payment.terminal_id, Call::Callback, tx).await?;
    let amount = fault.filter(|fault| fault.kind == FaultKind::Amount);
    let ended = diesel::update(payments::table.find(payment.id))
        .set((
            payments::end_kind.eq(end),
            payments::ended_at.eq(now),
            payments::card_pan.eq(card.map(Card::masked)),
            payments::card_hash.eq(card.map(Card::hash)),
            payments::callback_amount.eq(amount.map(|fault| fault.value)),
        ))
        .returning(Payment::as_returning())
        .get_result(tx)
        .await?;
    note(payment.id, end.event(), None, tx).await?;
    Ok(ended)
}
