//! A fault that a developer switches on.

use std::ops::RangeInclusive;

use kernel::web::{Form, Reader};
use uuid::Uuid;

use crate::zarinpal::ids::TerminalId;
use crate::zarinpal::models::NewFault;
use crate::zarinpal::words::{Call, FaultKind};

/// How many answers a developer lets it spoil; a test may want more.
const TIMES: RangeInclusive<i32> = 1..=1_000;

/// Which answers it spoils, how, and how many.
pub struct FaultForm(pub NewFault);

/// The values that a kind may have.
#[must_use]
pub fn values(kind: FaultKind) -> RangeInclusive<i64> {
    match kind {
        FaultKind::Delay => 1..=120_000,
        FaultKind::Status => 500..=599,
        FaultKind::Amount => 1..=1_000_000_000_000,
        FaultKind::Cut | FaultKind::Repeat | FaultKind::Empty | FaultKind::Html => 0..=0,
    }
}

/// Whether this can go wrong there: the way back of a payer has nothing but its amount, and nothing else has one.
#[must_use]
pub fn fits(kind: FaultKind, call: Call) -> bool {
    (kind == FaultKind::Amount) == (call == Call::Callback)
}

impl Form for FaultForm {
    const TEXT_LIMIT: u64 = 4 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        let choose = "simulators.invalid.choose";
        let terminal = reader.parsed("terminal", choose, |typed| typed.parse().ok());
        let call = reader.parsed("call", choose, Call::parse);
        let kind = reader.parsed("kind", choose, FaultKind::parse);
        let typed = l10n::normalise::ascii_digits(reader.typed("value").trim());
        let value = if typed.is_empty() {
            Some(0)
        } else {
            typed.parse().ok()
        };
        let value = value.filter(|value| kind.is_none_or(|kind| values(kind).contains(value)));
        if value.is_none() {
            reader.error("value", "simulators.invalid.value");
        }
        if kind.zip(call).is_some_and(|(kind, call)| !fits(kind, call)) {
            reader.error("kind", "simulators.invalid.fits");
        }
        let times = reader.parsed("times", "simulators.invalid.times", |typed| {
            typed.parse().ok().filter(|times| TIMES.contains(times))
        });
        Self(NewFault {
            terminal: terminal.unwrap_or(TerminalId(Uuid::nil())),
            call: call.unwrap_or(Call::Any),
            kind: kind.unwrap_or(FaultKind::Delay),
            value: value.unwrap_or(0),
            work_done: reader.ticked("work_done"),
            times: times.unwrap_or(1),
        })
    }
}
