//! The plug-in trait: what a module hands to the host, as plain data, once, at boot.
//! Everything here can be printed, compared and tested without a server or a database.

mod contribution;
mod describe;
mod facts;
mod mount;
mod permission;
mod ports;
mod refusal;
mod registry;

use std::sync::Arc;

use diesel_migrations::EmbeddedMigrations;
pub use rust_i18n::Backend;

pub use contribution::{
    ApiMount, BoxFuture, HealthCheck, Hit, Link, MailDef, MailVariable, ModuleMeta, NavItem,
    Replaceable, ResourceKind, ResourceRef, ResourceSource, SearchSource, Seed, SettingDef,
    SettingKind, Slot, WebhookDef, Widget, WidgetSource,
};
pub use facts::{Change, Check, Fact, Refuses, Subscription, ask_checks, publish};
pub(crate) use mount::declared_of;
pub use mount::{Audience, Declaration, Mount, Proof};
pub use permission::{
    Can, GivenRole, Permission, PermissionDef, PlatformRole, Reach, RoleDef, Side, TenantKind,
    TenantRole,
};
pub use ports::Ports;
pub use refusal::Refusal;
pub use registry::{OwnedMigration, Registry, merge_migrations};

use crate::jobs::{JobDef, Schedule};

/// A feature module. Each method is one extension point; all but the first two have an empty default.
pub trait Module: Send + Sync + 'static {
    /// Id, label, order, and which modules it requires.
    fn meta(&self) -> ModuleMeta;
    /// Its own table of texts; write `kernel::texts!()`.
    fn texts(&self) -> &'static dyn Backend;
    /// Its migrations; their versions are unique over all modules.
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        None
    }
    /// SQL functions and triggers that are re-created at every migration, in this order.
    fn replaceable(&self) -> &'static [Replaceable] {
        &[]
    }
    /// Its routes, each with audience, scope and permission.
    fn routes(&self) -> Vec<Mount> {
        vec![]
    }
    /// Its places in the navigation.
    fn nav(&self) -> Vec<NavItem> {
        vec![]
    }
    /// What people may be allowed to do, and which roles may by default.
    fn permissions(&self) -> &'static [PermissionDef] {
        &[]
    }
    /// Roles besides owner, manager and employee, which a tenant's owner gives to members.
    fn roles(&self) -> &'static [RoleDef] {
        &[]
    }
    /// Its settings, typed, with defaults.
    fn settings(&self) -> Vec<SettingDef> {
        vec![]
    }
    /// Its background jobs.
    fn jobs(&self) -> Vec<JobDef> {
        vec![]
    }
    /// What runs by the clock.
    fn schedules(&self) -> Vec<Schedule> {
        vec![]
    }
    /// Facts that it reacts to.
    fn subscriptions(&self) -> Vec<Subscription> {
        vec![]
    }
    /// Changes that it may refuse, inside their transaction.
    fn checks(&self) -> Vec<Check> {
        vec![]
    }
    /// Facts that outsiders may subscribe to.
    fn webhooks(&self) -> Vec<WebhookDef> {
        vec![]
    }
    /// Kinds of things that others may link to.
    fn resources(&self) -> Vec<ResourceKind> {
        vec![]
    }
    /// What it shows in slots of other screens.
    fn widgets(&self) -> Vec<Widget> {
        vec![]
    }
    /// What the global search finds.
    fn search(&self) -> Vec<Arc<dyn SearchSource>> {
        vec![]
    }
    /// Its mails: default texts and documented variables.
    fn mails(&self) -> Vec<MailDef> {
        vec![]
    }
    /// Its routes under `/api/v1`, with their part of the `OpenAPI` document.
    fn api(&self) -> Vec<ApiMount> {
        vec![]
    }
    /// Its health checks, for `/readyz` and `sarai doctor`.
    fn health(&self) -> Vec<HealthCheck> {
        vec![]
    }
    /// Its demo data.
    fn seeds(&self) -> Vec<Seed> {
        vec![]
    }
    /// Trait objects that others may ask for.
    fn offer(&self, _ports: &mut Ports) {}
}

/// The texts of the calling crate, for [`Module::texts`]; the crate root calls
/// `rust_i18n::i18n!("../../i18n/<id>")` once.
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the caller's table is meant, not the kernel's
macro_rules! texts {
    () => {
        crate::_rust_i18n_backend()
    };
}
