//! The support desk: customers open tickets and talk with staff, on the web and by mail, live on both sides.
//! A table of contents, no logic.

mod forms;
mod ids;
pub mod inbound;
mod jobs;
mod mail_in;
pub mod models;
mod paths;
mod permissions;
mod routes;
mod schema;
mod seeds;
mod settings;
mod sources;
mod views;

use std::sync::Arc;

use contracts::mail::InboundMail;
use contracts::support::{Asking, TicketClosed, TicketOpened, TicketReplied};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::jobs::{Every, JobDef, Schedule};
use kernel::module::{
    Audience, Backend, Fact, HealthCheck, MailDef, Module, ModuleMeta, Mount, NavItem,
    PermissionDef, Place, Ports, ResourceKind, SearchSource, Seed, SettingDef, Side, Slot,
    WebhookDef, Widget,
};

pub use ids::{DepartmentId, MessageId, TicketId};

rust_i18n::i18n!("../../i18n/tickets");

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/tickets");

/// The module.
pub struct Tickets;

impl Module for Tickets {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "tickets",
            label: "tickets.name",
            order: 20,
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
    fn routes(&self) -> Vec<Mount> {
        routes::mounts()
    }
    fn nav(&self) -> Vec<NavItem> {
        let customer = NavItem {
            key: "tickets.nav.customer",
            label: "tickets.title",
            icon: "life-buoy",
            href: "/tickets",
            audience: Audience::Customer,
            permission: Some(permissions::OPEN_TICKETS),
            order: 40,
            place: Place::Bar,
        };
        let staff = NavItem {
            key: "tickets.nav.desk",
            label: "tickets.desk.title",
            icon: "inbox",
            href: "/admin/tickets",
            audience: Audience::Staff,
            permission: Some(permissions::ANSWER_TICKETS),
            order: 10,
            place: Place::Bar,
        };
        let departments = NavItem {
            key: "tickets.nav.departments",
            label: "tickets.departments.title",
            icon: "folder",
            href: "/admin/departments",
            audience: Audience::Staff,
            permission: Some(permissions::MANAGE_DEPARTMENTS),
            order: 60,
            place: Place::Under("kernel.shell.system"),
        };
        vec![customer, staff, departments]
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn settings(&self) -> Vec<SettingDef> {
        settings::all()
    }
    fn jobs(&self) -> Vec<JobDef> {
        vec![
            JobDef::of::<jobs::NotifyOfMessage>(),
            JobDef::of::<jobs::SweepDrafts>(),
        ]
    }
    fn schedules(&self) -> Vec<Schedule> {
        vec![Schedule {
            key: "tickets.drafts",
            job: "tickets.sweep_drafts",
            every: Every::DailyAt(4, 10),
        }]
    }
    fn webhooks(&self) -> Vec<WebhookDef> {
        vec![
            WebhookDef {
                fact: TicketOpened::NAME,
                label: "tickets.webhooks.opened",
            },
            WebhookDef {
                fact: TicketReplied::NAME,
                label: "tickets.webhooks.replied",
            },
            WebhookDef {
                fact: TicketClosed::NAME,
                label: "tickets.webhooks.closed",
            },
        ]
    }
    fn resources(&self) -> Vec<ResourceKind> {
        vec![ResourceKind {
            kind: "tickets.ticket",
            label: "tickets.ticket",
            url: |id, side| {
                Some(match side {
                    Side::Member => paths::ticket(TicketId(id)),
                    Side::Staff => paths::desk_ticket(TicketId(id)),
                })
            },
            permissions: &[permissions::OPEN_TICKETS, permissions::ANSWER_TICKETS],
            source: Some(Arc::new(sources::TicketNames)),
        }]
    }
    fn widgets(&self) -> Vec<Widget> {
        let widget = |key, slot, permission, source| Widget {
            key,
            slot,
            order: 40,
            permission,
            source,
        };
        vec![
            widget(
                "tickets.widget.home",
                Slot::HOME,
                Some(permissions::OPEN_TICKETS),
                Arc::new(sources::HomeWidget),
            ),
            widget(
                "tickets.widget.desk",
                Slot::ADMIN_HOME,
                Some(permissions::ANSWER_TICKETS),
                Arc::new(sources::DeskWidget),
            ),
        ]
    }
    fn search(&self) -> Vec<Arc<dyn SearchSource>> {
        vec![Arc::new(sources::TicketSearch)]
    }
    fn mails(&self) -> Vec<MailDef> {
        jobs::mails()
    }
    fn health(&self) -> Vec<HealthCheck> {
        vec![HealthCheck {
            key: "tickets.departments",
            run: |db| Box::pin(sources::department_check(db)),
        }]
    }
    fn seeds(&self) -> Vec<Seed> {
        vec![Seed {
            key: "tickets.demo",
            order: 20,
            run: |db| Box::pin(seeds::run(db)),
        }]
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer::<dyn InboundMail>(Arc::new(mail_in::TicketMail));
        ports.offer::<dyn Asking>(Arc::new(sources::NewTicket));
    }
}
