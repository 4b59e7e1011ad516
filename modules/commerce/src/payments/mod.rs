//! Payments: money that comes in through gateways. It always goes to the wallet first; what it was meant for is paid from
//! there. [`start`](start::start) sends a payer to a gateway, `models::settle` credits what came.

mod forms;
pub mod jobs;
pub mod models;
pub mod paths;
pub mod routes;
pub mod settings;
pub mod start;
pub mod transfer;
pub mod views;
pub mod zarinpal;

use kernel::db::Tx;
use kernel::error::AppResult;
use ledger::Account;

use crate::{accounts, subscriptions};
use models::Payment;

/// Where the money of a payment is when it is settled: with the gateway, or at our bank when it came there by itself.
fn received(payment: &Payment) -> Account {
    if transfer::is(payment) {
        accounts::bank()
    } else {
        accounts::clearing(&payment.gateway)
    }
}

/// What follows when a payment is in the wallet, in the same transaction.
/// By a job: paying locks services and invoices before the wallet, which is locked here already.
pub async fn after_settled(payment: &Payment, tx: &mut Tx) -> AppResult<()> {
    subscriptions::enqueue_due(payment.tenant_id, payment.invoice_id, tx).await
}
