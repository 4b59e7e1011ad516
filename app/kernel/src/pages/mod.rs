//! The kernel's own pages beside identity: front, home, notifications, search, staff screens, development screens.
//! Route, view, model and form of one screen have the same file name.

mod forms;
pub(crate) mod models;
pub(crate) mod paths;
mod permissions;
mod routes;
mod tidy;
mod views;

pub use models::notifications::{notify, notify_as};
pub use permissions::{
    ALL as PERMISSIONS, ManageJobs, ManageMail, ManageSettings, ManageStaff, ManageTexts, SeeAdmin,
    SeeAudit, SeeCustomers,
};
pub use tidy::Tidy;

use crate::module::{Audience, Mount, NavItem, Permission, Place, ResourceKind, Side};
use crate::mounts;

/// Kind of a tenant, as the subject of widgets in `Slot::CUSTOMER_PROFILE`.
pub const TENANT: &str = "kernel.tenant";

/// Routes.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    [
        open_mounts(),
        operator_mounts(),
        support_mounts(),
        developer_mounts(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn open_mounts() -> Vec<Mount> {
    mounts![
        Public None "kernel.front.show" => routes::front::show,
        Customer Account "kernel.home.show" => routes::home::show,
        Customer None "kernel.search.index" => routes::search::index,
        Customer Account "kernel.notifications.index" => routes::notifications::index,
        Customer None "kernel.notifications.badge" => routes::notifications::badge,
        Customer Account "kernel.notification_reading.create" => routes::notifications::reading::create,
        Customer Account "kernel.notifications_reading.create" => routes::notifications::reading::create_all,
    ]
}

fn operator_mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "kernel.admin.show" may SeeAdmin::KEY => routes::admin::show,
        Staff Platform "kernel.settings.edit" may ManageSettings::KEY => routes::settings::edit,
        Staff Platform "kernel.settings.update" may ManageSettings::KEY => routes::settings::update,
        Staff Platform "kernel.texts.index" may ManageTexts::KEY => routes::texts::index,
        Staff Platform "kernel.texts.edit" may ManageTexts::KEY => routes::texts::edit,
        Staff Platform "kernel.texts.update" may ManageTexts::KEY => routes::texts::update,
        Staff Platform "kernel.texts.destroy" may ManageTexts::KEY => routes::texts::destroy,
        Staff Platform "kernel.jobs.index" may ManageJobs::KEY => routes::jobs::index,
        Staff Platform "kernel.job_tries.create" may ManageJobs::KEY => routes::jobs::retry,
        Staff Platform "kernel.audit.index" may SeeAudit::KEY => routes::audit::index,
        Staff Platform "kernel.audit.show" may SeeAudit::KEY => routes::audit::show,
        Staff Platform "kernel.audit.export" may SeeAudit::KEY => routes::audit::export,
        Staff Platform "kernel.audit_verification.create" may SeeAudit::KEY => routes::audit::verify,
        Staff Platform "kernel.staff.index" may ManageStaff::KEY => routes::staff::index,
        Staff Platform "kernel.staff.create" may ManageStaff::KEY => routes::staff::create,
        Staff Platform "kernel.staff.destroy" may ManageStaff::KEY => routes::staff::destroy,
    ]
}

fn support_mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "kernel.mail.index" may ManageMail::KEY => routes::deliveries::index,
        Staff Platform "kernel.mail.show" may ManageMail::KEY => routes::deliveries::show,
        Staff Platform "kernel.mail_tries.create" may ManageMail::KEY => routes::deliveries::retry,
        Staff Platform "kernel.customers.index" may SeeCustomers::KEY => routes::customers::index,
        Staff Platform "kernel.customers.show" may SeeCustomers::KEY => routes::customers::show,
    ]
}

fn developer_mounts() -> Vec<Mount> {
    mounts![
        Dev None "kernel.outbox.index" => routes::outbox::index,
        Dev None "kernel.outbox.show" => routes::outbox::show,
        Dev None "kernel.outbox.html" => routes::outbox::html,
        Dev None "kernel.simulators.index" => routes::developer::simulators,
        Dev None "kernel.gallery.show" => routes::developer::gallery,
    ]
}

/// Navigation.
#[must_use]
pub fn nav() -> Vec<NavItem> {
    let staff = |key, label, icon, href, permission, order| NavItem {
        key,
        label,
        icon,
        href,
        audience: Audience::Staff,
        permission: Some(permission),
        order,
        place: Place::Bar,
    };
    let home = |key, audience| NavItem {
        key,
        label: "kernel.home.nav",
        icon: "house",
        href: paths::HOME,
        audience,
        permission: None,
        order: 0,
        place: Place::Bar,
    };
    vec![
        home("kernel.home", Audience::Customer),
        home("kernel.shop_home", Audience::Shop),
        staff(
            "kernel.admin",
            "kernel.admin.nav",
            "layout-dashboard",
            paths::ADMIN,
            SeeAdmin::KEY,
            0,
        ),
        staff(
            "kernel.customers",
            "kernel.customers.title",
            "users",
            paths::CUSTOMERS,
            SeeCustomers::KEY,
            20,
        ),
        staff(
            "kernel.mail",
            "kernel.deliveries.title",
            "mail",
            paths::MAIL,
            ManageMail::KEY,
            80,
        ),
        staff(
            "kernel.jobs",
            "kernel.jobs.title",
            "activity",
            paths::JOBS,
            ManageJobs::KEY,
            82,
        ),
        staff(
            "kernel.audit",
            "kernel.audit.title",
            "history",
            paths::AUDIT,
            SeeAudit::KEY,
            84,
        ),
        staff(
            "kernel.texts",
            "kernel.texts.title",
            "pencil",
            paths::TEXTS,
            ManageTexts::KEY,
            86,
        ),
        staff(
            "kernel.staff",
            "kernel.staff.title",
            "shield-check",
            paths::STAFF,
            ManageStaff::KEY,
            88,
        ),
        staff(
            "kernel.settings",
            "kernel.settings.title",
            "settings",
            paths::SETTINGS,
            ManageSettings::KEY,
            90,
        ),
    ]
}

/// Kinds of things that others may link to.
#[must_use]
pub fn resources() -> Vec<ResourceKind> {
    vec![ResourceKind {
        kind: TENANT,
        label: "kernel.customers.one",
        url: |id, side| (side == Side::Staff).then(|| paths::below(paths::CUSTOMERS, id)),
        permissions: &[SeeCustomers::KEY],
        source: None,
    }]
}
