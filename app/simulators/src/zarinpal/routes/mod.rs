//! Routes of the gateway: the calls of shops, the payer's page, what tests and developers switch. In development only.
//! Shops prove themselves by their merchant id or token, as at Zarinpal; a developer's pages by their form.

pub mod calls;
pub mod control;
pub mod faults;
pub mod payments;
pub mod refunds;
pub mod start_pay;
pub mod terminals;

use kernel::module::Mount;
use kernel::mounts;

/// All of them.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    let mut all = spoken();
    all.extend(seen());
    all
}

/// What programs speak.
fn spoken() -> Vec<Mount> {
    mounts![
        Dev Platform "simulators.zarinpal_requests.create" by Secret => calls::request,
        Dev Platform "simulators.zarinpal_verifications.create" by Secret => calls::verify,
        Dev Platform "simulators.zarinpal_unverified.index" by Secret => calls::unverified,
        Dev Platform "simulators.zarinpal_inquiries.create" by Secret => calls::inquiry,
        Dev Platform "simulators.zarinpal_reversals.create" by Secret => calls::reverse,
        Dev Platform "simulators.zarinpal_refunds.create" by Bearer => refunds::create,
        Dev Platform "simulators.zarinpal_control_terminals.create" by Secret => control::terminal,
        Dev Platform "simulators.zarinpal_control_faults.create" by Secret => control::fault,
        Dev Platform "simulators.zarinpal_control_faults.destroy" by Secret => control::end_faults,
        Dev Platform "simulators.zarinpal_control_outcomes.create" by Secret => control::outcome,
        Dev Platform "simulators.zarinpal_control_settlements.create" by Secret => control::settle,
    ]
}

/// What people see.
fn seen() -> Vec<Mount> {
    mounts![
        Dev Platform "simulators.zarinpal_start_pay.show" => start_pay::show,
        Dev Platform "simulators.zarinpal_start_pay.create" => start_pay::create,
        Dev Platform "simulators.zarinpal_payments.index" => payments::index,
        Dev Platform "simulators.zarinpal_payments.show" => payments::show,
        Dev Platform "simulators.zarinpal_settlement.create" => payments::settle,
        Dev Platform "simulators.zarinpal_reversal.create" => payments::reverse,
        Dev Platform "simulators.zarinpal_terminals.index" => terminals::index,
        Dev Platform "simulators.zarinpal_terminals.new" => terminals::new,
        Dev Platform "simulators.zarinpal_terminals.create" => terminals::create,
        Dev Platform "simulators.zarinpal_terminals.edit" => terminals::edit,
        Dev Platform "simulators.zarinpal_terminals.update" => terminals::update,
        Dev Platform "simulators.zarinpal_faults.index" => faults::index,
        Dev Platform "simulators.zarinpal_faults.create" => faults::create,
        Dev Platform "simulators.zarinpal_faults.destroy" => faults::destroy,
    ]
}
