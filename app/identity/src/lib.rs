//! Accounts: how people sign up, sign in, and look after themselves and the tenants that they belong to.
//! A table of contents, no logic. Always compiled in; the tables and the session's look-up are the kernel's.

mod browser;
mod forms;
mod mails;
mod models;
mod nav;
pub mod password;
mod paths;
mod permissions;
mod routes;
pub mod seed;
mod session;
mod views;

use kernel::module::{Backend, MailDef, Module, ModuleMeta, Mount, NavItem, PermissionDef};

pub use session::{Device, open_session};

rust_i18n::i18n!("../../i18n/identity");

/// The room's part of the registry.
pub struct Identity;

impl Module for Identity {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "identity",
            label: "identity.name",
            order: 1,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        kernel::texts!()
    }
    fn routes(&self) -> Vec<Mount> {
        routes::mounts()
    }
    fn nav(&self) -> Vec<NavItem> {
        nav::sections()
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn mails(&self) -> Vec<MailDef> {
        mails::all()
    }
}
