//! The desk's small vocabularies: status, priority, kind of message, way it came.
//! Stored as short texts or numbers, shown through text keys and tones.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::SmallInt;
use ui::Tone;

kernel::words! {
    /// Where a ticket stands.
    pub enum Status {
        /// The customer waits for us.
        Open = "open",
        /// We wait for the customer.
        Waiting = "waiting",
        /// Put aside.
        OnHold = "on_hold",
        /// Done.
        Closed = "closed",
    }

    /// Who speaks.
    pub enum Kind {
        /// The customer's side.
        Customer = "customer",
        /// Staff.
        Agent = "agent",
        /// Staff among themselves.
        Note = "note",
        /// Something that happened; the body is the event's word.
        Event = "event",
    }

    /// How a message came.
    pub enum Via {
        /// Typed here.
        Web = "web",
        /// By mail whose sender is proven.
        Mail = "mail",
        /// By mail whose sender nothing proves.
        UnprovenMail = "unproven_mail",
    }
}

impl Kind {
    /// What staff write: among themselves, or to the customer.
    #[must_use]
    pub fn of_staff(is_note: bool) -> Self {
        if is_note { Self::Note } else { Self::Agent }
    }
}

impl Status {
    /// Text key, for staff.
    #[must_use]
    pub fn label(self) -> &'static str {
        Standing::after(self).label()
    }
    /// Text key as the customer sees it.
    #[must_use]
    pub fn customer_label(self) -> &'static str {
        Standing::after(self).customer_label()
    }
}

/// Where a ticket stands in the words that people use: its status, and whether anything has happened to it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has taken it, and nothing was written since it was opened.
    New,
    /// The customer waits for us.
    OurTurn,
    /// We wait for the customer.
    TheirTurn,
    /// Put aside.
    OnHold,
    /// Done.
    Closed,
}

impl Standing {
    /// Of a ticket with this status, an assignee or none, and so many messages.
    #[must_use]
    pub fn of(status: Status, is_taken: bool, messages: i32) -> Self {
        match Self::after(status) {
            Self::OurTurn if !is_taken && messages <= 1 => Self::New,
            standing => standing,
        }
    }

    /// By the status alone.
    fn after(status: Status) -> Self {
        match status {
            Status::Open => Self::OurTurn,
            Status::Waiting => Self::TheirTurn,
            Status::OnHold => Self::OnHold,
            Status::Closed => Self::Closed,
        }
    }

    /// Text key, for staff.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "tickets.status.new",
            Self::OurTurn => "tickets.status.open",
            Self::TheirTurn => "tickets.status.waiting",
            Self::OnHold => "tickets.status.on_hold",
            Self::Closed => "tickets.status.closed",
        }
    }

    /// Text key as the customer sees it.
    #[must_use]
    pub fn customer_label(self) -> &'static str {
        match self {
            Self::New => "tickets.status.customer_new",
            Self::OurTurn => "tickets.status.customer_open",
            Self::TheirTurn => "tickets.status.customer_waiting",
            Self::OnHold => "tickets.status.customer_on_hold",
            Self::Closed => "tickets.status.closed",
        }
    }

    /// Colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::New | Self::OurTurn => Tone::Warning,
            Self::TheirTurn => Tone::Info,
            Self::OnHold | Self::Closed => Tone::Neutral,
        }
    }
}

/// How soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = SmallInt)]
pub enum Priority {
    /// When there is time.
    Low = 1,
    /// As usual.
    Normal = 2,
    /// Before others.
    High = 3,
    /// Now.
    Urgent = 4,
}

impl ToSql<SmallInt, Pg> for Priority {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <i16 as ToSql<SmallInt, Pg>>::to_sql(&self.number(), &mut out.reborrow())
    }
}

impl FromSql<SmallInt, Pg> for Priority {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let number = <i16 as FromSql<SmallInt, Pg>>::from_sql(bytes)?;
        let known = Self::ALL.iter().copied().find(|p| p.number() == number);
        known.ok_or_else(|| format!("{number} is no priority").into())
    }
}

impl Priority {
    /// All of them, from low to urgent.
    pub const ALL: &'static [Self] = &[Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// Its number in the database, 1 to 4.
    #[must_use]
    pub fn number(self) -> i16 {
        self as i16
    }
    /// Reads what a form sent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|p| p.number().to_string() == text)
    }
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "tickets.priority.low",
            Self::Normal => "tickets.priority.normal",
            Self::High => "tickets.priority.high",
            Self::Urgent => "tickets.priority.urgent",
        }
    }
    /// Colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Low | Self::Normal => Tone::Neutral,
            Self::High => Tone::Warning,
            Self::Urgent => Tone::Danger,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_new_only_until_somebody_takes_it_or_writes() {
        assert_eq!(Standing::of(Status::Open, false, 1), Standing::New);
        assert_eq!(Standing::of(Status::Open, true, 1), Standing::OurTurn);
        assert_eq!(Standing::of(Status::Open, false, 2), Standing::OurTurn);
        assert_eq!(Standing::of(Status::Closed, false, 1), Standing::Closed);
        assert_eq!(Standing::of(Status::Waiting, false, 2), Standing::TheirTurn);
    }
}
