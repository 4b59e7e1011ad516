//! Telling of transfers: staff that a receipt waits, and the payer that it was not accepted.

use kernel::db::{OrNotFound, Tx};
use kernel::error::AppResult;
use kernel::jobs::{Job, JobCx};
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::pages;
use l10n::Format;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::models::Payment;
use super::super::paths;
use crate::ids::PaymentId;
use crate::payouts::models::tell;
use crate::reader;

const TURNED_DOWN: &str = "commerce.mail.transfer_turned_down";

const VARIABLES: &[MailVariable] = &[
    MailVariable {
        name: "name",
        sample: "سارا",
    },
    MailVariable {
        name: "amount",
        sample: "۲۰۹٬۰۰۰ تومان",
    },
    MailVariable {
        name: "words",
        sample: "رسید خوانا نیست",
    },
    MailVariable {
        name: "link",
        sample: "https://sarai.test/payments/0",
    },
];

/// Mails of transfers.
pub fn mails() -> Vec<MailDef> {
    vec![MailDef {
        key: TURNED_DOWN,
        variables: VARIABLES,
    }]
}

/// Tell staff that a receipt waits.
#[derive(Serialize, Deserialize)]
pub struct TellTransfer {
    /// Of which the bells' ids are made: running twice tells once.
    key: Uuid,
    payment: PaymentId,
}

impl TellTransfer {
    /// Of this payment.
    #[must_use]
    pub fn of(payment: PaymentId) -> Self {
        Self {
            key: Uuid::now_v7(),
            payment,
        }
    }
}

impl Job for TellTransfer {
    const NAME: &'static str = "commerce.tell_transfer";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        db.write(async |tx| {
            let payment = Payment::find(self.payment, tx)
                .await
                .or_not_found("commerce.payments.one")?;
            let (bell, href) = ("commerce.transfer.told.waits", paths::desk(payment.id));
            tell::staff(self.key, bell, Some(payment.money()), &href, tx).await
        })
        .await
    }
}

/// The payer thinks that he has paid: he is told by bell and mail that it was not accepted, and why.
pub async fn turned_down(payment: &Payment, why: &str, tx: &mut Tx) -> AppResult<()> {
    let Some(reader) = reader::of(payment.begun_by, payment.tenant_id, tx).await? else {
        return Ok(());
    };
    let amount = Format::for_locale(reader.locale).money(payment.money());
    let (bell, href) = (
        "commerce.transfer.told.turned_down",
        paths::payment(payment.id),
    );
    pages::notify(tx, reader.user, bell, &[("amount", &amount)], &href).await?;
    let link = tx.app().config.absolute(&href);
    let new = NewMail::new(TURNED_DOWN, reader.locale, &reader.email, &reader.name)
        .user(reader.user)
        .var("name", &reader.name)
        .var("amount", amount)
        .var("words", why)
        .var("link", link);
    mail::queue(tx, new).await.map(|_| ())
}
