//! What the sink does wrong on request.
//! Here so that retry, bounce and "delivery unknown" are tested against a server that does them.

use std::time::Duration;

/// The script, used up as sessions meet it.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) refuse_next: u32,
    pub(super) drop_after_dot: u32,
    pub(super) delay: Duration,
    refused: Vec<String>,
}

impl Faults {
    pub(super) fn refuse_address(&mut self, address: &str) {
        self.refused.push(address.to_lowercase());
    }

    pub(super) fn refuses(&self, address: &str) -> bool {
        self.refused.contains(&address.to_lowercase())
    }

    /// Whether this `MAIL` command is one of those to refuse.
    pub(super) fn take_refusal(&mut self) -> bool {
        take_one(&mut self.refuse_next)
    }

    /// Whether this message is one of those that get no answer.
    pub(super) fn take_drop(&mut self) -> bool {
        take_one(&mut self.drop_after_dot)
    }
}

fn take_one(left: &mut u32) -> bool {
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}
