//! Whose turn it is: the order of the queue by urgency, then by waiting time, as one moment that an index walks.
//! Each step of urgency puts a ticket 500 years earlier, longer than anybody waits.

use chrono::{DateTime, Duration, Utc};
use kernel::web::Cursor;

use super::labels::Priority;
use super::list::{Filter, View};
use crate::ids::TicketId;

const HOURS_A_STEP: i64 = 4_383_000;

kernel::words! {
    /// How the queue is sorted.
    #[derive(Default)]
    pub enum Order {
        /// Where somebody wrote last comes first.
        #[default]
        Newest = "newest",
        /// The most urgent first, and among those who has waited longest.
        Urgency = "urgency",
    }
}

impl Order {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => "tickets.order.newest",
            Self::Urgency => "tickets.order.urgency",
        }
    }

    /// Whether the first row has the smallest value.
    pub(super) fn is_rising(self) -> bool {
        self == Self::Urgency
    }

    /// The place of a ticket in a list of this order.
    pub(super) fn place(
        self,
        id: TicketId,
        last_activity_at: DateTime<Utc>,
        turn_at: DateTime<Utc>,
    ) -> Cursor {
        let at = match self {
            Self::Newest => last_activity_at,
            Self::Urgency => turn_at,
        };
        Cursor { at, id: id.0 }
    }
}

impl Filter {
    /// The order that the list really has: by urgency only where all of it still waits for somebody.
    #[must_use]
    pub fn sorted(&self) -> Order {
        match self.view {
            Some(View::Open | View::Mine | View::Unassigned) => self.order,
            Some(View::All) | None => Order::Newest,
        }
    }
}

fn ahead(priority: Priority) -> Duration {
    Duration::hours(HOURS_A_STEP * i64::from(priority.number()))
}

/// The turn of a ticket of this priority for which somebody has waited since then.
pub(crate) fn turn(priority: Priority, since: DateTime<Utc>) -> DateTime<Utc> {
    since - ahead(priority)
}

/// Since when somebody waits for a ticket with this turn.
pub(super) fn waiting_since(priority: Priority, turn_at: DateTime<Utc>) -> DateTime<Utc> {
    turn_at + ahead(priority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgency_goes_before_waiting_and_waiting_before_nothing() {
        let at = |hours: i64| DateTime::from_timestamp(hours * 3600, 0).unwrap();
        let first = turn(Priority::Urgent, at(500_000));
        assert!(first < turn(Priority::High, at(400_000)));
        assert!(turn(Priority::High, at(1)) < turn(Priority::High, at(2)));
        assert_eq!(waiting_since(Priority::Urgent, first), at(500_000));
    }

    #[test]
    fn everything_is_never_sorted_by_urgency() {
        let by = |view| Filter {
            view,
            order: Order::Urgency,
            ..Filter::default()
        };
        assert_eq!(by(Some(View::All)).sorted(), Order::Newest);
        assert_eq!(by(None).sorted(), Order::Newest);
        assert_eq!(by(Some(View::Mine)).sorted(), Order::Urgency);
    }
}
