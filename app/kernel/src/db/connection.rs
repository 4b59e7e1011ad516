//! What we watch on each connection: whether a statement failed, how many ran, how long the slow ones took, and
//! whether one is not answered at all. A failed statement poisons its transaction; without this flag a swallowed
//! error would lose an acknowledged write.

use std::fmt::{self, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::{DebugQuery, Instrumentation, InstrumentationEvent};
use diesel::result::Error;

use crate::error::{AppError, AppResult};

const SLOW: Duration = Duration::from_millis(250);
/// How often one looks whether the database is still there.
const LOOK: Duration = Duration::from_secs(1);

/// Counts the statements of one request, and writes them out when asked (for `make bench`).
#[derive(Debug, Default)]
pub struct Statements {
    count: AtomicU32,
}

impl Statements {
    /// How many statements ran, without BEGIN and COMMIT.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }
}

/// What is seen of one borrowed connection while it works.
#[derive(Debug, Default)]
pub(super) struct Watch {
    poisoned: AtomicBool,
    asked: Mutex<Option<Instant>>,
}

impl Watch {
    /// Whether a statement failed outside a savepoint.
    pub(super) fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::SeqCst)
    }

    fn asked(&self) -> Option<Instant> {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_asked(&self, asked: Option<Instant>) -> Option<Instant> {
        let mut now = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *now, asked)
    }

    /// Does `work`, and gives up when one of its statements is unanswered for longer than `patience`: a server that
    /// is stopped or cut off enforces no `statement_timeout`. What is dropped then leaves its connection broken, and
    /// the pool discards that.
    pub(super) async fn over<T>(
        &self,
        patience: Duration,
        mut work: Pin<&mut impl Future<Output = AppResult<T>>>,
    ) -> AppResult<T> {
        loop {
            if let Ok(done) = tokio::time::timeout(LOOK, work.as_mut()).await {
                return done;
            }
            if self.asked().is_some_and(|at| at.elapsed() > patience) {
                let text = format!("a statement was not answered for {patience:?}");
                return Err(AppError::Unavailable(text));
            }
        }
    }
}

/// The instrumentation of one borrowed connection.
pub struct Traced {
    watch: Arc<Watch>,
    statements: Arc<Statements>,
}

impl Traced {
    pub(super) fn new(watch: Arc<Watch>, statements: Arc<Statements>) -> Self {
        Self { watch, statements }
    }
}

impl Instrumentation for Traced {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                self.watch.set_asked(Some(Instant::now()));
                if !is_transaction_control(query) {
                    self.statements.add();
                }
                // Writing a statement out with all its binds costs; only who asks pays.
                if tracing::enabled!(target: "sarai::sql", tracing::Level::TRACE) {
                    tracing::trace!(target: "sarai::sql", sql = %query, "statement");
                }
            }
            InstrumentationEvent::FinishQuery { query, error, .. } => {
                if error.is_some_and(|e| !matches!(e, Error::NotFound)) {
                    self.watch.poisoned.store(true, Ordering::SeqCst);
                }
                if let Some(took) = self
                    .watch
                    .set_asked(None)
                    .map(|t| t.elapsed())
                    .filter(|t| *t > SLOW)
                {
                    tracing::warn!(target: "sarai::sql", sql = %query, ms = took.as_millis(), "slow statement");
                }
            }
            InstrumentationEvent::RollbackTransaction { depth, .. } if depth.get() > 1 => {
                self.watch.poisoned.store(false, Ordering::SeqCst);
            }
            _ => {}
        }
    }
}

/// BEGIN and its kin are not statements of the request. Only the first letters are written out.
fn is_transaction_control(query: &dyn DebugQuery) -> bool {
    let mut head = Head::default();
    // An error means that enough was written.
    let _ = write!(head, "{query}");
    ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"]
        .iter()
        .any(|word| head.0.starts_with(word))
}

#[derive(Default)]
struct Head(String);

impl fmt::Write for Head {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        if self.0.len() > 12 {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(1_500);

    #[tokio::test]
    async fn unanswered_statement_ends_the_work() {
        let watch = Watch::default();
        watch.set_asked(Some(Instant::now()));
        let silence = pin!(std::future::pending::<AppResult<()>>());
        let done = watch.over(PATIENCE, silence).await;
        assert!(matches!(done, Err(AppError::Unavailable(_))));
    }

    #[tokio::test]
    async fn long_work_of_many_statements_goes_on() {
        let watch = Watch::default();
        let work = async {
            for _ in 0..3 {
                watch.set_asked(Some(Instant::now()));
                tokio::time::sleep(Duration::from_millis(700)).await;
                watch.set_asked(None);
            }
            Ok(())
        };
        assert!(watch.over(PATIENCE, pin!(work)).await.is_ok());
    }
}
