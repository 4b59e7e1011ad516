//! Facts and checks: what modules say to each other without knowing each other.
//! A fact becomes one job per subscriber in the caller's transaction; a check runs inside it and may refuse.

use std::any::Any;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::contribution::BoxFuture;
use crate::db::Tx;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::ids::TenantId;
use crate::jobs::{self, Job, NewJob};

/// Something that happened. The name carries a version: `billing.invoice_paid.v1`.
pub trait Fact: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Name with version.
    const NAME: &'static str;
    /// Of whom it tells: their own webhooks hear of it, and no other tenant's. `None`: of nobody in particular.
    fn tenant(&self) -> Option<TenantId>;
}

/// A module's wish to hear of a fact by a job.
#[derive(Clone, Copy, Debug)]
pub struct Subscription {
    /// Name of the fact.
    pub fact: &'static str,
    /// Name of the job that is told.
    pub job: &'static str,
    convert: fn(Value) -> AppResult<Value>,
}

impl Subscription {
    /// `J` is told of every `F`.
    #[must_use]
    pub fn of<F: Fact, J: Job + From<F>>() -> Self {
        Self {
            fact: F::NAME,
            job: J::NAME,
            convert: |value| {
                Ok(serde_json::to_value(J::from(serde_json::from_value::<F>(
                    value,
                )?))?)
            },
        }
    }
}

/// Tells a fact: one job per subscriber, at least once, only if this transaction commits; and to those outside who
/// listen, if a module declares it for outsiders.
pub async fn publish<F: Fact>(tx: &mut Tx, fact: &F) -> AppResult<()> {
    let app = std::sync::Arc::clone(&tx.app);
    let value = serde_json::to_value(fact)?;
    for subscription in app.registry.subscribers(F::NAME) {
        let payload = (subscription.convert)(value.clone())?;
        jobs::enqueue_raw(tx, NewJob::named(subscription.job, payload)).await?;
    }
    crate::webhooks::tell(tx, F::NAME, fact.tenant(), &value).await
}

/// A change that others may refuse. The name carries a version.
pub trait Change: Send + Sync + 'static {
    /// Name with version.
    const NAME: &'static str;
}

/// Looks at a change inside its transaction.
pub trait Refuses<C: Change>: 'static {
    /// What is wrong with it, by field of the change's form; nothing lets it pass.
    fn look(tx: &mut Tx, change: &C) -> impl Future<Output = AppResult<FieldErrors>> + Send;
}

type Look =
    for<'a> fn(&'a mut Tx, &'a (dyn Any + Send + Sync)) -> BoxFuture<'a, AppResult<FieldErrors>>;

/// A module's right to refuse a change, inside its transaction.
#[derive(Clone, Copy)]
pub struct Check {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Name of the change.
    pub change: &'static str,
    look: Look,
}

impl Check {
    /// `R` looks at every `C`.
    #[must_use]
    pub fn of<C: Change, R: Refuses<C>>(key: &'static str) -> Self {
        Self {
            key,
            change: C::NAME,
            look: |tx, change| {
                Box::pin(async move {
                    match change.downcast_ref::<C>() {
                        Some(change) => R::look(tx, change).await,
                        None => Err(AppError::internal(format!(
                            "two changes are called {}",
                            C::NAME
                        ))),
                    }
                })
            },
        }
    }
}

/// Asks every check of this change; all errors together, or nothing.
pub async fn ask_checks<C: Change>(tx: &mut Tx, change: &C) -> AppResult<()> {
    let app = std::sync::Arc::clone(&tx.app);
    let mut errors = FieldErrors::default();
    for check in app.registry.checks_of(C::NAME) {
        errors.merge((check.look)(tx, change).await?);
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}
