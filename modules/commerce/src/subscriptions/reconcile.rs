//! Brings a service to what its money says, one job at a time for each service, so that a top-up cannot overtake a
//! suspension. Running it again does what is left to do, or nothing.

use contracts::commerce::{Done, Provided, Purchase};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::jobs::{self, Job, JobCx, NewJob};
use kernel::module::{self, ResourceRef};
use kernel::{live, pages, people};
use l10n::Locale;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::notices;
use super::service::{Standing, Subscription, Wanted};
use super::work::{self, Outcome, Verb};
use crate::catalogue::kind;
use crate::facts::ServiceReady;
use crate::ids::SubscriptionId;
use crate::schema::commerce_subscriptions;
use crate::{metering, paths, topics, usage};

/// Kind of a service, as the subject of events.
pub const SUBJECT: &str = "commerce.subscription";

/// The job: bring this service to what is wanted.
#[derive(Serialize, Deserialize)]
pub struct ReconcileService {
    service: SubscriptionId,
}

/// Has a service brought to what is wanted, when this transaction commits.
pub async fn enqueue(service: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    let job = NewJob::of(&ReconcileService { service })?;
    jobs::enqueue_raw(tx, job.queue(format!("commerce.service.{service}"))).await
}

impl Job for ReconcileService {
    const NAME: &'static str = "commerce.reconcile_service";
    const MAX_ATTEMPTS: i32 = 8;

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let (db, id) = (cx.db.platform(), self.service);
        let Err(error) = db.write(async |tx| step(id, tx).await).await else {
            return Ok(());
        };
        let (detail, last) = (error.to_string(), cx.last_attempt);
        db.write(async |tx| failed(id, &detail, last, tx).await)
            .await?;
        Err(error)
    }
}

/// What has to be done to come from what is to what is wanted.
fn verb(service: &Subscription) -> Option<Verb> {
    match (service.wanted, service.standing) {
        (Wanted::Running, Standing::Nothing) => Some(Verb::Provide),
        (Wanted::Running, Standing::Suspended) => Some(Verb::Resume),
        (Wanted::Running, Standing::Running) if service.wanted_options.is_some() => {
            Some(Verb::Change)
        }
        (Wanted::Suspended, Standing::Running) => Some(Verb::Suspend),
        (Wanted::Ended, Standing::Running | Standing::Suspended) => Some(Verb::Terminate),
        _ => None,
    }
}

async fn step(id: SubscriptionId, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    let Some(verb) = verb(&service) else {
        return Ok(());
    };
    let app = std::sync::Arc::clone(tx.app());
    let kind = kind(&app, &service.kind)?;
    let thing = || {
        service
            .thing_id
            .ok_or_else(|| AppError::internal(format!("service {id} has no thing")))
    };
    let done = match verb {
        Verb::Provide => {
            let purchase = Purchase {
                key: id.0,
                tenant: service.tenant_id,
                by: service.bought_by,
                options: service.options.clone(),
            };
            match kind.provide(&purchase, tx).await? {
                Provided::Ready(thing) => return provided(&service, &thing, tx).await,
                Provided::Working => Done::Later,
            }
        }
        Verb::Suspend => kind.suspend(thing()?, tx).await?,
        Verb::Resume => kind.resume(thing()?, tx).await?,
        Verb::Change => {
            let options = service.wanted_options.as_ref();
            let options = options.unwrap_or(&service.options);
            kind.change(thing()?, options, tx).await?
        }
        Verb::Terminate => kind.terminate(thing()?, tx).await?,
    };
    match done {
        Done::Now => settle(&service, verb, tx).await,
        Done::Later => {
            stand(&service, Standing::Working, Some(verb), tx).await?;
            Ok(work::log(id, verb, Outcome::Working, None, tx).await?)
        }
    }
}

/// Notes the thing that was provided, and tells its buyer.
pub async fn provided(service: &Subscription, thing: &ResourceRef, tx: &mut Tx) -> AppResult<()> {
    note_thing(service, thing, tx).await?;
    usage::begin(service, tx).await?;
    settle(service, Verb::Provide, tx).await?;
    if let Some(buyer) = service.bought_by {
        let contacts = people::contacts(&[buyer], tx).await?;
        let locale = contacts
            .into_iter()
            .next()
            .map_or_else(Locale::default, |one| one.locale);
        let (name, href) = (service.name(locale), paths::service(service.id));
        pages::notify(tx, buyer, "commerce.told.ready", &[("name", name)], &href).await?;
    }
    let fact = ServiceReady {
        service: service.id,
        tenant: service.tenant_id,
    };
    module::publish(tx, &fact).await
}

/// Notes what its kind brought about.
pub async fn note_thing(
    service: &Subscription,
    thing: &ResourceRef,
    tx: &mut Tx,
) -> QueryResult<usize> {
    use commerce_subscriptions as s;
    let set = (s::thing_kind.eq(&thing.kind), s::thing_id.eq(thing.id));
    let row = s::table.find(service.id);
    diesel::update(row).set(set).execute(tx).await
}

/// Notes that a verb has come about, and goes on where more is wanted.
pub async fn settle(service: &Subscription, verb: Verb, tx: &mut Tx) -> AppResult<()> {
    let standing = match verb {
        Verb::Provide | Verb::Resume | Verb::Change => Standing::Running,
        Verb::Suspend => Standing::Suspended,
        Verb::Terminate => Standing::Ended,
    };
    stand(service, standing, None, tx).await?;
    if service.cycle.is_metered()
        && standing == Standing::Running
        && service.wanted == Wanted::Running
    {
        metering::start(service, tx).await?;
    }
    if verb == Verb::Change {
        changed(service, tx).await?;
    }
    work::log(service.id, verb, Outcome::Done, None, tx).await?;
    let event = Audit::new("commerce.service.change", SUBJECT, service.id.0)
        .of_tenant(service.tenant_id)
        .before(json!({ "standing": service.standing }))
        .after(json!({ "standing": standing }));
    audit::record(tx, event).await?;
    enqueue(service.id, tx).await
}

/// Notes that its kind has made what was wanted of it, and tells its owner.
async fn changed(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    use commerce_subscriptions as s;
    let options = service.wanted_options.as_ref().unwrap_or(&service.options);
    let set = (s::options.eq(options), s::wanted_options.eq(None::<Value>));
    let row = s::table.find(service.id);
    diesel::update(row).set(set).execute(tx).await?;
    usage::become_another(service, tx).await?;
    notices::changed(service, tx).await
}

/// Notes how it stands now.
pub async fn stand(
    service: &Subscription,
    standing: Standing,
    doing: Option<Verb>,
    tx: &mut Tx,
) -> AppResult<()> {
    use commerce_subscriptions as s;
    let ended = (standing == Standing::Ended).then(|| tx.now());
    let set = (
        s::standing.eq(standing),
        s::doing.eq(doing),
        s::ended_at.eq(ended),
        s::failed_at.eq(None::<chrono::DateTime<chrono::Utc>>),
        s::failure.eq(None::<String>),
    );
    let row = s::table.find(service.id);
    diesel::update(row).set(set).execute(tx).await?;
    live::announce(tx, &topics::money(service.tenant_id)).await
}

/// Notes a try that did not work; after the last one it is the staff's.
async fn failed(id: SubscriptionId, detail: &str, last: bool, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find_for_update(id, tx).await?;
    let Some(verb) = verb(&service) else {
        return Ok(());
    };
    let outcome = if last {
        Outcome::GaveUp
    } else {
        Outcome::Failed
    };
    work::log(id, verb, outcome, Some(detail), tx).await?;
    if last {
        hand_over(&service, detail, tx).await?;
    }
    Ok(())
}

/// Leaves a service to the staff, with the reason.
pub async fn hand_over(service: &Subscription, reason: &str, tx: &mut Tx) -> AppResult<()> {
    use commerce_subscriptions as s;
    let reason: String = reason.chars().take(work::MOST_DETAIL).collect();
    let set = (s::failed_at.eq(tx.now()), s::failure.eq(&reason));
    let row = s::table.find(service.id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.service.hand_over", SUBJECT, service.id.0)
        .of_tenant(service.tenant_id)
        .after(json!({ "reason": reason }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(service.tenant_id)).await
}
