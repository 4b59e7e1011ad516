//! The Clock: the only home of "what time is it". Rules take time as a parameter, so tests can set it, and in development
//! somebody can move it for all nodes (`/dev/clock`).

mod moves;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};

pub use moves::{advance, follow};

/// Tells the time: the machine's, or one that a test sets and moves.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, moved by so many microseconds: none but in development.
    System(Arc<AtomicI64>),
    /// A clock that stands still until a test moves it; microseconds since the Unix epoch.
    Fixed(Arc<AtomicI64>),
}

impl Default for Clock {
    fn default() -> Self {
        Self::System(Arc::default())
    }
}

impl Clock {
    /// A clock that stands at `at` until [`Clock::advance`].
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// The time now, in whole microseconds as PostgreSQL keeps them.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match self {
            Self::System(moved) => machine_now()
                .timestamp_micros()
                .saturating_add(moved.load(Ordering::SeqCst)),
            Self::Fixed(at) => at.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Moves a fixed clock; the system's clock is moved for all nodes or not at all.
    pub fn advance(&self, by: Duration) {
        if let Self::Fixed(at) = self {
            at.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }

    /// How far the system's clock is moved.
    #[must_use]
    pub fn moved(&self) -> Duration {
        match self {
            Self::System(moved) => Duration::microseconds(moved.load(Ordering::SeqCst)),
            Self::Fixed(_) => Duration::zero(),
        }
    }

    /// Sets how far the system's clock is moved, as the database says.
    pub(crate) fn set_moved(&self, micros: i64) {
        if let Self::System(moved) = self {
            moved.store(micros, Ordering::SeqCst);
        }
    }

    /// When the machine's clock will show what this one shows at `at`: for the queue, which asks the machine's.
    #[must_use]
    pub fn on_the_machine(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.checked_sub_signed(self.moved()).unwrap_or(at)
    }
}

/// The machine's own time, not moved.
#[must_use]
#[allow(clippy::disallowed_methods)] // the one home of the system's time
pub(crate) fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_is_ahead_by_as_much_and_the_machine_reaches_its_times_earlier() {
        let clock = Clock::default();
        clock.set_moved(3_600_000_000);
        let ahead = clock.now() - machine_now();
        assert!((ahead - Duration::hours(1)).abs() < Duration::seconds(5));
        let at = clock.now();
        assert_eq!(at - clock.on_the_machine(at), Duration::hours(1));
    }

    #[test]
    fn a_fixed_clock_is_not_moved_with_the_system() {
        let clock = Clock::fixed(DateTime::UNIX_EPOCH);
        clock.set_moved(1);
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH);
        assert_eq!(clock.moved(), Duration::zero());
    }
}
