//! THE list: what this binary mounts: the kernel and accounts always, each module behind its Cargo feature.
//! The order of the lines does not matter; the registry sorts.

use kernel::module::Registry;

/// Every module that was compiled in.
#[must_use]
#[allow(clippy::let_and_return)] // one line a module, whichever features are on
pub fn all() -> Registry {
    let r = Registry::new().with(identity::Identity);
    #[cfg(feature = "_dummy")]
    let r = r.with(_dummy::Dummy);
    #[cfg(feature = "admin")]
    let r = r.with(admin::Admin);
    #[cfg(feature = "tickets")]
    let r = r.with(tickets::Tickets);
    r
}
