//! What staff may do on the kernel's own screens, as types for `Can<…>` and as declarations for the registry.
//! One table, so that a key and the roles that have it cannot drift apart.

use crate::module::PlatformRole::{Admin, Finance, Support};
use crate::module::{Permission, PermissionDef};

macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $key:literal $label:literal [$($role:ident),+];)+) => {
        $(
            $(#[$meta])*
            pub struct $name;
            impl Permission for $name {
                const KEY: &'static str = $key;
            }
        )+
        /// All of them.
        pub const PERMISSIONS: &[PermissionDef] = &[$(
            PermissionDef { key: $key, label: $label, tenant_roles: &[], platform_roles: &[$($role),+] }
        ),+];
    };
}

permissions! {
    /// Open the staff's home.
    SeeAdmin = "kernel.admin.see" "kernel.permissions.see_admin" [Admin, Support, Finance];
    /// Change settings.
    ManageSettings = "kernel.settings.manage" "kernel.permissions.manage_settings" [Admin];
    /// Reword mails.
    ManageTexts = "kernel.texts.manage" "kernel.permissions.manage_texts" [Admin];
    /// Look after deliveries.
    ManageMail = "kernel.mail.manage" "kernel.permissions.manage_mail" [Admin, Support];
    /// Look after background jobs.
    ManageJobs = "kernel.jobs.manage" "kernel.permissions.manage_jobs" [Admin];
    /// Read and verify the audit trail.
    SeeAudit = "kernel.audit.see" "kernel.permissions.see_audit" [Admin, Finance];
    /// Give and take platform roles.
    ManageStaff = "kernel.staff.manage" "kernel.permissions.manage_staff" [Admin];
    /// Look customers up.
    SeeCustomers = "kernel.customers.see" "kernel.permissions.see_customers" [Admin, Support, Finance];
}
