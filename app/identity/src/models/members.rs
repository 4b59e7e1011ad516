//! Members of the current tenant: listed, given another role, removed.
//! There is always an owner: changes of owners stand in line behind each other.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{First, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::module::TenantRole;
use kernel::schema::{memberships, people};
use kernel::web::{Cursor, Page, PageQuery};
use serde_json::json;

/// A member in the list.
#[derive(Clone, Debug, Queryable)]
pub struct MemberRow {
    /// Who.
    pub user_id: UserId,
    /// Name that others see.
    pub display_name: String,
    /// What they are.
    pub role: TenantRole,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// A page of members in the order of joining.
pub async fn list(tx: &mut ReadTx, query: &PageQuery) -> AppResult<Page<MemberRow>> {
    let tenant = tx.who().in_tenant()?;
    let (at, id) = (memberships::created_at, memberships::user_id);
    let mut rows = memberships::table
        .inner_join(people::table.on(people::user_id.eq(id)))
        .filter(memberships::tenant_id.eq(tenant))
        .select((id, people::display_name, memberships::role, at))
        .into_boxed::<Pg>();
    // The oldest stand first, so a page lies on the other side of its cursor than in the lists of what is new.
    rows = match (query.before, query.after) {
        (Some(edge), _) => rows
            .filter(at.lt(edge.at).or(at.eq(edge.at).and(id.lt(edge.id))))
            .order((at.desc(), id.desc())),
        (None, Some(edge)) => rows
            .filter(at.gt(edge.at).or(at.eq(edge.at).and(id.gt(edge.id))))
            .order((at, id)),
        (None, None) => rows.order((at, id)),
    };
    let rows = First::of(PageQuery::LIMIT, rows).load(tx).await?;
    Ok(Page::of(query, rows, |row: &MemberRow| Cursor {
        at: row.created_at,
        id: row.user_id.0,
    }))
}

/// How many owners the tenant has.
pub async fn owners(tx: &mut ReadTx) -> AppResult<i64> {
    let tenant = tx.who().in_tenant()?;
    let owners = memberships::table
        .filter(memberships::tenant_id.eq(tenant))
        .filter(memberships::role.eq(TenantRole::Owner));
    Ok(owners.count().get_result(tx).await?)
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
    let tenant = tx.who().in_tenant()?;
    diesel::update(memberships::table.find((tenant, user)))
        .set(memberships::role.eq(to))
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
    let tenant = tx.who().in_tenant()?;
    diesel::delete(memberships::table.find((tenant, user)))
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
    let tenant = tx.who().in_tenant()?;
    let rows: Vec<(UserId, TenantRole)> = memberships::table
        .filter(memberships::tenant_id.eq(tenant))
        .filter(
            memberships::user_id
                .eq(user)
                .or(memberships::role.eq(TenantRole::Owner)),
        )
        .order(memberships::user_id)
        .select((memberships::user_id, memberships::role))
        .for_update()
        .load(tx)
        .await?;
    let found = rows
        .iter()
        .find(|(member, _)| *member == user)
        .map(|(_, role)| *role);
    let from = found.ok_or(AppError::NotFound("identity.members.one"))?;
    if !may_change(by, from, to) {
        return Err(AppError::Forbidden("identity.members.only_owner"));
    }
    let owners = rows
        .iter()
        .filter(|(_, role)| *role == TenantRole::Owner)
        .count();
    if from == TenantRole::Owner && to != Some(TenantRole::Owner) && owners <= 1 {
        return Err(AppError::invalid("role", "identity.members.last_owner"));
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
