//! Addresses of the gateway's pages.
//! Views and redirects name a place here; they never write an address.

use kernel::web::{below, with_query};

use super::ids::{FaultId, PaymentId, TerminalId};
use super::words::Outcome;

/// The list of payments, and what the host of Zarinpal is called by whoever calls it.
pub const PLACE: &str = "/dev/simulators/zarinpal";
/// The shops' terminals.
pub const TERMINALS: &str = "/dev/simulators/zarinpal/terminals";
/// A new one.
pub const NEW_TERMINAL: &str = "/dev/simulators/zarinpal/terminals/new";
/// Faults that are switched on.
pub const FAULTS: &str = "/dev/simulators/zarinpal/faults";

/// One payment.
pub fn payment(id: PaymentId) -> String {
    below(&below(PLACE, "payments"), id)
}

/// Its money goes to the shop's bank.
pub fn settlement(id: PaymentId) -> String {
    below(&payment(id), "settlement")
}

/// Its money goes back.
pub fn reversal(id: PaymentId) -> String {
    below(&payment(id), "reversal")
}

/// One terminal.
pub fn terminal(id: TerminalId) -> String {
    below(TERMINALS, id)
}

/// One fault.
pub fn fault(id: FaultId) -> String {
    below(FAULTS, id)
}

/// The payer's page.
pub fn start_pay(authority: &str) -> String {
    below(&below(PLACE, "pg/StartPay"), authority)
}

/// The payer's page after it was walked in this way.
pub fn after(authority: &str, outcome: Outcome, wait: u32) -> String {
    let wait = if wait == 0 {
        String::new()
    } else {
        wait.to_string()
    };
    with_query(
        &start_pay(authority),
        &[("then", outcome.as_str()), ("wait", &wait)],
    )
}
