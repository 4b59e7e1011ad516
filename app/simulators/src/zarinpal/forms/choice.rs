//! What the payer chooses at the gateway.

use kernel::web::{Form, Reader};

use crate::zarinpal::cards::{CARDS, Card};
use crate::zarinpal::models::Choice;
use crate::zarinpal::words::Outcome;

/// Seconds after which a payer may come back, as the page offers them.
pub const WAITS: [u32; 4] = [10, 60, 300, 1_200];

/// What happens, with which card, and how long it takes.
pub struct ChoiceForm {
    /// The choice.
    pub choice: Choice,
    /// Seconds until the payer comes back, where that is the choice.
    pub wait: u32,
}

impl Form for ChoiceForm {
    const TEXT_LIMIT: u64 = 4 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        let outcome = reader.parsed("outcome", "simulators.invalid.choose", Outcome::parse);
        let card = reader.parsed("card", "simulators.invalid.choose", Card::find);
        let wait = reader.parsed("wait", "simulators.invalid.choose", |typed| {
            typed.parse().ok().filter(|wait| WAITS.contains(wait))
        });
        let [first, ..] = CARDS;
        Self {
            choice: Choice {
                outcome: outcome.unwrap_or(Outcome::Cancel),
                card: card.unwrap_or(first),
            },
            wait: wait.unwrap_or(0),
        }
    }
}
