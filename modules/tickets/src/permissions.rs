//! Who may do what at the desk.
//! Every member of a tenant may talk with support; answering is for the platform's staff.

use kernel::module::{Permission, PermissionDef, PlatformRole, TenantRole};

/// Open and read the tickets of one's tenant.
pub const OPEN_TICKETS: &str = "tickets.tickets.open";
/// Answer tickets of all tenants.
pub const ANSWER_TICKETS: &str = "tickets.tickets.answer";
/// Name and archive departments.
pub const MANAGE_DEPARTMENTS: &str = "tickets.departments.manage";

/// All of them.
pub const ALL: &[PermissionDef] = &[
    PermissionDef {
        key: OPEN_TICKETS,
        label: "tickets.permissions.open",
        tenant_roles: &[TenantRole::Owner, TenantRole::Manager, TenantRole::Employee],
        platform_roles: &[],
    },
    PermissionDef {
        key: ANSWER_TICKETS,
        label: "tickets.permissions.answer",
        tenant_roles: &[],
        platform_roles: &[PlatformRole::Admin, PlatformRole::Support],
    },
    PermissionDef {
        key: MANAGE_DEPARTMENTS,
        label: "tickets.permissions.departments",
        tenant_roles: &[],
        platform_roles: &[PlatformRole::Admin],
    },
];

/// Proof for [`OPEN_TICKETS`].
pub struct OpenTickets;
impl Permission for OpenTickets {
    const KEY: &'static str = OPEN_TICKETS;
}

/// Proof for [`ANSWER_TICKETS`].
pub struct AnswerTickets;
impl Permission for AnswerTickets {
    const KEY: &'static str = ANSWER_TICKETS;
}

/// Proof for [`MANAGE_DEPARTMENTS`].
pub struct ManageDepartments;
impl Permission for ManageDepartments {
    const KEY: &'static str = MANAGE_DEPARTMENTS;
}
