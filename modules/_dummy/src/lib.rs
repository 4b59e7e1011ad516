//! Notes of a tenant: what this module gives, one method for each extension point of the trait `Module`.
//! A table of contents, no logic.

mod calls;
mod checks;
mod commands;
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

use contracts::commerce::ProductKind;
use contracts::support::{DESK_TICKET, OpeningTicket, TicketClosed};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::jobs::{Every, JobDef, Schedule};
use kernel::module::{
    ApiMount, Audience, Backend, Check, CommandDef, Fact, HealthCheck, MailDef, Module, ModuleMeta,
    Mount, NavItem, PermissionDef, Place, Ports, Replaceable, ResourceKind, RoleDef, SearchSource,
    Seed, SettingDef, Side, Slot, Subscription, WebhookDef, Widget,
};

pub use facts::NoteWritten;
pub use ids::{NoteId, NotebookId};
pub use models::{Count, Notebook};
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
            optional: true,
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
            place: Place::Bar,
        }]
    }
    fn commands(&self) -> Vec<CommandDef> {
        vec![commands::written()]
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn roles(&self) -> &'static [RoleDef] {
        permissions::ROLES
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
    fn subscriptions(&self) -> Vec<Subscription> {
        vec![Subscription::of::<TicketClosed, jobs::NoteClosedTicket>()]
    }
    fn checks(&self) -> Vec<Check> {
        vec![Check::of::<OpeningTicket, checks::RefuseMe>(
            "_dummy.refuse_me",
        )]
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
            url: |id, side| (side == Side::Member).then(|| paths::note(NoteId(id))),
            permissions: &[permissions::WRITE_NOTES],
            source: Some(Arc::new(sources::NoteNames)),
        }]
    }
    fn widgets(&self) -> Vec<Widget> {
        let home = Widget {
            key: "_dummy.widget.count",
            slot: Slot::HOME,
            order: 90,
            permission: Some(permissions::WRITE_NOTES),
            source: Arc::new(sources::CountWidget),
        };
        let desk = Widget {
            key: "_dummy.widget.ticket",
            slot: DESK_TICKET,
            order: 90,
            permission: Some(permissions::SEE_NOTES),
            source: Arc::new(sources::TicketWidget),
        };
        vec![home, desk]
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
            run: |db| Box::pin(sources::health(db)),
        }]
    }
    fn seeds(&self) -> Vec<Seed> {
        vec![Seed {
            key: "_dummy.demo",
            order: 90,
            run: |db| Box::pin(seeds::run(db)),
        }]
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer::<dyn NoteCounts>(Arc::new(ports::CountRows));
        ports.offer_named::<dyn ProductKind>("_dummy.notebook", Arc::new(product::Notebooks));
    }
}
