//! The plug-in trait: what a module hands to the host, as plain data, once, at boot.
//! Everything here can be printed, compared and tested without a server or a database.

mod contribution;
mod describe;
mod facts;
mod mount;
mod permission;
mod points;
mod ports;
mod refusal;
mod registry;

pub use rust_i18n::Backend;

pub use contribution::{
    ApiMount, BoxFuture, CommandDef, CommandError, CommandResult, HealthCheck, Hit, Link, MailDef,
    MailVariable, ModuleMeta, NavItem, Place, Replaceable, ResourceKind, ResourceRef,
    ResourceSource, SearchSource, Seed, SettingDef, SettingKind, Slot, WebhookDef, Widget,
    WidgetSource,
};
pub use facts::{Change, Check, Fact, Refuses, Subscription, ask_checks, publish};
pub(crate) use mount::declared_of;
pub use mount::{Audience, Declaration, Mount, Proof};
pub use permission::{
    Can, GivenRole, Permission, PermissionDef, PlatformRole, Reach, RoleDef, Side, TenantKind,
    TenantRole,
};
pub use points::{EXTENSION_POINTS, Module, Without};
pub use ports::Ports;
pub use refusal::Refusal;
pub use registry::{OwnedMigration, Registry, merge_migrations};

/// The texts of the calling crate, for [`Module::texts`]; the crate root calls
/// `rust_i18n::i18n!("../../i18n/<id>")` once.
#[macro_export]
#[allow(clippy::crate_in_macro_def)] // the caller's table is meant, not the kernel's
macro_rules! texts {
    () => {
        crate::_rust_i18n_backend()
    };
}
