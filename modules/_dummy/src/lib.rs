//! Notes of a tenant: the smallest module that fills every extension point of the trait `Module`.
//! A table of contents, no logic; `cargo xtask new-module` copies this crate.

mod checks;
mod facts;
mod forms;
mod ids;
mod jobs;
mod mails;
mod models;
mod paths;
mod permissions;
mod ports;
mod product;
mod routes;
mod schema;
mod seeds;
mod settings;
mod sources;
mod views;

use std::sync::Arc;

use contracts::support::TicketClosed;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::jobs::{Every, JobDef, Schedule};
use kernel::module::{
    ApiMount, Audience, Backend, Check, Fact, HealthCheck, MailDef, Module, ModuleMeta, Mount,
    NavItem, PermissionDef, Ports, ProductKind, Replaceable, ResourceKind, SearchSource, Seed,
    SettingDef, Slot, Subscription, WebhookDef, Widget,
};

pub use facts::NoteWritten;
pub use ids::NoteId;
pub use models::Count;
pub use ports::NoteCounts;

rust_i18n::i18n!("../../i18n/_dummy");

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/_dummy");
const COUNT_SQL: &str = include_str!("../../../migrations/_replaceable/_dummy/count.sql");

/// The module.
pub struct Dummy;

impl Module for Dummy {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "_dummy",
            label: "_dummy.name",
            order: 90,
            requires: &[],
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        kernel::texts!()
    }
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        Some(MIGRATIONS)
    }
    fn replaceable(&self) -> &'static [Replaceable] {
        &[Replaceable {
            name: "_dummy/count.sql",
            sql: COUNT_SQL,
        }]
    }
    fn routes(&self) -> Vec<Mount> {
        routes::mounts()
    }
    fn nav(&self) -> Vec<NavItem> {
        vec![NavItem {
            key: "_dummy.nav.notes",
            label: "_dummy.title",
            icon: "file-text",
            href: paths::NOTES,
            audience: Audience::Customer,
            permission: Some(permissions::WRITE_NOTES),
            order: 90,
        }]
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn settings(&self) -> Vec<SettingDef> {
        settings::all()
    }
    fn jobs(&self) -> Vec<JobDef> {
        vec![
            JobDef::of::<jobs::CountNotes>(),
            JobDef::of::<jobs::NoteClosedTicket>(),
        ]
    }
    fn schedules(&self) -> Vec<Schedule> {
        vec![Schedule {
            key: "_dummy.count",
            job: "_dummy.count_notes",
            every: Every::DailyAt(3, 30),
        }]
    }
    fn product_kinds(&self) -> Vec<Arc<dyn ProductKind>> {
        vec![Arc::new(product::Notebook)]
    }
    fn subscriptions(&self) -> Vec<Subscription> {
        vec![Subscription::of::<TicketClosed, jobs::NoteClosedTicket>()]
    }
    fn checks(&self) -> Vec<Check> {
        vec![checks::REFUSE_ME]
    }
    fn webhooks(&self) -> Vec<WebhookDef> {
        vec![WebhookDef {
            fact: NoteWritten::NAME,
            label: "_dummy.webhooks.written",
        }]
    }
    fn resources(&self) -> Vec<ResourceKind> {
        vec![ResourceKind {
            kind: "_dummy.note",
            label: "_dummy.note",
            url: |id| paths::note(NoteId(id)),
            permission: None,
        }]
    }
    fn widgets(&self) -> Vec<Widget> {
        vec![Widget {
            key: "_dummy.widget.count",
            slot: Slot::HOME,
            order: 90,
            permission: Some(permissions::WRITE_NOTES),
            source: Arc::new(sources::CountWidget),
        }]
    }
    fn search(&self) -> Vec<Arc<dyn SearchSource>> {
        vec![Arc::new(sources::NoteSearch)]
    }
    fn mails(&self) -> Vec<MailDef> {
        mails::all()
    }
    fn api(&self) -> Vec<ApiMount> {
        routes::api::mounts()
    }
    fn health(&self) -> Vec<HealthCheck> {
        vec![HealthCheck {
            key: "_dummy.notes",
            run: |app| Box::pin(sources::health(app)),
        }]
    }
    fn seeds(&self) -> Vec<Seed> {
        vec![Seed {
            key: "_dummy.demo",
            order: 90,
            run: |app| Box::pin(seeds::run(app)),
        }]
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer::<dyn NoteCounts>(Arc::new(ports::CountRows));
    }
}
