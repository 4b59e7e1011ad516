//! What the desk looks like: pure functions from rows to `Markup`.
//! Customer pages, desk pages, and the parts they share.

mod conversation;
pub mod desk;
pub mod list;
pub mod tickets;
