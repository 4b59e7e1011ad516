//! What a shop asks of those who provide what it sells. A module offers a kind of product under its own name,
//! `ports.offer_named::<dyn ProductKind>("vps.machine", …)`; whatever keeps catalogue, orders and money finds all of them
//! by `ports.all::<dyn ProductKind>()` and knows none by name.

use kernel::AppResult;
use kernel::db::Tx;
use kernel::error::FieldErrors;
use kernel::ids::{TenantId, UserId};
use kernel::module::ResourceRef;
use serde_json::Value;
use uuid::Uuid;

/// One thing that was bought.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The line of the order: providing it again under the same key gives the same thing and makes no second one.
    pub key: Uuid,
    /// Who owns the thing.
    pub tenant: TenantId,
    /// Who bought it; nobody when it renews itself.
    pub by: Option<UserId>,
    /// What the buyer chose, as [`ProductKind::check`] has accepted it.
    pub options: Value,
}

/// A kind of thing that can be sold. Each verb runs in the seller's transaction and only notes what is to be: work with
/// the outside is a job that the verb enqueues. Each verb is idempotent.
#[async_trait::async_trait]
pub trait ProductKind: Send + Sync {
    /// Text key of its name.
    fn label(&self) -> &'static str;
    /// What is wrong with these options, by their names; nothing when they can be sold.
    fn check(&self, options: &Value) -> FieldErrors;
    /// Provides it.
    async fn provide(&self, purchase: &Purchase, tx: &mut Tx) -> AppResult<ResourceRef>;
    /// Stops it until it is paid; nothing of it is lost.
    async fn suspend(&self, thing: Uuid, tx: &mut Tx) -> AppResult<()>;
    /// Lets it go on.
    async fn resume(&self, thing: Uuid, tx: &mut Tx) -> AppResult<()>;
    /// Ends it for good.
    async fn terminate(&self, thing: Uuid, tx: &mut Tx) -> AppResult<()>;
}
