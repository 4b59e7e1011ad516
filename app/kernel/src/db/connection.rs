//! What we watch on each connection: whether a statement failed, how many ran, how long the slow ones took.
//! A failed statement poisons its transaction; without this flag a swallowed error would lose an acknowledged write.

use std::fmt::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::{DebugQuery, Instrumentation, InstrumentationEvent};
use diesel::result::Error;

const SLOW: Duration = Duration::from_millis(250);

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

/// The instrumentation of one borrowed connection.
pub struct Traced {
    pub(super) poisoned: Arc<AtomicBool>,
    pub(super) statements: Arc<Statements>,
    started: Option<Instant>,
}

impl Traced {
    pub(super) fn new(poisoned: Arc<AtomicBool>, statements: Arc<Statements>) -> Self {
        Self {
            poisoned,
            statements,
            started: None,
        }
    }
}

impl Instrumentation for Traced {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                self.started = Some(Instant::now());
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
                    self.poisoned.store(true, Ordering::SeqCst);
                }
                if let Some(took) = self
                    .started
                    .take()
                    .map(|t| t.elapsed())
                    .filter(|t| *t > SLOW)
                {
                    tracing::warn!(target: "sarai::sql", sql = %query, ms = took.as_millis(), "slow statement");
                }
            }
            InstrumentationEvent::RollbackTransaction { depth, .. } if depth.get() > 1 => {
                self.poisoned.store(false, Ordering::SeqCst);
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
