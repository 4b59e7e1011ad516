//! The staff's screens: what is broken, settings, texts of mails, jobs, the audit trail, deliveries, customers, the staff.
//! A table of contents, no logic; rows and verbs are the kernel's.

mod forms;
mod paths;
mod permissions;
mod routes;
mod views;

use kernel::module::{
    Audience, Backend, Module, ModuleMeta, Mount, NavItem, Permission as _, PermissionDef, Place,
    ResourceKind, Side,
};
use kernel::people::TENANT;

use permissions::{
    ManageJobs, ManageMail, ManageSettings, ManageStaff, ManageTexts, SeeAdmin, SeeAudit,
    SeeCustomers,
};

rust_i18n::i18n!("../../i18n/admin");

/// The module.
pub struct Admin;

impl Module for Admin {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "admin",
            label: "admin.name",
            order: 10,
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
        [
            (
                "admin.nav.home",
                "admin.home.nav",
                "layout-dashboard",
                paths::HOME,
                SeeAdmin::KEY,
                0,
            ),
            (
                "admin.nav.customers",
                "admin.customers.title",
                "users",
                paths::CUSTOMERS,
                SeeCustomers::KEY,
                20,
            ),
            (
                "admin.nav.mail",
                "admin.deliveries.title",
                "mail",
                paths::MAIL,
                ManageMail::KEY,
                80,
            ),
            (
                "admin.nav.jobs",
                "admin.jobs.title",
                "activity",
                paths::JOBS,
                ManageJobs::KEY,
                82,
            ),
            (
                "admin.nav.audit",
                "admin.audit.title",
                "history",
                paths::AUDIT,
                SeeAudit::KEY,
                84,
            ),
            (
                "admin.nav.texts",
                "admin.texts.title",
                "pencil",
                paths::TEXTS,
                ManageTexts::KEY,
                86,
            ),
            (
                "admin.nav.staff",
                "admin.staff.title",
                "shield-check",
                paths::STAFF,
                ManageStaff::KEY,
                88,
            ),
            (
                "admin.nav.settings",
                "admin.settings.title",
                "settings",
                paths::SETTINGS,
                ManageSettings::KEY,
                90,
            ),
        ]
        .into_iter()
        .map(|(key, label, icon, href, permission, order)| NavItem {
            key,
            label,
            icon,
            href,
            audience: Audience::Staff,
            permission: Some(permission),
            order,
            // Whom one serves comes first; what keeps the house running stands apart.
            place: if order < 30 {
                Place::Bar
            } else {
                Place::Under("kernel.shell.system")
            },
        })
        .collect()
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn resources(&self) -> Vec<ResourceKind> {
        vec![ResourceKind {
            kind: TENANT,
            label: "admin.customers.one",
            url: |id, side| (side == Side::Staff).then(|| paths::customer(id)),
            permissions: &[SeeCustomers::KEY],
            source: None,
        }]
    }
}
