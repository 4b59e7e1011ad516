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

impl Status {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "tickets.status.open",
            Self::Waiting => "tickets.status.waiting",
            Self::OnHold => "tickets.status.on_hold",
            Self::Closed => "tickets.status.closed",
        }
    }
    /// Text key as the customer sees it.
    #[must_use]
    pub fn customer_label(self) -> &'static str {
        match self {
            Self::Open => "tickets.status.customer_open",
            Self::Waiting => "tickets.status.customer_waiting",
            Self::OnHold => "tickets.status.customer_on_hold",
            Self::Closed => "tickets.status.closed",
        }
    }
    /// Colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Open => Tone::Warning,
            Self::Waiting => Tone::Info,
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
