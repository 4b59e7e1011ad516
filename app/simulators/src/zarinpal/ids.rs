//! Ids of the gateway's rows.
//! Each kind of row has its own type.

kernel::typed_id! {
    /// A shop's terminal.
    TerminalId;
    /// A payment.
    PaymentId;
    /// A fault that is switched on.
    FaultId;
}
