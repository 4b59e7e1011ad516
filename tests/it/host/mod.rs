//! The host as a whole: registry, routes, guards, isolation, jobs, audit, settings, live updates, migrations.
//! What holds for every module stands here and is driven by what the registry declares.

mod away;
mod calls;
mod catalogue;
mod clock;
mod hostile;
mod isolation;
mod live;
mod mails;
mod memory;
mod metrics;
mod migrations;
mod opens;
mod permissions;
mod product_kinds;
mod production;
mod queue;
mod refusals;
mod registry;
mod restore;
mod scene;
mod seeds;
pub mod settings;
mod standing;
mod tenants;
mod trail;
mod transactions;
