//! The one integration binary: requests in, database, mail and HTML out, on a real PostgreSQL.
//! A folder a subject; a module's tests come and go with its feature.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "in a test, and in what tests share, a failed expectation is the failed test"
)]

#[cfg(feature = "_dummy")]
mod _dummy;
#[cfg(feature = "admin")]
mod admin;
#[cfg(feature = "commerce")]
mod commerce;
mod documents;
mod edge;
mod host;
mod identity;
mod ledger;
mod probe;
mod scenes;
mod simulators;
#[cfg(feature = "tickets")]
mod tickets;
mod webhooks;
