//! Facts and checks: what modules say to each other without knowing each other.
//! A fact becomes one job per subscriber in the caller's transaction; a check runs inside it and may refuse.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::contribution::BoxFuture;
use crate::db::Tx;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::jobs::{self, Job, NewJob};

/// Something that happened. The name carries a version: `billing.invoice_paid.v1`.
pub trait Fact: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Name with version.
    const NAME: &'static str;
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

/// Tells a fact: one job per subscriber, at least once, only if this transaction commits.
pub async fn publish<F: Fact>(tx: &mut Tx, fact: &F) -> AppResult<()> {
    let app = std::sync::Arc::clone(&tx.app);
    let value = serde_json::to_value(fact)?;
    for subscription in app.registry.subscribers(F::NAME) {
        let payload = (subscription.convert)(value.clone())?;
        jobs::enqueue_raw(tx, NewJob::named(subscription.job, payload)).await?;
    }
    Ok(())
}

/// A change that others may refuse. The name carries a version.
pub trait Change: Serialize + Send + Sync + 'static {
    /// Name with version.
    const NAME: &'static str;
}

/// What a check finds.
pub type CheckResult<'a> = BoxFuture<'a, AppResult<Result<(), FieldErrors>>>;

/// A module's right to refuse a change, inside its transaction.
#[derive(Clone, Copy)]
pub struct Check {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Name of the change.
    pub change: &'static str,
    /// Looks at the change; errors name fields of the change's form.
    pub run: for<'a> fn(&'a mut Tx, &'a Value) -> CheckResult<'a>,
}

/// Asks every check of this change; all errors together, or nothing.
pub async fn ask_checks<C: Change>(tx: &mut Tx, change: &C) -> AppResult<()> {
    let app = std::sync::Arc::clone(&tx.app);
    let value = serde_json::to_value(change)?;
    let mut errors = FieldErrors::default();
    for check in app.registry.checks_of(C::NAME) {
        if let Err(found) = (check.run)(tx, &value).await? {
            errors.merge(found);
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}
