//! The form of a new API token.
//! How long it lives is chosen from a list: nobody types a date that is too far.

use crate::web::{Form, Reader};

const NAME: usize = 80;
/// Lives to choose from, in days.
pub const DAYS: [u16; 4] = [7, 30, 90, 365];

/// A token to be made.
pub struct TokenForm {
    /// What the person calls it.
    pub name: String,
    /// Permissions that it may use.
    pub scopes: Vec<String>,
    /// How long it lives.
    pub days: u16,
}

impl Form for TokenForm {
    const TEXT_LIMIT: u64 = 32 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut scopes = reader.typed_all("scopes");
        scopes.sort();
        scopes.dedup();
        if scopes.is_empty() {
            reader.error("scopes", "kernel.tokens.no_scope");
        }
        let days = reader.parsed("days", "kernel.invalid.choice", |typed| {
            typed.parse().ok().filter(|days| DAYS.contains(days))
        });
        Self {
            name: reader.line("name", NAME),
            scopes,
            days: days.unwrap_or_default(),
        }
    }
}
