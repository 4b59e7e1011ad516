//! The desk's small vocabularies: status, priority, kind of message, way it came.
//! Stored as short texts or numbers, shown through text keys and tones.

use ui::Tone;

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }
        impl $name {
            /// All of them, in the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Its word in the database and in addresses.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            /// Reads the word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)+ _ => None } }
        }
    };
}

words! {
    /// Where a ticket stands.
    Status {
        /// The customer waits for us.
        Open = "open",
        /// We wait for the customer.
        Waiting = "waiting",
        /// Put aside.
        OnHold = "on_hold",
        /// Done.
        Closed = "closed",
    }
}
words! {
    /// Who speaks.
    Kind {
        /// The customer's side.
        Customer = "customer",
        /// Staff.
        Agent = "agent",
        /// Staff among themselves.
        Note = "note",
        /// Something that happened; the body is the event's word.
        Event = "event",
    }
}
words! {
    /// How a message came.
    Via {
        /// Typed here.
        Web = "web",
        /// By mail.
        Mail = "mail",
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// When there is time.
    Low,
    /// As usual.
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// All of them, from low to urgent.
    pub const ALL: &'static [Self] = &[Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// Its number in the database, 1 to 4.
    #[must_use]
    pub fn number(self) -> i16 {
        match self {
            Self::Low => 1,
            Self::Normal => 2,
            Self::High => 3,
            Self::Urgent => 4,
        }
    }
    /// Reads the number; anything unknown is normal.
    #[must_use]
    pub fn from_number(number: i16) -> Self {
        match number {
            1 => Self::Low,
            3 => Self::High,
            4 => Self::Urgent,
            _ => Self::Normal,
        }
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
