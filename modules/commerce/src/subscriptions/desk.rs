//! The port by which kinds of products tell what has come about later.

use contracts::commerce::ServiceDesk;
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::module::ResourceRef;
use uuid::Uuid;

use super::service::{Standing, Subscription, Wanted};
use super::work::{self, Outcome, Verb};
use super::{give_up, reconcile};
use crate::ids::SubscriptionId;
use crate::usage;

/// The desk.
pub struct Services;

/// A service whose kind is at work; nothing when that was told before.
async fn at_work(key: Uuid, tx: &mut Tx) -> AppResult<Option<Subscription>> {
    let service = Subscription::find_for_update(SubscriptionId(key), tx).await?;
    Ok(Some(service).filter(|one| one.standing == Standing::Working))
}

/// What was being done; read off what is wanted where it was begun before that was noted.
fn verb(service: &Subscription) -> Verb {
    if let Some(verb) = service.doing {
        return verb;
    }
    match (service.wanted, service.thing_id) {
        (_, None) => Verb::Provide,
        (Wanted::Suspended, _) => Verb::Suspend,
        (Wanted::Ended, _) => Verb::Terminate,
        (Wanted::Running | Wanted::Nothing, _) => Verb::Resume,
    }
}

#[rocket::async_trait]
impl ServiceDesk for Services {
    async fn provided(&self, key: Uuid, thing: &ResourceRef, tx: &mut Tx) -> AppResult<()> {
        let service = Subscription::find_for_update(SubscriptionId(key), tx).await?;
        if give_up::is_over(&service) {
            return give_up::late(&service, thing, tx).await;
        }
        match Some(service).filter(|one| one.standing == Standing::Working) {
            Some(service) => reconcile::provided(&service, thing, tx).await,
            None => Ok(()),
        }
    }

    async fn done(&self, key: Uuid, tx: &mut Tx) -> AppResult<()> {
        match at_work(key, tx).await? {
            Some(service) => reconcile::settle(&service, verb(&service), tx).await,
            None => Ok(()),
        }
    }

    async fn used(&self, key: Uuid, counter: &str, total: i64, tx: &mut Tx) -> AppResult<()> {
        usage::count(SubscriptionId(key), counter, total, tx).await
    }

    async fn gave_up(&self, key: Uuid, reason: &str, tx: &mut Tx) -> AppResult<()> {
        let Some(service) = at_work(key, tx).await? else {
            return Ok(());
        };
        work::log(
            service.id,
            verb(&service),
            Outcome::GaveUp,
            Some(reason),
            tx,
        )
        .await?;
        reconcile::hand_over(&service, reason, tx).await
    }
}
