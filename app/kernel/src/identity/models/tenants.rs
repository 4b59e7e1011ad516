//! The tenants that a person belongs to: listed, switched between, opened.
//! A switch rotates the session's token, because what the session may do changes.

use diesel::QueryableByName;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::sessions;
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::ids::{SessionId, TenantId};
use crate::module::{TenantKind, TenantRole};

/// A tenant in the person's list.
#[derive(Clone, Debug, QueryableByName)]
pub struct TenantRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: TenantId,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What it is.
    #[diesel(sql_type = Text)]
    pub kind: TenantKind,
    /// What the person is in it.
    #[diesel(sql_type = Text)]
    pub role: TenantRole,
}

/// The person's tenants, in the order of joining.
pub async fn list(tx: &mut ReadTx) -> AppResult<Vec<TenantRow>> {
    let user = tx.who().person()?;
    Ok(sql(
        "SELECT t.id, t.name, t.kind, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id \
         WHERE m.user_id = $1 ORDER BY m.created_at, t.id LIMIT 200",
    )
    .bind::<SqlUuid, _>(user)
    .get_results(tx)
    .await?)
}

/// Goes on in another tenant of the person; gives the session's new token.
pub async fn switch(tx: &mut Tx, session: SessionId, to: TenantId) -> AppResult<String> {
    let user = tx.who().person()?;
    let from = tx.who().tenant;
    let tenant: TenantRow = sql(
        "SELECT t.id, t.name, t.kind, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id \
         WHERE m.user_id = $1 AND m.tenant_id = $2",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<SqlUuid, _>(to)
    .get_result(tx)
    .await
    .or_not_found("kernel.tenants.one")?;
    sql("UPDATE sessions SET tenant_id = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(session)
        .bind::<SqlUuid, _>(tenant.id)
        .execute(tx)
        .await?;
    let event = Audit::new("kernel.session.switch_tenant", "kernel.session", session.0);
    audit::record(
        tx,
        event
            .before(json!({ "tenant": from }))
            .after(json!({ "tenant": to })),
    )
    .await?;
    sessions::rotate(tx, session).await
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
