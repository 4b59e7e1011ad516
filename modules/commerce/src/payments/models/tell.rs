//! What a payer is told who is not looking: the payment came through after the browser had gone.

use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::pages::notify_as;
use kernel::people;
use l10n::Format;

use super::payment::Payment;
use crate::payments::paths;

/// The money is in the wallet. Told once, for the notification has the payment's id.
pub async fn arrived(payment: &Payment, tx: &mut Tx) -> AppResult<()> {
    let Some(payer) = payment.begun_by else {
        return Ok(());
    };
    let Some(contact) = people::contacts(&[payer], tx).await?.pop() else {
        return Ok(());
    };
    let amount = Format::for_locale(contact.locale).money(payment.money());
    notify_as(
        tx,
        payment.id.0,
        payer,
        "commerce.payments.notification.arrived",
        &[("amount", &amount)],
        &paths::payment(payment.id),
    )
    .await
}
