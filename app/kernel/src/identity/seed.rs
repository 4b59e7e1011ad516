//! People and tenants for demo data and tests, in the platform's scope.
//! Here because only identity knows how its tables hang together.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;

use super::password;
use crate::db::{Tx, sql};
use crate::error::AppResult;
use crate::ids::{TenantId, UserId};
use crate::module::{PlatformRole, TenantKind, TenantRole};

#[derive(QueryableByName)]
struct UserRow {
    #[diesel(sql_type = SqlUuid)]
    id: UserId,
}

#[derive(QueryableByName)]
struct TenantRow {
    #[diesel(sql_type = SqlUuid)]
    id: TenantId,
}

/// The person with this address; made now if there is none.
pub async fn person(
    tx: &mut Tx,
    email: &str,
    name: &str,
    password: &str,
    confirmed_at: Option<DateTime<Utc>>,
) -> AppResult<UserId> {
    let found: Option<UserRow> = sql("SELECT id FROM users WHERE email = $1")
        .bind::<Text, _>(email)
        .get_result(tx)
        .await
        .optional()?;
    match found {
        Some(row) => Ok(row.id),
        None => {
            new_person(
                tx,
                email,
                name,
                &password::hash(password).await?,
                confirmed_at,
            )
            .await
        }
    }
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
    sql(
        "INSERT INTO users (id, email, email_confirmed_at, password_hash, password_changed_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(email)
    .bind::<Nullable<Timestamptz>, _>(confirmed_at)
    .bind::<Text, _>(hash)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    sql("INSERT INTO people (user_id, display_name) VALUES ($1, $2)")
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(name)
        .execute(tx)
        .await?;
    Ok(id)
}

/// A new tenant.
pub async fn tenant(tx: &mut Tx, name: &str, kind: TenantKind) -> AppResult<TenantId> {
    let (id, now) = (TenantId::fresh(), tx.now());
    sql("INSERT INTO tenants (id, name, kind, created_at) VALUES ($1, $2, $3, $4)")
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(name)
        .bind::<Text, _>(kind.as_str())
        .bind::<Timestamptz, _>(now)
        .execute(tx)
        .await?;
    Ok(id)
}

/// The tenant of this name and kind; made now if there is none. For seeds, which run more than once.
pub async fn tenant_once(tx: &mut Tx, name: &str, kind: TenantKind) -> AppResult<TenantId> {
    let found: Option<TenantRow> =
        sql("SELECT id FROM tenants WHERE name = $1 AND kind = $2 ORDER BY created_at, id LIMIT 1")
            .bind::<Text, _>(name)
            .bind::<Text, _>(kind.as_str())
            .get_result(tx)
            .await
            .optional()?;
    match found {
        Some(row) => Ok(row.id),
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
    sql(
        "INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, user_id) DO UPDATE SET role = $3",
    )
    .bind::<SqlUuid, _>(tenant)
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(role.as_str())
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes the person onto the platform's staff.
pub async fn platform_role(tx: &mut Tx, user: UserId, role: PlatformRole) -> AppResult<()> {
    let now = tx.now();
    sql(
        "INSERT INTO platform_roles (user_id, role, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(role.as_str())
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// The person with this confirmed address.
pub async fn confirmed(tx: &mut Tx, email: &str) -> AppResult<Option<UserId>> {
    let sql = "SELECT id FROM users WHERE email = lower($1) AND email_confirmed_at IS NOT NULL";
    let found: Option<UserRow> = diesel::sql_query(sql)
        .bind::<Text, _>(email)
        .get_result(tx)
        .await
        .optional()?;
    Ok(found.map(|row| row.id))
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = SqlUuid)]
    id: TenantId,
    #[diesel(sql_type = Text)]
    name: String,
}

/// The tenants of a person, with their names.
pub async fn tenants_of(tx: &mut Tx, user: UserId) -> AppResult<Vec<(TenantId, String)>> {
    let rows: Vec<Named> = sql(
        "SELECT t.id, t.name FROM memberships m JOIN tenants t ON t.id = m.tenant_id \
         WHERE m.user_id = $1 ORDER BY m.created_at, t.id",
    )
    .bind::<SqlUuid, _>(user)
    .get_results(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
