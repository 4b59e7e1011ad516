//! Payments whose payer never came back: those that the gateway has as paid and unclaimed, and our own that nobody has heard
//! of. Bounded: a minute asks about so many, the longest unasked first.

use chrono::Duration;
use contracts::commerce::{Gateway, GatewayError, Said, Standing};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::jobs::{self, NewJob};

use super::event::{self, Step};
use super::payment::{Payment, State};
use super::settle::{asked, end, locked, unheard};
use crate::ids::PaymentId;
use crate::payments::jobs::SettlePayment;
use crate::schema::commerce_payments;

/// Unclaimed payments that are looked at in a minute.
const UNCLAIMED: usize = 500;
/// Our own about which the gateway is asked in a minute.
const ASKED: i64 = 60;
/// Calls without an answer after which the gateway is left alone until the next minute.
const SILENT: u32 = 3;
/// So long the payer is left to pay.
const PATIENCE: Duration = Duration::minutes(2);
/// So long a payer may take to hand in the receipt of a transfer.
const UNHANDED: Duration = Duration::days(14);
/// After so long nothing more is expected.
const GIVEN_UP: Duration = Duration::minutes(30);

/// Looks after one gateway's payments.
pub async fn sweep(name: &str, gateway: &dyn Gateway, db: &PlatformDb) -> AppResult<()> {
    if gateway.is_reviewed() {
        return expire_unsent(name, UNHANDED, db).await;
    }
    expire_unsent(name, GIVEN_UP, db).await?;
    match gateway.unclaimed(db.app()).await {
        Ok(said) => {
            let references = said.answer.into_iter().take(UNCLAIMED);
            let references: Vec<String> = references.map(|one| one.reference).collect();
            db.write(async |tx| claim(name, &references, tx).await)
                .await?;
        }
        // Our own are asked about all the same.
        Err(GatewayError::NotOffered) => {}
        // Settling what was begun before it was taken away has no way; it stays as it is.
        Err(GatewayError::NotSetUp) => return Ok(()),
        Err(error) => {
            tracing::warn!(gateway = name, %error, "the list of unclaimed payments was not given");
        }
    }
    look_up_own(name, gateway, db).await
}

/// Has those of the unclaimed that are ours settled, whatever we thought of them.
async fn claim(name: &str, references: &[String], tx: &mut Tx) -> AppResult<()> {
    let ours: Vec<PaymentId> = commerce_payments::table
        .filter(commerce_payments::gateway.eq(name))
        .filter(commerce_payments::reference.eq_any(references))
        .filter(commerce_payments::state.eq_any([State::Sent, State::Failed, State::Expired]))
        .select(commerce_payments::id)
        .load(tx)
        .await?;
    for payment in ours {
        enqueue(payment, tx).await?;
    }
    Ok(())
}

/// Takes the place of the one that waits: while the gateway is away, minutes pile up no jobs.
async fn enqueue(payment: PaymentId, tx: &mut Tx) -> AppResult<()> {
    let job = NewJob::of(&SettlePayment { payment })?;
    jobs::enqueue_raw(tx, job.key(format!("settle {payment}"))).await
}

async fn look_up_own(name: &str, gateway: &dyn Gateway, db: &PlatformDb) -> AppResult<()> {
    let waiting = db.read(async |tx| Ok(waiting(name, tx).await?)).await?;
    let mut silent = 0;
    for (id, reference) in waiting {
        let standing = match gateway.look_up(&reference, db.app()).await {
            // Who cannot say where it stands is asked whether it is paid.
            Err(GatewayError::NotOffered) => Ok(Said {
                answer: Standing::Paid,
                raw: String::new(),
            }),
            other => other,
        };
        match standing {
            Ok(said) => db.write(async |tx| stands(id, &said, tx).await).await?,
            Err(error) => {
                tracing::warn!(gateway = name, payment = %id, %error, "a payment could not be looked up");
                db.write(async |tx| unheard(id, &error, tx).await).await?;
                silent += 1;
            }
        }
        if silent == SILENT {
            break;
        }
    }
    Ok(())
}

async fn waiting(name: &str, tx: &mut ReadTx) -> QueryResult<Vec<(PaymentId, String)>> {
    let before = tx.now() - PATIENCE;
    commerce_payments::table
        .filter(commerce_payments::gateway.eq(name))
        .filter(commerce_payments::state.eq(State::Sent))
        .filter(commerce_payments::sent_at.le(before))
        .order((
            commerce_payments::asked_at.asc().nulls_first(),
            commerce_payments::begun_at,
        ))
        .limit(ASKED)
        .select((
            commerce_payments::id,
            commerce_payments::reference.assume_not_null(),
        ))
        .load(tx)
        .await
}

/// What follows from where it stands. That it is paid is for `verify` to say, and so is that it is not.
async fn stands(id: PaymentId, said: &Said<Standing>, tx: &mut Tx) -> AppResult<()> {
    let payment = locked(id, tx).await?;
    asked(id, tx).await?;
    if payment.state != State::Sent {
        return Ok(());
    }
    if said.answer != Standing::Open {
        event::note(&payment, Step::LookUp, Some(&said.raw), tx).await?;
        return enqueue(id, tx).await;
    }
    if payment.sent_at.is_some_and(|at| at + GIVEN_UP <= tx.now()) {
        event::note(&payment, Step::LookUp, Some(&said.raw), tx).await?;
        end(&payment, State::Expired, "not_paid", tx).await?;
    }
    Ok(())
}

/// Nobody was sent anywhere, the program ended in between; or nobody has handed anything in.
async fn expire_unsent(name: &str, patience: Duration, db: &PlatformDb) -> AppResult<()> {
    db.write(async |tx| {
        let before = tx.now() - patience;
        let unsent: Vec<Payment> = commerce_payments::table
            .filter(commerce_payments::gateway.eq(name))
            .filter(commerce_payments::state.eq(State::Begun))
            .filter(commerce_payments::begun_at.le(before))
            .limit(ASKED)
            .select(Payment::as_select())
            .for_update()
            .skip_locked()
            .load(tx)
            .await?;
        for payment in unsent {
            end(&payment, State::Expired, "not_sent", tx).await?;
        }
        Ok(())
    })
    .await
}
