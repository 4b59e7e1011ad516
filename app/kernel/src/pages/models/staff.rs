//! Platform roles: who is on the staff, giving and taking a role.
//! The last admin cannot be removed, also not by two admins who remove each other at once.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::notifications::notify;
use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::module::PlatformRole;
use crate::pages::paths;

/// One role of one person.
#[derive(Clone, Debug, QueryableByName)]
pub struct StaffRow {
    /// Who.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: Uuid,
    /// Their name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Their address.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// `admin`, `support` or `finance`.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

/// Everybody on the staff, by name.
pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<StaffRow>> {
    sql(
        "SELECT r.user_id, p.display_name AS name, u.email, r.role, r.created_at FROM platform_roles r \
         JOIN users u ON u.id = r.user_id JOIN people p ON p.user_id = r.user_id ORDER BY p.display_name, u.email, r.role",
    )
    .get_results(tx)
    .await
}

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = SqlUuid)]
    id: UserId,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    email_confirmed_at: Option<DateTime<Utc>>,
}

/// Gives a role to the person with this address and tells them. The address must have been confirmed: otherwise
/// somebody could have signed up with an address that is not theirs, to be given a role by mistake.
pub async fn grant(email: &str, role: PlatformRole, tx: &mut Tx) -> AppResult<()> {
    let person: Option<Person> =
        sql("SELECT id, email_confirmed_at FROM users WHERE email = lower($1)")
            .bind::<Text, _>(email)
            .get_result(tx)
            .await
            .optional()?;
    let Some(person) = person else {
        return Err(AppError::invalid("email", "kernel.staff.unknown_email"));
    };
    if person.email_confirmed_at.is_none() {
        return Err(AppError::invalid("email", "kernel.staff.unconfirmed_email"));
    }
    let now = tx.now();
    let added = sql(
        "INSERT INTO platform_roles (user_id, role, created_at) VALUES ($1, $2, $3) ON CONFLICT (user_id, role) DO NOTHING",
    )
    .bind::<SqlUuid, _>(person.id)
    .bind::<Text, _>(role.as_str())
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    if added == 0 {
        return Err(AppError::invalid("role", "kernel.staff.has_role"));
    }
    let event = Audit::new("kernel.staff.grant", "kernel.user", person.id.0)
        .after(json!({ "role": role.as_str() }));
    audit::record(tx, event).await?;
    notify(
        tx,
        person.id,
        "kernel.staff.granted_notice",
        &[],
        paths::ADMIN,
    )
    .await
}

#[derive(QueryableByName)]
struct IsThem {
    #[diesel(sql_type = Bool)]
    them: bool,
}

/// Takes a role away; an error of the whole form says that the last admin stays.
pub async fn revoke(user: UserId, role: PlatformRole, tx: &mut Tx) -> AppResult<()> {
    if role == PlatformRole::Admin {
        // Locked in a fixed order: of two admins who remove each other, the second sees that one is left.
        let admins: Vec<IsThem> = sql(
            "SELECT user_id = $1 AS them FROM platform_roles WHERE role = 'admin' ORDER BY user_id FOR UPDATE",
        )
        .bind::<SqlUuid, _>(user)
        .get_results(tx)
        .await?;
        if admins.len() == 1 && admins.iter().all(|admin| admin.them) {
            return Err(AppError::invalid("", "kernel.staff.last_admin"));
        }
    }
    let removed = sql("DELETE FROM platform_roles WHERE user_id = $1 AND role = $2")
        .bind::<SqlUuid, _>(user)
        .bind::<Text, _>(role.as_str())
        .execute(tx)
        .await?;
    if removed == 0 {
        return Err(AppError::NotFound("kernel.staff.one"));
    }
    let event = Audit::new("kernel.staff.revoke", "kernel.user", user.0)
        .before(json!({ "role": role.as_str() }));
    audit::record(tx, event).await
}
