//! The edge: what goes wrong has one face as page, fragment and JSON; headers, assets, addresses, statement counts.
//! In both languages where words are shown.

mod api;
mod bodies;
mod csrf;
mod headers;
mod log;
mod metrics;
mod problems;
mod redirects;
#[cfg(feature = "tickets")]
mod statements;
#[cfg(feature = "tickets")]
mod uploads;
