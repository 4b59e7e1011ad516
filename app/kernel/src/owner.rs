//! The kernel as the first module of the registry: its own routes, settings, jobs and mails go the way of everybody's.
//! A table of contents, no logic.

use std::sync::LazyLock;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

use crate::jobs::{Every, JobDef, RunSchedules, Schedule};
use crate::mail::DeliverMail;
use crate::module::{
    ApiMount, Backend, HealthCheck, MailDef, Module, ModuleMeta, Mount, NavItem, PermissionDef,
    Replaceable, Seed, SettingDef,
};
use crate::{api, health, limits, live, pages, web, webhooks};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/kernel");

macro_rules! replaceable {
    ($($name:literal),+) => {
        &[$(Replaceable { name: $name, sql: include_str!(concat!("../../../migrations/_replaceable/kernel/", $name)) }),+]
    };
}

/// The kernel's contributions.
pub struct Kernel;

impl Module for Kernel {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "kernel",
            label: "kernel.name",
            order: 0,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        crate::texts!()
    }
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        Some(MIGRATIONS)
    }
    fn replaceable(&self) -> &'static [Replaceable] {
        replaceable![
            "sessions.sql",
            "accounts.sql",
            "people.sql",
            "audit.sql",
            "clock.sql",
            "live.sql",
            "mail.sql",
            "health.sql",
            "webhooks.sql",
            "api.sql"
        ]
    }
    fn routes(&self) -> Vec<Mount> {
        [
            web::asset_routes(),
            health::mounts(),
            live::mounts(),
            pages::mounts(),
            webhooks::mounts(),
            api::mounts(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
    fn nav(&self) -> Vec<NavItem> {
        let mut all = pages::nav();
        all.extend(webhooks::nav());
        all.push(api::nav());
        all
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        static ALL: LazyLock<Vec<PermissionDef>> =
            LazyLock::new(|| [webhooks::PERMISSIONS, api::PERMISSIONS].concat());
        &ALL
    }
    fn settings(&self) -> Vec<SettingDef> {
        let mut all = limits::settings();
        all.extend(live::settings());
        all.extend(api::settings());
        all
    }
    fn jobs(&self) -> Vec<JobDef> {
        let mut all = vec![
            JobDef::of::<RunSchedules>(),
            JobDef::of::<DeliverMail>(),
            JobDef::of::<pages::Tidy>(),
        ];
        all.extend(webhooks::jobs());
        all
    }
    fn schedules(&self) -> Vec<Schedule> {
        vec![Schedule {
            key: "kernel.tidy",
            job: "kernel.tidy",
            every: Every::Minutes(10),
        }]
    }
    fn mails(&self) -> Vec<MailDef> {
        webhooks::mails()
    }
    fn api(&self) -> Vec<ApiMount> {
        api::api()
    }
    fn health(&self) -> Vec<HealthCheck> {
        let mut all = health::kernel_checks();
        all.push(HealthCheck {
            key: "kernel.webhooks",
            run: |db| Box::pin(webhooks::health_check(db)),
        });
        all
    }
    fn seeds(&self) -> Vec<Seed> {
        vec![Seed {
            key: "kernel.webhooks",
            order: 80,
            run: |db| Box::pin(webhooks::seed_demo(db)),
        }]
    }
}
