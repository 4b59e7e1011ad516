//! Who may do what here, and which roles may by default.
//! The key stands in the routes' declarations, the type in the handlers' signatures.

use kernel::module::{Permission, PermissionDef, TenantRole};

/// Read and write the tenant's notes.
pub const WRITE_NOTES: &str = "_dummy.notes.write";

/// All of them.
pub const ALL: &[PermissionDef] = &[PermissionDef {
    key: WRITE_NOTES,
    label: "_dummy.permissions.write",
    tenant_roles: &[TenantRole::Owner, TenantRole::Manager, TenantRole::Employee],
    platform_roles: &[],
}];

/// Proof for [`WRITE_NOTES`].
pub struct WriteNotes;
impl Permission for WriteNotes {
    const KEY: &'static str = WRITE_NOTES;
}
