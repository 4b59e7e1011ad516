//! The plug-in trait: what a module hands to the host, as plain data, once, at boot. The list of its methods is written
//! once, so that a test can take each of them away from a module and see that the host misses it.

use std::sync::Arc;

use diesel_migrations::EmbeddedMigrations;
use rust_i18n::Backend;

use super::{
    ApiMount, Check, CommandDef, HealthCheck, MailDef, ModuleMeta, Mount, NavItem, PermissionDef,
    Ports, Replaceable, ResourceKind, RoleDef, SearchSource, Seed, SettingDef, Subscription,
    WebhookDef, Widget,
};
use crate::jobs::{JobDef, Schedule};

macro_rules! extension_points {
    ($($(#[$doc:meta])* fn $name:ident() -> $returns:ty { $default:expr })+) => {
        /// A feature module. Each method is one extension point; all but the first two have an empty default.
        pub trait Module: Send + Sync + 'static {
            /// Id, label, order, and which modules it requires.
            fn meta(&self) -> ModuleMeta;
            /// Its own table of texts; write `kernel::texts!()`.
            fn texts(&self) -> &'static dyn Backend;
            $($(#[$doc])* fn $name(&self) -> $returns { $default })+
            /// Trait objects that others may ask for.
            fn offer(&self, _ports: &mut Ports) {}
        }

        /// The methods of [`Module`] that a module may leave out.
        pub const EXTENSION_POINTS: &[&str] = &[$(stringify!($name),)+ "offer"];

        /// A module that leaves out one extension point: with it the test of the template sees that the point works.
        pub struct Without<M> {
            /// The module.
            pub module: M,
            /// One of [`EXTENSION_POINTS`].
            pub point: &'static str,
        }

        impl<M: Module> Module for Without<M> {
            fn meta(&self) -> ModuleMeta {
                self.module.meta()
            }
            fn texts(&self) -> &'static dyn Backend {
                self.module.texts()
            }
            $(fn $name(&self) -> $returns {
                if self.point == stringify!($name) { $default } else { self.module.$name() }
            })+
            fn offer(&self, ports: &mut Ports) {
                if self.point != "offer" {
                    self.module.offer(ports);
                }
            }
        }
    };
}

extension_points! {
    /// Its migrations; their versions are unique over all modules.
    fn migrations() -> Option<EmbeddedMigrations> { None }
    /// SQL functions and triggers that are re-created at every migration, in this order.
    fn replaceable() -> &'static [Replaceable] { &[] }
    /// Its routes, each with audience, scope and permission.
    fn routes() -> Vec<Mount> { vec![] }
    /// Its places in the navigation.
    fn nav() -> Vec<NavItem> { vec![] }
    /// What people may be allowed to do, and which roles may by default.
    fn permissions() -> &'static [PermissionDef] { &[] }
    /// Roles besides owner, manager and employee, which a tenant's owner gives to members.
    fn roles() -> &'static [RoleDef] { &[] }
    /// Its settings, typed, with defaults.
    fn settings() -> Vec<SettingDef> { vec![] }
    /// Its background jobs.
    fn jobs() -> Vec<JobDef> { vec![] }
    /// What runs by the clock.
    fn schedules() -> Vec<Schedule> { vec![] }
    /// Facts that it reacts to.
    fn subscriptions() -> Vec<Subscription> { vec![] }
    /// Changes that it may refuse, inside their transaction.
    fn checks() -> Vec<Check> { vec![] }
    /// Facts that outsiders may subscribe to.
    fn webhooks() -> Vec<WebhookDef> { vec![] }
    /// Kinds of things that others may link to.
    fn resources() -> Vec<ResourceKind> { vec![] }
    /// What it shows in slots of other screens.
    fn widgets() -> Vec<Widget> { vec![] }
    /// What the global search finds.
    fn search() -> Vec<Arc<dyn SearchSource>> { vec![] }
    /// Its mails: default texts and documented variables.
    fn mails() -> Vec<MailDef> { vec![] }
    /// Its routes under `/api/v1`, with their part of the `OpenAPI` document.
    fn api() -> Vec<ApiMount> { vec![] }
    /// Its health checks, for `/readyz` and `sarai doctor`.
    fn health() -> Vec<HealthCheck> { vec![] }
    /// Its demo data.
    fn seeds() -> Vec<Seed> { vec![] }
    /// Its commands, `sarai NAME`.
    fn commands() -> Vec<CommandDef> { vec![] }
}
