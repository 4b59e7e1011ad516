//! Outside services as strict servers with a memory, one folder each, for development and tests.
//! A table of contents, no logic. Always compiled in; its routes exist in development only.

mod schema;
pub mod zarinpal;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::module::{Audience, Backend, Module, ModuleMeta, Mount, NavItem, Place, Seed};

rust_i18n::i18n!("../../i18n/simulators");

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/simulators");

/// The room's part of the registry.
pub struct Simulators;

impl Module for Simulators {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "simulators",
            label: "simulators.name",
            order: 80,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        kernel::texts!()
    }
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        Some(MIGRATIONS)
    }
    fn routes(&self) -> Vec<Mount> {
        zarinpal::mounts()
    }
    fn nav(&self) -> Vec<NavItem> {
        vec![NavItem {
            key: "simulators.nav.zarinpal",
            label: "simulators.zarinpal.nav",
            icon: "credit-card",
            href: zarinpal::PLACE,
            audience: Audience::Dev,
            permission: None,
            order: 0,
            place: Place::Bar,
        }]
    }
    fn seeds(&self) -> Vec<Seed> {
        vec![Seed {
            key: "simulators.zarinpal",
            order: 80,
            run: |db| Box::pin(zarinpal::seeds::run(db)),
        }]
    }
}
