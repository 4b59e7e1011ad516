//! Money that goes back to the card, in full or in part, after the half hour of a reversal.
//! Refused in words, as GraphQL does; there are no codes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use uuid::Uuid;

use super::event::note;
use super::payment::Payment;
use super::terminal::Terminal;
use crate::schema::simulators_zarinpal_refunds as refunds;
use crate::zarinpal::ids::PaymentId;
use crate::zarinpal::words::{EventKind, RefundMethod, RefundReason, Status};

/// Least amount in rial.
pub const LEAST: i64 = 20_000;

/// A refund's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = refunds)]
pub struct Refund {
    /// What the gateway calls it by.
    pub number: i64,
    /// How much.
    pub amount_rial: i64,
    /// How.
    pub method: RefundMethod,
    /// Why.
    pub reason: RefundReason,
    /// In the shop's words.
    pub description: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What the shop says of it.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// Of which payment.
    pub session_id: i64,
    /// How much, in rial.
    pub amount: i64,
    /// In words.
    pub description: String,
    /// How.
    pub method: RefundMethod,
    /// Why.
    pub reason: RefundReason,
}

impl NewRefund {
    /// Gives it back, or says why not.
    pub async fn give(
        &self,
        terminal: &Terminal,
        tx: &mut Tx,
    ) -> AppResult<Result<Refund, &'static str>> {
        let now = tx.now();
        let found = Payment::of_session(self.session_id, tx).await?;
        let Some(payment) = found.filter(|payment| payment.terminal_id == terminal.id) else {
            return Ok(Err("Session not found."));
        };
        if payment.status(now) != Status::Verified {
            return Ok(Err("Session is not refundable."));
        }
        if self.amount < LEAST {
            return Ok(Err("The amount must be at least 20000."));
        }
        let given: i64 = Refund::of(payment.id, tx)
            .await?
            .iter()
            .map(|refund| refund.amount_rial)
            .sum();
        if self.amount > payment.amount_rial - given {
            return Ok(Err("The amount is more than the rest of the session."));
        }
        let refund = diesel::insert_into(refunds::table)
            .values((
                refunds::id.eq(Uuid::now_v7()),
                refunds::payment_id.eq(payment.id),
                refunds::amount_rial.eq(self.amount),
                refunds::method.eq(self.method),
                refunds::reason.eq(self.reason),
                refunds::description.eq(&self.description),
                refunds::created_at.eq(now),
            ))
            .returning(Refund::as_returning())
            .get_result(tx)
            .await?;
        note(payment.id, EventKind::Refunded, None, tx).await?;
        Ok(Ok(refund))
    }
}

impl Refund {
    /// What went back of a payment.
    pub async fn of(payment: PaymentId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        refunds::table
            .filter(refunds::payment_id.eq(payment))
            .order(refunds::id)
            .select(Self::as_select())
            .load(tx)
            .await
    }
}
