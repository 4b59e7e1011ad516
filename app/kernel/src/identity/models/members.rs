//! Members of the current tenant: listed, given another role, removed.
//! There is always an owner: changes of owners stand in line behind each other.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::module::TenantRole;
use crate::web::{Cursor, Page, PageQuery};

/// A member in the list.
#[derive(Clone, Debug, QueryableByName)]
pub struct MemberRow {
    /// Who.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: UserId,
    /// Name that others see.
    #[diesel(sql_type = Text)]
    pub display_name: String,
    /// `owner`, `manager` or `employee`.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct RoleRow {
    #[diesel(sql_type = SqlUuid)]
    user_id: UserId,
    #[diesel(sql_type = Text)]
    role: String,
}

/// A page of members in the order of joining.
pub async fn list(tx: &mut ReadTx, query: &PageQuery) -> AppResult<Page<MemberRow>> {
    let (beyond, order) = if query.before.is_some() {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let edge = query.before.or(query.after);
    let rows = diesel::sql_query(format!(
        "SELECT m.user_id, p.display_name, m.role, m.created_at \
           FROM memberships m JOIN people p ON p.user_id = m.user_id \
          WHERE m.tenant_id = app_tenant_id() AND ($1 IS NULL OR (m.created_at, m.user_id) {beyond} ($1, $2)) \
          ORDER BY m.created_at {order}, m.user_id {order} LIMIT {}",
        PageQuery::LIMIT
    ))
    .bind::<Nullable<Timestamptz>, _>(edge.map(|e| e.at))
    .bind::<Nullable<SqlUuid>, _>(edge.map(|e| e.id))
    .get_results(tx)
    .await?;
    Ok(Page::of(query, rows, |row: &MemberRow| Cursor {
        at: row.created_at,
        id: row.user_id.0,
    }))
}

/// Whether somebody with the role `by` may make a member of role `from` into `to` (`None`: remove them).
/// Managers look after managers and employees; owners after all.
#[must_use]
pub fn may_change(by: TenantRole, from: TenantRole, to: Option<TenantRole>) -> bool {
    match by {
        TenantRole::Owner => true,
        TenantRole::Manager => from != TenantRole::Owner && to != Some(TenantRole::Owner),
        TenantRole::Employee => false,
    }
}

/// Gives a member another role.
pub async fn change_role(
    tx: &mut Tx,
    by: TenantRole,
    user: UserId,
    to: TenantRole,
) -> AppResult<()> {
    let from = locked(tx, by, user, Some(to)).await?;
    if from == to {
        return Ok(());
    }
    sql("UPDATE memberships SET role = $2 WHERE tenant_id = app_tenant_id() AND user_id = $1")
        .bind::<SqlUuid, _>(user)
        .bind::<Text, _>(to.as_str())
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.member.change_role", "kernel.user", user.0);
    audit::record(
        tx,
        event
            .before(json!({ "role": from }))
            .after(json!({ "role": to })),
    )
    .await
}

/// Removes a member.
pub async fn remove(tx: &mut Tx, by: TenantRole, user: UserId) -> AppResult<()> {
    let from = locked(tx, by, user, None).await?;
    sql("DELETE FROM memberships WHERE tenant_id = app_tenant_id() AND user_id = $1")
        .bind::<SqlUuid, _>(user)
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.member.remove", "kernel.user", user.0);
    audit::record(tx, event.before(json!({ "role": from }))).await
}

/// The member's role, once the change is allowed. Owners' rows are locked with it, so that two owners cannot
/// remove each other at the same time.
async fn locked(
    tx: &mut Tx,
    by: TenantRole,
    user: UserId,
    to: Option<TenantRole>,
) -> AppResult<TenantRole> {
    let rows: Vec<RoleRow> = sql(
        "SELECT user_id, role FROM memberships WHERE tenant_id = app_tenant_id() AND (user_id = $1 OR role = 'owner') \
         ORDER BY user_id FOR UPDATE",
    )
    .bind::<SqlUuid, _>(user)
    .get_results(tx)
    .await?;
    let found = rows
        .iter()
        .find(|row| row.user_id == user)
        .and_then(|row| TenantRole::parse(&row.role));
    let from = found.ok_or(AppError::NotFound("kernel.members.one"))?;
    if !may_change(by, from, to) {
        return Err(AppError::Forbidden("kernel.members.only_owner"));
    }
    let owners = rows
        .iter()
        .filter(|row| row.role == TenantRole::Owner.as_str())
        .count();
    if from == TenantRole::Owner && to != Some(TenantRole::Owner) && owners <= 1 {
        return Err(AppError::Forbidden("kernel.members.last_owner"));
    }
    Ok(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TenantRole::{Employee, Manager, Owner};

    #[test]
    fn managers_touch_no_owner_and_make_none() {
        assert!(may_change(Manager, Employee, Some(Manager)) && may_change(Manager, Manager, None));
        assert!(!may_change(Manager, Owner, None) && !may_change(Manager, Owner, Some(Employee)));
        assert!(!may_change(Manager, Manager, Some(Owner)));
        assert!(
            may_change(Owner, Owner, Some(Manager)) && may_change(Owner, Employee, Some(Owner))
        );
        assert!(!may_change(Employee, Employee, None));
    }
}
