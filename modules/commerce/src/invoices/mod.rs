//! Invoices: open ones are pro-formas and may be voided; a paid one stays as it was paid.

mod invoice;
mod lines;
mod papers;
mod pay;
pub mod routes;
pub mod views;

pub use invoice::{Invoice, InvoiceState, NewInvoice, SUBJECT};
pub use lines::{Charge, Line, NewLine};
pub use papers::{IssueInvoice, MailInvoice, issue, mails, reader};
pub use pay::{Payment, lock_services, pay};
