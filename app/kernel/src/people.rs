//! People as modules may know them: where to reach them, what they belong to, who holds a permission.
//! Modules ask here and never read the tables of accounts, so that those can change without them.

pub mod arrivals;
pub mod customers;
pub mod staff;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde::Deserialize;

use crate::db::ReadTx;
use crate::ids::{TenantId, UserId};
use crate::live;
use crate::module::{PlatformRole, TenantKind, TenantRole};
use crate::schema::{memberships, people, platform_roles, tenants, users};

/// Kind of a tenant, as the subject of events and of widgets in `Slot::CUSTOMER_PROFILE`. The name is the table's, the
/// kernel's; the module that has a page of tenants declares it with its address.
pub const TENANT: &str = "kernel.tenant";

/// A person and how to reach them. The address is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub user: UserId,
    /// Confirmed address, in lower case.
    pub email: String,
    /// Name that others see.
    pub name: String,
    /// The language they read.
    pub locale: Locale,
}

/// A tenant that a person belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which.
    pub tenant: TenantId,
    /// What kind of tenant.
    pub kind: TenantKind,
    /// What they are in it.
    pub role: TenantRole,
}

/// Somebody of the staff, by the name that others see.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Deserialize)]
pub struct Colleague {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub display_name: String,
}

type ContactRow = (UserId, String, String, String);

fn contact((user, email, name, locale): ContactRow) -> Contact {
    Contact {
        user,
        email,
        name,
        locale: locale.parse().unwrap_or_default(),
    }
}

/// Those of these people whose address is confirmed, in the order of their ids. For the platform's scope.
pub async fn contacts(of: &[UserId], tx: &mut ReadTx) -> QueryResult<Vec<Contact>> {
    let rows: Vec<ContactRow> = users::table
        .inner_join(people::table.on(people::user_id.eq(users::id)))
        .filter(users::id.eq_any(of))
        .filter(users::email_confirmed_at.is_not_null())
        .order(users::id)
        .select((users::id, users::email, people::display_name, users::locale))
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(contact).collect())
}

/// The person with this confirmed address. For the platform's scope.
pub async fn by_email(email: &str, tx: &mut ReadTx) -> QueryResult<Option<Contact>> {
    let row: Option<ContactRow> = users::table
        .inner_join(people::table.on(people::user_id.eq(users::id)))
        .filter(users::email.eq(email.to_lowercase()))
        .filter(users::email_confirmed_at.is_not_null())
        .select((users::id, users::email, people::display_name, users::locale))
        .get_result(tx)
        .await
        .optional()?;
    Ok(row.map(contact))
}

/// What a person belongs to, in the order of joining. For the platform's scope.
pub async fn memberships(of: UserId, tx: &mut ReadTx) -> QueryResult<Vec<Membership>> {
    memberships::table
        .inner_join(tenants::table)
        .filter(memberships::user_id.eq(of))
        .order((memberships::created_at, memberships::tenant_id))
        .select((memberships::tenant_id, tenants::kind, memberships::role))
        .load::<(TenantId, TenantKind, TenantRole)>(tx)
        .await
        .map(|rows| {
            let membership = |(tenant, kind, role)| Membership { tenant, kind, role };
            rows.into_iter().map(membership).collect()
        })
}

/// Everybody on the staff whose roles give the permission, by name. For the platform's scope. Remembered by a page: roles
/// are as they are now, a changed name may show some seconds later.
pub async fn holders(permission: &str, tx: &mut ReadTx) -> QueryResult<Vec<Colleague>> {
    live::remembered(tx, staff::TOPIC, permission, async |tx| {
        read_holders(permission, tx).await
    })
    .await
}

async fn read_holders(permission: &str, tx: &mut ReadTx) -> QueryResult<Vec<Colleague>> {
    let staff = platform_roles::table
        .filter(platform_roles::role.eq_any(roles_with(permission, tx)))
        .select(platform_roles::user_id);
    people::table
        .filter(people::user_id.eq_any(staff))
        .order((people::display_name, people::user_id))
        .select((people::user_id, people::display_name))
        .load(tx)
        .await
}

/// Whether a person's roles on the staff give the permission. For the platform's scope.
pub async fn holds(user: UserId, permission: &str, tx: &mut ReadTx) -> QueryResult<bool> {
    let roles = roles_with(permission, tx);
    let found = platform_roles::table
        .filter(platform_roles::user_id.eq(user))
        .filter(platform_roles::role.eq_any(roles));
    diesel::select(diesel::dsl::exists(found))
        .get_result(tx)
        .await
}

/// The roles on the staff that give the permission, for the SQL function `staff_in_roles` in a module's own statement.
#[must_use]
pub fn roles_with(permission: &str, tx: &ReadTx) -> Vec<PlatformRole> {
    let defs = tx.app.registry.permissions();
    defs.get(permission)
        .map(|def| def.platform_roles.to_vec())
        .unwrap_or_default()
}

/// Whether there is such a tenant, of which an outside service speaks. For the platform's scope.
pub async fn is_tenant(id: TenantId, tx: &mut ReadTx) -> QueryResult<bool> {
    diesel::select(exists(tenants::table.find(id)))
        .get_result(tx)
        .await
}

/// Every tenant, for seeds and for jobs that go through all. For the platform's scope.
pub async fn tenants(tx: &mut ReadTx) -> QueryResult<Vec<TenantId>> {
    tenants::table
        .order(tenants::id)
        .select(tenants::id)
        .load(tx)
        .await
}
