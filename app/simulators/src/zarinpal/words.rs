//! The words of the protocol and of the simulator, as they stand in JSON, in addresses and in the tables.
//! What Zarinpal says is in capitals, as Zarinpal writes it.

kernel::words! {
    /// What the shop may do at the gateway.
    pub enum TerminalState {
        /// Everything.
        Active = "active",
        /// -11.
        Inactive = "inactive",
        /// -13.
        Limited = "limited",
        /// -15.
        Suspended = "suspended",
        /// -16.
        BelowSilver = "below_silver",
        /// -17.
        Blue = "blue",
    }
    /// Who bears the fee.
    pub enum FeePayer {
        /// It is taken from what the shop gets.
        Merchant = "Merchant",
        /// It comes on top of what is paid.
        Payer = "Payer",
    }
    /// In what an amount is said.
    pub enum Unit {
        /// Rial.
        Rial = "IRR",
        /// Toman, ten rial.
        Toman = "IRT",
    }
    /// How a payment ended at the bank.
    pub enum EndKind {
        /// The money left the card.
        Paid = "paid",
        /// Not enough money on it.
        Declined = "declined",
        /// The payer went back.
        Cancelled = "cancelled",
        /// The time ran out.
        Expired = "expired",
    }
    /// What the call `inquiry` says of a payment.
    pub enum Status {
        /// Begun, not ended.
        InBank = "IN_BANK",
        /// Paid, not verified by the shop.
        Paid = "PAID",
        /// Paid and verified.
        Verified = "VERIFIED",
        /// Not paid, and never will be.
        Failed = "FAILED",
        /// Given back.
        Reversed = "REVERSED",
    }
    /// The calls, for faults.
    pub enum Call {
        /// `request.json`.
        Request = "request",
        /// `verify.json`.
        Verify = "verify",
        /// `unVerified.json`.
        Unverified = "unverified",
        /// `inquiry.json`.
        Inquiry = "inquiry",
        /// `reverse.json`.
        Reverse = "reverse",
        /// The mutation `AddRefund`.
        Refund = "refund",
        /// The way back of the payer.
        Callback = "callback",
        /// Any of them but the way back.
        Any = "any",
    }
    /// What goes wrong.
    pub enum FaultKind {
        /// The answer comes late.
        Delay = "delay",
        /// A server's failure with a page that is no JSON.
        Status = "status",
        /// The connection breaks off before the answer ends.
        Cut = "cut",
        /// The last good answer of the same call again.
        Repeat = "repeat",
        /// 200 with nothing.
        Empty = "empty",
        /// 200 with a page instead of JSON.
        Html = "html",
        /// The way back says an amount of its own.
        Amount = "amount",
    }
    /// What the payer does.
    pub enum Outcome {
        /// Pays and comes back.
        Pay = "pay",
        /// Has not enough money.
        Decline = "decline",
        /// Goes back without paying.
        Cancel = "cancel",
        /// Pays and closes the window.
        Vanish = "vanish",
        /// Pays, and the way back is walked twice.
        Twice = "twice",
        /// Pays and comes back later.
        Late = "late",
        /// Lets the time run out.
        Expire = "expire",
    }
    /// What happened to a payment.
    pub enum EventKind {
        /// The shop asked for it.
        Requested = "requested",
        /// The payer chose.
        Paid = "paid",
        /// The payer chose.
        Declined = "declined",
        /// The payer chose.
        Cancelled = "cancelled",
        /// The payer or the clock.
        Expired = "expired",
        /// The shop verified it.
        Verified = "verified",
        /// The shop asked how it stands.
        Inquired = "inquired",
        /// The shop gave it back, or a developer did.
        Reversed = "reversed",
        /// A part went back to the card.
        Refunded = "refunded",
        /// The money went to the shop's bank.
        Settled = "settled",
    }
    /// How a refund travels.
    pub enum RefundMethod {
        /// With the banks' next cycle.
        Paya = "PAYA",
        /// At once.
        Card = "CARD",
    }
    /// Why it is given.
    pub enum RefundReason {
        /// The customer asked.
        CustomerRequest = "CUSTOMER_REQUEST",
        /// Paid twice.
        Duplicate = "DUPLICATE_TRANSACTION",
        /// Something is wrong with it.
        Suspicious = "SUSPICIOUS_TRANSACTION",
        /// Something else.
        Other = "OTHER",
    }
}

impl Unit {
    /// How many rial one is.
    #[must_use]
    pub fn rial(self) -> i64 {
        match self {
            Self::Rial => 1,
            Self::Toman => 10,
        }
    }
}

impl Outcome {
    /// How the payment ends by it.
    #[must_use]
    pub fn end(self) -> EndKind {
        match self {
            Self::Pay | Self::Vanish | Self::Twice | Self::Late => EndKind::Paid,
            Self::Decline => EndKind::Declined,
            Self::Cancel => EndKind::Cancelled,
            Self::Expire => EndKind::Expired,
        }
    }
}

impl EndKind {
    /// What is noted of it.
    #[must_use]
    pub fn event(self) -> EventKind {
        match self {
            Self::Paid => EventKind::Paid,
            Self::Declined => EventKind::Declined,
            Self::Cancelled => EventKind::Cancelled,
            Self::Expired => EventKind::Expired,
        }
    }
}
