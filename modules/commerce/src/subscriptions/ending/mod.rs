//! The customer, or staff for him, decides whether a service goes on: by itself, until its period ends, or not a minute longer.

pub mod desk;
mod forms;
pub mod routes;
pub mod views;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::jobs::{self, Job, JobCx, NewJob};
use kernel::live;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use forms::{CancelForm, When};

use super::notices;
use super::reconcile::SUBJECT;
use super::renewal::{self, RenewServices, void_next};
use super::service::Subscription;
use crate::changes;
use crate::ids::SubscriptionId;
use crate::schema::commerce_subscriptions;
use crate::topics;

kernel::words! {
    /// What is told of an end.
    pub enum Told {
        /// It will end with its period.
        Ending = "ending",
        /// It is over.
        Ended = "ended",
    }
}

/// The job: tell the owner of a service how it ends. A job because a customer's own role writes no mail.
#[derive(Serialize, Deserialize)]
pub struct TellEnding {
    service: SubscriptionId,
    told: Told,
}

impl Job for TellEnding {
    const NAME: &'static str = "commerce.tell_ending";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let (id, told) = (self.service, self.told);
        let db = cx.db.platform();
        db.write(async |tx| {
            let service = Subscription::find(id, tx).await?;
            match told {
                // Taken back meanwhile: there is nothing to tell.
                Told::Ending if service.cancelled_at.is_none() => Ok(()),
                Told::Ending => notices::ending(&service, tx).await,
                Told::Ended => notices::ended(&service, tx).await,
            }
        })
        .await
    }
}

/// Has the owner told, when this transaction commits.
pub async fn tell(service: SubscriptionId, told: Told, tx: &mut Tx) -> AppResult<()> {
    let job = NewJob::of(&TellEnding { service, told })?;
    jobs::enqueue_raw(tx, job).await
}

/// Lets a service go on by itself, or end with its period. Off, what was invoiced of the next period is void; on, a
/// cancellation is taken back, and the clock makes the invoice again.
pub async fn set_renewal(id: SubscriptionId, on: bool, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    if service.paid_until(tx.now()).is_none() {
        return Err(AppError::Conflict("commerce.ending.too_late"));
    }
    if service.auto_renew == on {
        return Ok(());
    }
    if !on {
        void_next(&service, tx).await?;
    }
    note(&service, on, None, tx).await?;
    if on {
        jobs::enqueue(tx, &RenewServices {}).await?;
    }
    Ok(())
}

/// Why and by whom a service is cancelled.
struct Cancelled<'a> {
    by: UserId,
    form: &'a CancelForm,
}

/// Cancels a service: now, or at the end of what is paid. Nothing is given back of a period that was begun.
pub async fn cancel(
    id: SubscriptionId,
    form: &CancelForm,
    by: UserId,
    tx: &mut Tx,
) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    check(&service, form.when, tx)?;
    note(&service, false, Some(&Cancelled { by, form }), tx).await?;
    if form.when == When::Now {
        return renewal::end(&service, tx).await;
    }
    void_next(&service, tx).await?;
    tell(id, Told::Ending, tx).await
}

fn check(service: &Subscription, when: When, tx: &Tx) -> AppResult<()> {
    if !service.is_owned() {
        return Err(AppError::Conflict("commerce.ending.over"));
    }
    if service.thing_id.is_none() {
        return Err(AppError::Conflict("commerce.ending.not_there_yet"));
    }
    if when == When::PeriodEnd && service.paid_until(tx.now()).is_none() {
        return Err(AppError::invalid("when", "commerce.ending.now_only"));
    }
    Ok(())
}

async fn note(
    service: &Subscription,
    on: bool,
    why: Option<&Cancelled<'_>>,
    tx: &mut Tx,
) -> AppResult<()> {
    use commerce_subscriptions as s;
    let at = why.map(|_| tx.now());
    let set = (
        s::auto_renew.eq(on),
        s::cancelled_at.eq(at),
        s::cancelled_by.eq(why.map(|why| why.by)),
        s::cancel_reason.eq(why.map(|why| why.form.reason)),
        s::cancel_note.eq(why.and_then(|why| why.form.note.as_deref())),
    );
    let row = s::table.find(service.id);
    diesel::update(row).set(set).execute(tx).await?;
    changes::supersede(service.id, tx).await?;
    let action = match (why, on) {
        (Some(_), _) => "commerce.service.cancel",
        (None, true) => "commerce.service.renew",
        (None, false) => "commerce.service.stop_renewing",
    };
    let event = Audit::new(action, SUBJECT, service.id.0)
        .of_tenant(service.tenant_id)
        .before(json!({ "auto_renew": service.auto_renew }));
    let after = match why {
        Some(Cancelled { form, .. }) => {
            json!({ "auto_renew": on, "when": form.when, "reason": form.reason, "note": form.note })
        }
        None => json!({ "auto_renew": on }),
    };
    audit::record(tx, event.after(after)).await?;
    live::announce(tx, &topics::money(service.tenant_id)).await
}
