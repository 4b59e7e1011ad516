//! Ids of the support desk's rows.
//! Each kind of row has its own type.

kernel::typed_id! {
    /// A ticket.
    TicketId;
    /// A message of a ticket.
    MessageId;
    /// A department of the desk.
    DepartmentId;
}
