//! Forms around tenants: open one, switch, invite, change a role.
//! Roles and kinds are closed lists.

use kernel::ids::{TenantId, UserId};
use kernel::module::{GivenRole, TenantKind, TenantRole};
use kernel::web::{Form, Reader};

use super::{email, one_of};

const NAME: usize = 120;

/// Opens a tenant.
pub struct NewTenant {
    /// Its name.
    pub name: String,
    /// A company or a shop.
    pub kind: TenantKind,
}

impl Form for NewTenant {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            name: reader.name("name", NAME),
            kind: TenantKind::parse(&one_of(reader, "kind", &["company", "shop"]))
                .unwrap_or(TenantKind::Company),
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

/// Gives a member a role of a module.
pub struct GiveRole {
    /// Whom.
    pub member: Option<UserId>,
    /// Which, over everything or over one thing: `role` or `role kind:id`.
    pub role: Option<GivenRole>,
}

impl Form for GiveRole {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            member: reader.parsed("member", "kernel.invalid.choice", |s| s.parse().ok()),
            role: reader.parsed("role", "kernel.invalid.choice", given_role),
        }
    }
}

fn given_role(typed: &str) -> Option<GivenRole> {
    let (role, over) = match typed.split_once(' ') {
        Some((role, over)) => (role, Some(over.parse().ok()?)),
        None => (typed, None),
    };
    Some(GivenRole {
        role: role.to_owned(),
        over,
    })
}
