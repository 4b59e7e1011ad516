//! Forms of payments: what tops the wallet up, and why a payment is given back.

use kernel::web::{Line, Lines};

kernel::form! {
    /// How the wallet is topped up.
    pub struct TopUpForm {
        /// How much, as the reader writes money.
        amount: Line<24> = "commerce.top_up.amount",
        /// The gateway's name among ports.
        gateway: Line<40> = "commerce.top_up.gateway",
    }
}

kernel::form! {
    /// Why a payment is given back.
    pub struct ReversalForm {
        /// The reason, for the trail.
        reason: Lines<500, 3> = "commerce.payments.reason",
    }
}
