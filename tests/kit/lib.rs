//! The test kit: real servers, real clients and a real PostgreSQL for tests, bench and soak.
//! Here so that a test says what it is about in six lines and leaves the machinery to this crate.
#![allow(
    clippy::expect_used,
    reason = "in the kit a failed expectation is the failed test"
)]
#![allow(
    clippy::missing_panics_doc,
    reason = "assertions panic; that is how a test fails"
)]

pub mod app;
pub mod client;
pub mod load;
pub mod pg;
pub mod pgbench;
pub mod process;
pub mod receiver;
pub mod smtp_sink;
pub mod wire;
pub mod zarinpal;

pub use app::{Member, Person, Program, Shop, Staff, TestApp};
pub use client::{Answer, Client, Form, Upload};
pub use pg::TestDb;
pub use process::{Running, Sarai};
pub use receiver::{Receiver, Reply};
pub use smtp_sink::{Mail, SmtpSink};
pub use wire::Wire;
pub use zarinpal::{Terminal, Zarinpal};
