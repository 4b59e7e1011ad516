//! The tenants that a person belongs to: listed, switched between, opened.
//! A switch rotates the session's token, because what the session may do changes.

use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{First, Kept, OrNotFound, ReadTx, Tx, sql};
use kernel::error::AppResult;
use kernel::ids::{SessionId, TenantId, UserId};
use kernel::module::{TenantKind, TenantRole};
use kernel::schema::{memberships, sessions, tenants};
use serde_json::json;

use super::sessions as session;

/// How many a page shows.
const SHOWN: u32 = 200;

/// A tenant in the person's list.
#[derive(Clone, Debug, Queryable)]
pub struct TenantRow {
    /// Its id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TenantKind,
    /// What the person is in it.
    pub role: TenantRole,
}

#[diesel::dsl::auto_type]
fn theirs(user: UserId) -> _ {
    memberships::table
        .inner_join(tenants::table)
        .filter(memberships::user_id.eq(user))
        .select((tenants::id, tenants::name, tenants::kind, memberships::role))
}

/// The person's tenants, in the order of joining.
pub async fn list(tx: &mut ReadTx) -> AppResult<Vec<TenantRow>> {
    let user = tx.who().person()?;
    let rows = theirs(user).order((memberships::created_at, tenants::id));
    Ok(First::of(SHOWN, rows).load(tx).await?)
}

/// Goes on in another tenant of the person; gives the session's new token.
pub async fn switch(tx: &mut Tx, this: SessionId, to: TenantId) -> AppResult<String> {
    let user = tx.who().person()?;
    let from = tx.who().tenant;
    let tenant: TenantRow = theirs(user)
        .filter(memberships::tenant_id.eq(to))
        .get_result(tx)
        .await
        .or_not_found("identity.tenants.one")?;
    let session = sessions::table.find(this);
    Kept(diesel::update(session).set(sessions::tenant_id.eq(tenant.id)))
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.session.switch_tenant", "kernel.session", this.0);
    audit::record(
        tx,
        event
            .before(json!({ "tenant": from }))
            .after(json!({ "tenant": to })),
    )
    .await?;
    session::rotate(tx, this).await
}

/// Opens a tenant, owned by the person, and goes on in it; gives the session's new token.
pub async fn create(
    tx: &mut Tx,
    session: SessionId,
    name: &str,
    kind: TenantKind,
) -> AppResult<String> {
    let (id, now) = (TenantId::fresh(), tx.now());
    sql("SELECT identity_create_tenant($1, $2, $3, $4)")
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(name)
        .bind::<Text, _>(kind.as_str())
        .bind::<Timestamptz, _>(now)
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.tenant.create", "kernel.tenant", id.0);
    audit::record(tx, event.after(json!({ "name": name, "kind": kind }))).await?;
    switch(tx, session, id).await
}
