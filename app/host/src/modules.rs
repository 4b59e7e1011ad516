//! THE list: what this binary mounts: the kernel, accounts, the ledger, documents and stand-ins for outside services always,
//! each module behind its Cargo feature.
//! The order of the lines does not matter; the registry sorts.

use kernel::module::Registry;

/// Every module that was compiled in.
#[must_use]
#[allow(clippy::let_and_return)] // one line a module, whichever features are on
pub fn all() -> Registry {
    let r = Registry::new()
        .with(identity::Identity)
        .with(ledger::Ledger)
        .with(documents::Documents)
        .with(simulators::Simulators);
    #[cfg(feature = "_dummy")]
    let r = r.with(_dummy::Dummy);
    #[cfg(feature = "admin")]
    let r = r.with(admin::Admin);
    #[cfg(feature = "commerce")]
    let r = r.with(commerce::Commerce);
    #[cfg(feature = "tickets")]
    let r = r.with(tickets::Tickets);
    r
}
