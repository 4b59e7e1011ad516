//! The one integration binary: requests in, database, mail and HTML out, on a real PostgreSQL.
//! A folder a subject; a module's tests come and go with its feature.

mod edge;
mod host;
mod identity;
mod probe;
#[cfg(feature = "tickets")]
mod tickets;
