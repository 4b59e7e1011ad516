//! Who may do what here, and the role that this module adds to a tenant's own.
//! The key stands in the routes' declarations, the type in the handlers' signatures.

use kernel::module::{Permission as _, RoleDef};

kernel::permissions! {
    /// Read and write the tenant's notes.
    WriteNotes = "_dummy.notes.write", "_dummy.permissions.write": members(Owner, Manager, Employee);
    /// Throw notes away.
    EraseNotes = "_dummy.notes.erase", "_dummy.permissions.erase": members(Owner);
    /// See beside a ticket what it left in its tenant's notes.
    SeeNotes = "_dummy.notes.see", "_dummy.permissions.see": staff(Admin, Support);
}

/// Key of [`WriteNotes`].
pub const WRITE_NOTES: &str = WriteNotes::KEY;
/// Key of [`EraseNotes`].
pub const ERASE_NOTES: &str = EraseNotes::KEY;
/// Key of [`SeeNotes`].
pub const SEE_NOTES: &str = SeeNotes::KEY;

/// Roles that a tenant's owner gives.
pub const ROLES: &[RoleDef] = &[RoleDef {
    key: "_dummy.archivist",
    label: "_dummy.roles.archivist",
    kinds: &[],
    permissions: &[ERASE_NOTES],
    over: Some("_dummy.note"),
}];
