//! A service that was paid and did not come: over, and what its kind brings about all the same is ended too.

use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::module::ResourceRef;

use super::reconcile;
use super::renewal;
use super::service::{Standing, Subscription, Wanted};
use super::work::Verb;
use crate::changes;

/// Ends a service that is locked and has no thing. Its kind may still be at work: see [`late`].
pub async fn give_up(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    // Its owner is told by whoever gives it back.
    renewal::void_next(service, tx).await?;
    changes::give_up_scheduled(service.id, tx).await?;
    renewal::want(service, Wanted::Ended, tx).await?;
    reconcile::stand(service, Standing::Ended, None, tx).await
}

/// Whether what its kind brings comes too late.
pub fn is_over(service: &Subscription) -> bool {
    service.wanted == Wanted::Ended && service.thing_id.is_none()
}

/// Notes the thing that came when the service was over, and has it ended: nobody keeps what was given back.
pub async fn late(service: &Subscription, thing: &ResourceRef, tx: &mut Tx) -> AppResult<()> {
    reconcile::note_thing(service, thing, tx).await?;
    reconcile::settle(service, Verb::Provide, tx).await
}
