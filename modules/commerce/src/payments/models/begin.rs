//! Beginning a payment: the row first, then the gateway, then its reference, all committed before the payer goes anywhere.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::live;
use l10n::Money;
use serde_json::json;

use super::event::{self, Step};
use super::payment::{PAYMENT, Payment, State, topic};
use crate::ids::{InvoiceId, PaymentId};
use crate::schema::commerce_payments;

/// What a new payment is.
pub struct NewPayment<'a> {
    /// Its id.
    pub id: PaymentId,
    /// Whose money it will be.
    pub tenant: TenantId,
    /// Who pays.
    pub by: UserId,
    /// What for; nothing when the wallet is topped up.
    pub invoice: Option<InvoiceId>,
    /// The gateway's name among ports.
    pub gateway: &'a str,
    /// How much.
    pub amount: Money,
    /// SHA-256 of the token in the address to which the payer comes back.
    pub return_hash: &'a [u8],
}

/// Notes a payment that nobody has been sent to yet.
pub async fn begin(new: &NewPayment<'_>, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let payment: Payment = diesel::insert_into(commerce_payments::table)
        .values((
            commerce_payments::id.eq(new.id),
            commerce_payments::tenant_id.eq(new.tenant),
            commerce_payments::invoice_id.eq(new.invoice),
            commerce_payments::gateway.eq(new.gateway),
            commerce_payments::currency.eq(new.amount.currency.code()),
            commerce_payments::amount.eq(new.amount.minor),
            commerce_payments::state.eq(State::Begun),
            commerce_payments::return_hash.eq(new.return_hash),
            commerce_payments::begun_at.eq(now),
            commerce_payments::begun_by.eq(new.by),
        ))
        .returning(Payment::as_returning())
        .get_result(tx)
        .await?;
    let event = Audit::new("commerce.payment.begin", PAYMENT, new.id.0)
        .of_tenant(new.tenant)
        .after(json!({ "amount": new.amount, "gateway": new.gateway }));
    audit::record(tx, event).await?;
    Ok(event::note(&payment, Step::Begun, None, tx).await?)
}

/// Notes where the gateway expects the payer, and what it said. False when the gateway has given this name to another
/// payment of ours: then nobody may be sent there.
pub async fn sent(
    id: PaymentId,
    reference: &str,
    page: &str,
    raw: &str,
    tx: &mut Tx,
) -> AppResult<bool> {
    let now = tx.now();
    let update = diesel::update(begun(id))
        .set((
            commerce_payments::state.eq(State::Sent),
            commerce_payments::reference.eq(reference),
            commerce_payments::page.eq(page),
            commerce_payments::sent_at.eq(now),
        ))
        .returning(Payment::as_returning());
    let taken = tx.savepoint(async |conn| update.get_result::<Payment>(conn).await);
    match taken.await {
        Ok(payment) => {
            event::note(&payment, Step::Sent, Some(raw), tx).await?;
            live::announce(tx, &topic(id)).await?;
            Ok(true)
        }
        Err(error) if is_taken(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Notes that it could not begin.
pub async fn could_not(id: PaymentId, why: &str, raw: &str, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let payment: Payment = diesel::update(begun(id))
        .set((
            commerce_payments::state.eq(State::Failed),
            commerce_payments::failure.eq(why),
            commerce_payments::ended_at.eq(now),
        ))
        .returning(Payment::as_returning())
        .get_result(tx)
        .await?;
    event::note(&payment, Step::Failed, Some(raw), tx).await?;
    let event = Audit::new("commerce.payment.fail", PAYMENT, id.0)
        .of_tenant(payment.tenant_id)
        .after(json!({ "failure": why }));
    audit::record(tx, event).await?;
    live::announce(tx, &topic(id)).await
}

#[diesel::dsl::auto_type]
fn begun(id: PaymentId) -> _ {
    let state: State = State::Begun;
    commerce_payments::table
        .filter(commerce_payments::id.eq(id))
        .filter(commerce_payments::state.eq(state))
}

/// Whether another row has it already.
pub fn is_taken(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind as Kind, Error};
    matches!(error, Error::DatabaseError(Kind::UniqueViolation, _))
}
