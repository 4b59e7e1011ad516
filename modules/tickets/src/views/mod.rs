//! What the desk looks like: pure functions from rows to `Markup`.
//! Customer pages, desk pages, and the parts they share.

pub mod bulk;
pub mod conversation;
pub mod desk;
pub mod done;
pub mod list;
pub mod tickets;
pub mod writing;
