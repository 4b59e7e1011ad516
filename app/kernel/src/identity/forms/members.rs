//! Forms around tenants: open one, switch, invite, change a role.
//! Roles and kinds are closed lists.

use super::{email, one_of};
use crate::ids::TenantId;
use crate::module::TenantRole;
use crate::web::{Form, Reader};

const NAME: usize = 120;

/// Opens a tenant.
pub struct NewTenant {
    /// Its name.
    pub name: String,
    /// `company` or `shop`.
    pub kind: String,
}

impl Form for NewTenant {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            name: reader.line("name", NAME),
            kind: one_of(reader, "kind", &["company", "shop"]),
        }
    }
}

/// Goes on in another tenant.
pub struct SwitchTenant(pub Option<TenantId>);

impl Form for SwitchTenant {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.parsed("tenant", "kernel.invalid.choice", |typed| {
            typed.parse().ok()
        }))
    }
}

fn role(reader: &mut Reader<'_>, choices: &[&str]) -> TenantRole {
    TenantRole::parse(&one_of(reader, "role", choices)).unwrap_or(TenantRole::Employee)
}

/// Invites somebody.
pub struct Invite {
    /// Address.
    pub email: String,
    /// What they will be.
    pub role: TenantRole,
}

impl Form for Invite {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            email: email(reader, "email"),
            role: role(reader, &["employee", "manager"]),
        }
    }
}

/// Gives a member another role.
pub struct SetRole(pub TenantRole);

impl Form for SetRole {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(role(reader, &["employee", "manager", "owner"]))
    }
}
