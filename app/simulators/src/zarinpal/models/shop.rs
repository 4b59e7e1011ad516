//! What a shop does with its payments once they have been paid: verify, list, give back; and the bank's settlement.
//! Each looks at the row under a lock: of two calls at once, one changes it and the other sees that.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Asia::Tehran;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use serde_json::{Value, json};

use super::event::note;
use super::payment::Payment;
use super::terminal::Terminal;
use crate::schema::simulators_zarinpal_payments as payments;
use crate::zarinpal::codes::{Code, Said};
use crate::zarinpal::fees;
use crate::zarinpal::ids::TerminalId;
use crate::zarinpal::words::{EndKind, EventKind, Status};

/// Longest list of what was not verified.
const UNVERIFIED: i64 = 100;
/// How long a payment can be given back by the call.
const REVERSIBLE: Duration = Duration::minutes(30);

/// Verifies a payment: 100 the first time, 101 ever after.
pub async fn verify(
    terminal: &Terminal,
    payment: &Payment,
    amount: i64,
    tx: &mut Tx,
) -> AppResult<Said> {
    let now = tx.now();
    let refused = match payment.status(now) {
        Status::InBank | Status::Failed | Status::Reversed => Some(Code::NotPaid),
        Status::Paid | Status::Verified => (amount != payment.amount).then_some(Code::Amount),
    };
    note(payment.id, EventKind::Verified, refused, tx).await?;
    if let Some(code) = refused {
        return Ok(Err(code.into()));
    }
    if payment.verified_at.is_some() {
        return Ok(Ok(receipt(terminal, payment, 101)));
    }
    diesel::update(payments::table.find(payment.id))
        .set(payments::verified_at.eq(now))
        .execute(tx)
        .await?;
    Ok(Ok(receipt(terminal, payment, 100)))
}

/// What is told of a verified payment. `shaparak_fee` is a text: one of the oddities.
fn receipt(terminal: &Terminal, payment: &Payment, code: i32) -> Value {
    let shaparak = fees::SHAPARAK / payment.currency.rial();
    let mut said = json!({
        "code": code,
        "message": "Verified",
        "card_hash": payment.card_hash,
        "card_pan": payment.card_pan,
        "ref_id": payment.ref_id(),
        "fee_type": terminal.fee_payer,
        "fee": payment.fee(),
        "shaparak_fee": shaparak.to_string(),
    });
    if let Some(fields) = said.as_object_mut() {
        if let Some(order) = &payment.order_id {
            fields.insert("order_id".to_owned(), json!(order));
        }
        if let Some(wages) = &payment.wages {
            fields.insert("wages".to_owned(), wages.clone());
        }
    }
    said
}

/// The newest payments of a terminal that were paid and not verified, as the call tells them: its `code` is a text.
pub async fn unverified(terminal: TerminalId, tx: &mut ReadTx) -> AppResult<Value> {
    let rows: Vec<Payment> = payments::table
        .filter(payments::terminal_id.eq(terminal))
        .filter(payments::end_kind.eq(EndKind::Paid))
        .filter(payments::verified_at.is_null())
        .filter(payments::reversed_at.is_null())
        .order(payments::id.desc())
        .limit(UNVERIFIED)
        .select(Payment::as_select())
        .load(tx)
        .await?;
    let authorities: Vec<Value> = rows
        .iter()
        .map(|payment| {
            json!({
                "authority": payment.authority,
                "amount": payment.amount_rial,
                "callback_url": payment.callback_url,
                "referer": payment.referer,
                "date": in_tehran(payment.created_at),
            })
        })
        .collect();
    Ok(json!({ "code": "100", "message": "Success", "authorities": authorities }))
}

/// `2020-07-01 17:33:25`.
fn in_tehran(at: DateTime<Utc>) -> String {
    at.with_timezone(&Tehran)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// Why a payment cannot be given back now.
fn irreversible(payment: &Payment, now: DateTime<Utc>) -> Option<Code> {
    match payment.status(now) {
        Status::Paid | Status::Verified => {}
        Status::InBank | Status::Failed | Status::Reversed => return Some(Code::ReverseStatus),
    }
    if payment.settled_at.is_some() {
        return Some(Code::ReverseBank);
    }
    let is_late = payment.ended_at.is_none_or(|at| now - at > REVERSIBLE);
    is_late.then_some(Code::ReverseTime)
}

/// Gives a payment back in full.
pub async fn reverse(payment: &Payment, tx: &mut Tx) -> AppResult<Said> {
    let now = tx.now();
    let refused = irreversible(payment, now);
    note(payment.id, EventKind::Reversed, refused, tx).await?;
    if let Some(code) = refused {
        return Ok(Err(code.into()));
    }
    diesel::update(payments::table.find(payment.id))
        .set(payments::reversed_at.eq(now))
        .execute(tx)
        .await?;
    Ok(Ok(json!({ "code": 100, "message": "Reversed" })))
}

/// The money goes to the shop's bank; `false` when there is none to go, or it went before.
pub async fn settle(payment: &Payment, tx: &mut Tx) -> AppResult<bool> {
    let now = tx.now();
    if !payment.may_settle(now) {
        return Ok(false);
    }
    diesel::update(payments::table.find(payment.id))
        .set(payments::settled_at.eq(now))
        .execute(tx)
        .await?;
    note(payment.id, EventKind::Settled, None, tx).await?;
    Ok(true)
}
