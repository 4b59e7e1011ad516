//! People and tenants for demo data and tests, in the platform's scope.
//! Here because only identity knows how its tables hang together.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::module::{PlatformRole, TenantKind, TenantRole};
use kernel::people::by_email;
use kernel::schema::{memberships, people, platform_roles, tenants, users};

use super::password;

/// The person with this address; made now if there is none.
pub async fn person(
    tx: &mut Tx,
    email: &str,
    name: &str,
    password: &str,
    confirmed_at: Option<DateTime<Utc>>,
) -> AppResult<UserId> {
    let found = users::table
        .filter(users::email.eq(email))
        .select(users::id)
        .get_result(tx)
        .await
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    let hash = password::hash(password).await?;
    new_person(tx, email, name, &hash, confirmed_at).await
}

/// A new person with the hash of their password; a hash that is made once serves a thousand of them.
pub async fn new_person(
    tx: &mut Tx,
    email: &str,
    name: &str,
    hash: &str,
    confirmed_at: Option<DateTime<Utc>>,
) -> AppResult<UserId> {
    let (id, now) = (UserId::fresh(), tx.now());
    diesel::insert_into(users::table)
        .values((
            users::id.eq(id),
            users::email.eq(email),
            users::email_confirmed_at.eq(confirmed_at),
            users::password_hash.eq(hash),
            users::password_changed_at.eq(now),
            users::created_at.eq(now),
        ))
        .execute(tx)
        .await?;
    diesel::insert_into(people::table)
        .values((people::user_id.eq(id), people::display_name.eq(name)))
        .execute(tx)
        .await?;
    Ok(id)
}

/// A new tenant.
pub async fn tenant(tx: &mut Tx, name: &str, kind: TenantKind) -> AppResult<TenantId> {
    let (id, now) = (TenantId::fresh(), tx.now());
    diesel::insert_into(tenants::table)
        .values((
            tenants::id.eq(id),
            tenants::name.eq(name),
            tenants::kind.eq(kind),
            tenants::created_at.eq(now),
        ))
        .execute(tx)
        .await?;
    Ok(id)
}

/// The tenant of this name and kind; made now if there is none. For seeds, which run more than once.
pub async fn tenant_once(tx: &mut Tx, name: &str, kind: TenantKind) -> AppResult<TenantId> {
    let found = tenants::table
        .filter(tenants::name.eq(name))
        .filter(tenants::kind.eq(kind))
        .order((tenants::created_at, tenants::id))
        .select(tenants::id)
        .first(tx)
        .await
        .optional()?;
    match found {
        Some(id) => Ok(id),
        None => tenant(tx, name, kind).await,
    }
}

/// Makes the person a member, or changes what they are there.
pub async fn membership(
    tx: &mut Tx,
    tenant: TenantId,
    user: UserId,
    role: TenantRole,
) -> AppResult<()> {
    let now = tx.now();
    diesel::insert_into(memberships::table)
        .values((
            memberships::tenant_id.eq(tenant),
            memberships::user_id.eq(user),
            memberships::role.eq(role),
            memberships::created_at.eq(now),
        ))
        .on_conflict((memberships::tenant_id, memberships::user_id))
        .do_update()
        .set(memberships::role.eq(role))
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the person onto the platform's staff.
pub async fn platform_role(tx: &mut Tx, user: UserId, role: PlatformRole) -> AppResult<()> {
    let now = tx.now();
    diesel::insert_into(platform_roles::table)
        .values((
            platform_roles::user_id.eq(user),
            platform_roles::role.eq(role),
            platform_roles::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// The person with this confirmed address.
pub async fn confirmed(tx: &mut Tx, email: &str) -> AppResult<Option<UserId>> {
    let found = by_email(email, tx).await?;
    Ok(found.map(|contact| contact.user))
}

/// The tenants of a person, with their names.
pub async fn tenants_of(tx: &mut Tx, user: UserId) -> AppResult<Vec<(TenantId, String)>> {
    Ok(memberships::table
        .inner_join(tenants::table)
        .filter(memberships::user_id.eq(user))
        .order((memberships::created_at, tenants::id))
        .select((tenants::id, tenants::name))
        .load(tx)
        .await?)
}
