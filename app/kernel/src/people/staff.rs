//! Platform roles: who is on the staff, giving and taking a role.
//! The last admin cannot be removed, also not by two admins who remove each other at once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx};
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::live;
use crate::module::PlatformRole;
use crate::schema::{people, platform_roles, users};

/// Poked when somebody gets or loses a role.
pub(super) const TOPIC: &str = "kernel-staff";

/// One role of one person.
#[derive(Clone, Debug, Queryable)]
pub struct OnStaff {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they are.
    pub role: PlatformRole,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Everybody on the staff, by name.
pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<OnStaff>> {
    platform_roles::table
        .inner_join(users::table)
        .inner_join(people::table.on(people::user_id.eq(platform_roles::user_id)))
        .order((people::display_name, users::email, platform_roles::role))
        .select((
            platform_roles::user_id,
            people::display_name,
            users::email,
            platform_roles::role,
            platform_roles::created_at,
        ))
        .load(tx)
        .await
}

/// Gives a role to the person with this address, and returns who they are, so that they can be told. The address must
/// have been confirmed: otherwise somebody could have signed up with an address that is not theirs, to be given a role by
/// mistake.
pub async fn grant(email: &str, role: PlatformRole, tx: &mut Tx) -> AppResult<UserId> {
    let person: Option<(UserId, Option<DateTime<Utc>>)> = users::table
        .filter(users::email.eq(email.to_lowercase()))
        .select((users::id, users::email_confirmed_at))
        .get_result(tx)
        .await
        .optional()?;
    let Some((user, confirmed_at)) = person else {
        return Err(AppError::invalid("email", "kernel.staff.unknown_email"));
    };
    if confirmed_at.is_none() {
        return Err(AppError::invalid("email", "kernel.staff.unconfirmed_email"));
    }
    let now = tx.now();
    let added = diesel::insert_into(platform_roles::table)
        .values((
            platform_roles::user_id.eq(user),
            platform_roles::role.eq(role),
            platform_roles::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    if added == 0 {
        return Err(AppError::invalid("role", "kernel.staff.has_role"));
    }
    let event = Audit::new("kernel.staff.grant", "kernel.user", user.0)
        .after(json!({ "role": role.as_str() }));
    audit::record(tx, event).await?;
    live::announce(tx, TOPIC).await?;
    Ok(user)
}

/// Takes a role away; an error of the whole form says that the last admin stays.
pub async fn revoke(user: UserId, role: PlatformRole, tx: &mut Tx) -> AppResult<()> {
    if role == PlatformRole::Admin {
        // Locked in a fixed order: of two admins who remove each other, the second sees that one is left.
        let admins: Vec<UserId> = platform_roles::table
            .filter(platform_roles::role.eq(PlatformRole::Admin))
            .order(platform_roles::user_id)
            .select(platform_roles::user_id)
            .for_update()
            .load(tx)
            .await?;
        if admins == [user] {
            return Err(AppError::invalid("", "kernel.staff.last_admin"));
        }
    }
    let removed = diesel::delete(platform_roles::table.find((user, role)))
        .execute(tx)
        .await?;
    if removed == 0 {
        return Err(AppError::NotFound("kernel.staff.one"));
    }
    let event = Audit::new("kernel.staff.revoke", "kernel.user", user.0)
        .before(json!({ "role": role.as_str() }));
    audit::record(tx, event).await?;
    live::announce(tx, TOPIC).await
}
