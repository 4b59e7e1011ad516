//! Roles of modules in the current tenant: which can be given, who has which, giving and taking.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{GivenRoleId, TenantId, UserId};
use kernel::module::{GivenRole, ResourceRef, TenantKind};
use kernel::people::Colleague;
use kernel::schema::{member_roles, memberships, people};
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use uuid::Uuid;

/// How many things of a kind are offered to limit a role to.
const OFFERED: u32 = 50;
/// How many given roles a page shows.
const SHOWN: i64 = 500;

/// A role that somebody has.
#[derive(Clone, Debug, Queryable)]
pub struct GivenRow {
    /// Its id.
    pub id: GivenRoleId,
    /// Their name.
    pub name: String,
    /// Key of the role.
    pub role: String,
    over_kind: Option<String>,
    over_id: Option<Uuid>,
}

impl GivenRow {
    /// To what it is limited.
    #[must_use]
    pub fn over(&self) -> Option<ResourceRef> {
        let (kind, id) = self.over_kind.clone().zip(self.over_id)?;
        Some(ResourceRef { kind, id })
    }
}

/// A role that can be given, with the name of the one thing it would be limited to.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The role.
    pub given: GivenRole,
    /// Text key of the role.
    pub label: &'static str,
    /// Name of the thing.
    pub thing: Option<String>,
}

/// Everybody who can be given one, by name.
pub async fn members(tx: &mut ReadTx) -> QueryResult<Vec<Colleague>> {
    memberships::table
        .inner_join(people::table.on(people::user_id.eq(memberships::user_id)))
        .filter(memberships::tenant_id.nullable().eq(tx.who().tenant))
        .order((people::display_name, people::user_id))
        .limit(SHOWN)
        .select((people::user_id, people::display_name))
        .load(tx)
        .await
}

/// Who has which, by name.
pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<GivenRow>> {
    member_roles::table
        .inner_join(people::table.on(people::user_id.eq(member_roles::user_id)))
        .order((people::display_name, member_roles::id))
        .limit(SHOWN)
        .select((
            member_roles::id,
            people::display_name,
            member_roles::role,
            member_roles::over_kind,
            member_roles::over_id,
        ))
        .load(tx)
        .await
}

/// What can be given in a tenant of this kind: each role over everything, and over each thing that it can be limited to.
pub async fn offers(kind: TenantKind, tx: &mut ReadTx) -> QueryResult<Vec<Offer>> {
    let app = std::sync::Arc::clone(tx.app());
    let mut offers = Vec::new();
    // Several roles may be limited to things of one kind.
    let mut things: BTreeMap<&str, Vec<(Uuid, String)>> = BTreeMap::new();
    for role in app.registry.roles_in(kind) {
        let offer = |over, thing| Offer {
            given: GivenRole {
                role: role.key.to_owned(),
                over,
            },
            label: role.label,
            thing,
        };
        offers.push(offer(None, None));
        let limited = role
            .over
            .and_then(|kind| app.registry.resources().get(kind));
        let Some((kind, source)) =
            limited.and_then(|kind| Some((kind.kind, kind.source.as_ref()?)))
        else {
            continue;
        };
        let listed = match things.entry(kind) {
            Entry::Occupied(listed) => listed.into_mut(),
            Entry::Vacant(place) => place.insert(source.list(OFFERED, tx).await?),
        };
        for (id, name) in listed {
            let over = ResourceRef {
                kind: kind.to_owned(),
                id: *id,
            };
            offers.push(offer(Some(over), Some(name.clone())));
        }
    }
    Ok(offers)
}

/// Whether the role is one of this kind of tenant, over everything or over one thing that the scope sees.
async fn is_offered(kind: TenantKind, given: &GivenRole, tx: &mut ReadTx) -> QueryResult<bool> {
    let app = std::sync::Arc::clone(tx.app());
    let Some(role) = app
        .registry
        .roles_in(kind)
        .find(|role| role.key == given.role)
    else {
        return Ok(false);
    };
    let Some(over) = &given.over else {
        return Ok(true);
    };
    if role.over != Some(over.kind.as_str()) {
        return Ok(false);
    }
    let things = app.registry.resources().get(over.kind.as_str());
    match things.and_then(|things| things.source.as_ref()) {
        Some(source) => Ok(source.name(over.id, tx).await?.is_some()),
        None => Ok(false),
    }
}

/// Gives a member a role. Idempotent.
pub async fn give(
    tenant: TenantId,
    kind: TenantKind,
    user: UserId,
    given: &GivenRole,
    tx: &mut Tx,
) -> AppResult<()> {
    if !is_offered(kind, given, tx).await? {
        return Err(AppError::invalid("role", "kernel.invalid.choice"));
    }
    let member = memberships::table.find((tenant, user));
    if !diesel::select(exists(member)).get_result(tx).await? {
        return Err(AppError::invalid("member", "kernel.invalid.choice"));
    }
    let (now, by) = (tx.now(), tx.who().user);
    let insert = diesel::insert_into(member_roles::table).values((
        member_roles::id.eq(GivenRoleId::fresh()),
        member_roles::tenant_id.eq(tenant),
        member_roles::user_id.eq(user),
        member_roles::role.eq(&given.role),
        member_roles::over_kind.eq(given.over.as_ref().map(|over| over.kind.as_str())),
        member_roles::over_id.eq(given.over.as_ref().map(|over| over.id)),
        member_roles::created_at.eq(now),
        member_roles::created_by.eq(by),
    ));
    if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
        return Ok(());
    }
    let event = Audit::new("kernel.role.give", "kernel.user", user.0);
    audit::record(tx, event.after(shown(&given.role, given.over.as_ref()))).await
}

/// Takes a role away.
pub async fn take(id: GivenRoleId, tx: &mut Tx) -> AppResult<()> {
    let (user, role, kind, over): (UserId, String, Option<String>, Option<Uuid>) =
        diesel::delete(member_roles::table.find(id))
            .returning((
                member_roles::user_id,
                member_roles::role,
                member_roles::over_kind,
                member_roles::over_id,
            ))
            .get_result(tx)
            .await
            .or_not_found("identity.roles.one")?;
    let over = kind.zip(over).map(|(kind, id)| ResourceRef { kind, id });
    let event = Audit::new("kernel.role.take", "kernel.user", user.0);
    audit::record(tx, event.before(shown(&role, over.as_ref()))).await
}

fn shown(role: &str, over: Option<&ResourceRef>) -> serde_json::Value {
    json!({ "role": role, "over": over.map(ToString::to_string) })
}
