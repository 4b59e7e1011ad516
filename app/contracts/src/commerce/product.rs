//! Kinds of things that can be sold, and what they report when their work ends later.

use kernel::AppResult;
use kernel::db::Tx;
use kernel::error::{AppError, FieldErrors};
use kernel::ids::{TenantId, UserId};
use kernel::module::ResourceRef;
use serde_json::Value;
use uuid::Uuid;

use super::options::{OptionDef, check_options};

/// One thing that was bought.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The service as the shop calls it: providing it again under the same key gives the same thing and makes no second one.
    pub key: Uuid,
    /// Who owns the thing.
    pub tenant: TenantId,
    /// Who bought it; nobody when it renews itself.
    pub by: Option<UserId>,
    /// What the buyer chose, as [`ProductKind::check`] has accepted it.
    pub options: Value,
}

/// What providing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provided {
    /// It is there.
    Ready(ResourceRef),
    /// It is being made; the [`ServiceDesk`] will be told.
    Working,
}

/// What another verb came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is so.
    Now,
    /// It will be so; the [`ServiceDesk`] will be told.
    Later,
}

/// Something of a thing that its kind counts, and that a seller may have paid by the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CounterDef {
    /// Its name: lower-case letters, digits, `_`.
    pub name: &'static str,
    /// Text key of what is counted.
    pub label: &'static str,
    /// Text key of the unit in which it is shown and paid.
    pub unit: &'static str,
    /// Text key of several of them.
    pub units: &'static str,
    /// How many of what is counted are one unit: 1 for pieces, 2³⁰ for bytes that are paid by the gibibyte.
    pub scale: i64,
}

/// A kind of thing that can be sold. Each verb runs in the seller's transaction and only notes what is to be: work with
/// the outside is a job that the verb enqueues. Each verb is idempotent.
#[async_trait::async_trait]
pub trait ProductKind: Send + Sync {
    /// Text key of its name.
    fn label(&self) -> &'static str;

    /// What the buyer chooses. The form, its check and what an operator may fix come from here.
    fn options(&self) -> Vec<OptionDef> {
        Vec::new()
    }

    /// What is wrong with these options, by their names; nothing when they can be sold.
    fn check(&self, options: &Value) -> FieldErrors {
        check_options(&self.options(), options)
    }

    /// What it counts of its things, told to the [`ServiceDesk`] by [`used`](ServiceDesk::used).
    fn counters(&self) -> Vec<CounterDef> {
        Vec::new()
    }

    /// Provides it.
    async fn provide(&self, purchase: &Purchase, tx: &mut Tx) -> AppResult<Provided>;

    /// Stops it until it is paid; nothing of it is lost.
    async fn suspend(&self, thing: Uuid, tx: &mut Tx) -> AppResult<Done>;

    /// Lets it go on.
    async fn resume(&self, thing: Uuid, tx: &mut Tx) -> AppResult<Done>;

    /// Text key that says for how long a thing is away while it is changed; nothing when this kind cannot change what
    /// stands. A kind that says something here overrides [`change`](Self::change).
    fn changing(&self) -> Option<&'static str> {
        None
    }

    /// Makes of it what these options say, as [`check`](Self::check) has accepted them.
    async fn change(&self, thing: Uuid, _options: &Value, _: &mut Tx) -> AppResult<Done> {
        Err(AppError::internal(format!(
            "{thing} is of a kind that is not changed"
        )))
    }

    /// Ends it for good.
    async fn terminate(&self, thing: Uuid, tx: &mut Tx) -> AppResult<Done>;
}

/// Whom a kind tells that work has ended which it had left for later. The key is [`Purchase::key`]. Telling it twice changes
/// nothing.
#[async_trait::async_trait]
pub trait ServiceDesk: Send + Sync {
    /// The thing is there.
    async fn provided(&self, key: Uuid, thing: &ResourceRef, tx: &mut Tx) -> AppResult<()>;

    /// Suspending, resuming, changing or ending has come about.
    async fn done(&self, key: Uuid, tx: &mut Tx) -> AppResult<()>;

    /// A counter of [`ProductKind::counters`] stands at `total` since the thing was provided. Totals only rise: one that is
    /// told again, or lower than before, changes nothing. What was added belongs to the Jalali month of the telling.
    async fn used(&self, key: Uuid, counter: &str, total: i64, tx: &mut Tx) -> AppResult<()>;

    /// It cannot be done without somebody; the reason is for staff.
    async fn gave_up(&self, key: Uuid, reason: &str, tx: &mut Tx) -> AppResult<()>;
}
