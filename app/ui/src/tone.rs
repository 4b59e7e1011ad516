//! What a colour means: one list of tones for badges, alerts, toasts and timelines.
//! Here so that state enums of modules map to meaning, never to a colour.

/// The meaning of a mark; the theme decides how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say about it.
    #[default]
    Neutral,
    /// The house's own colour: selected, ours.
    Brand,
    /// Worth knowing.
    Info,
    /// It went well, it is on, it is paid.
    Success,
    /// Needs a look soon.
    Warning,
    /// Broken, overdue, or about to destroy something.
    Danger,
    /// Has to do with money.
    Money,
}

impl Tone {
    /// The class that carries the tone's two colours (`--tone-ink`, `--tone-soft`).
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Brand => "tone-brand",
            Self::Info => "tone-info",
            Self::Success => "tone-success",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
            Self::Money => "tone-money",
        }
    }

    /// The icon that says the same to those who do not see the colour.
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Neutral | Self::Brand | Self::Info => "info",
            Self::Success => "circle-check",
            Self::Warning => "triangle-alert",
            Self::Danger => "circle-alert",
            Self::Money => "wallet",
        }
    }
}
