//! Changing a setting: one row, one audit event, every node told. Secrets are sealed on their way in.

use diesel::OptionalExtension;
use diesel::sql_types::{Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::{Value as Json, json};

use super::declaration::{SEALED, SettingDef};
use super::tenant;
use crate::audit::{self, Audit};
use crate::db::{Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::live;

#[derive(diesel::QueryableByName)]
struct Before {
    #[diesel(sql_type = Jsonb)]
    value: Json,
}

/// Changes a setting of the platform or of a tenant; `None` goes back to what is usual. A secret's value is given open.
pub(crate) async fn change(
    tx: &mut Tx,
    def: &SettingDef,
    tenant: Option<TenantId>,
    value: Option<Json>,
) -> AppResult<()> {
    let stored = value.map(|plain| sealed(tx, def, plain)).transpose()?;
    if stored.as_ref().is_some_and(|value| !def.fits(value)) {
        return Err(AppError::invalid(def.key, "kernel.invalid.range"));
    }
    let before = match tenant {
        None => before(def, tx).await?,
        Some(tenant) => tenant::changed(tenant, tx).await?.get(def.key).cloned(),
    };
    match tenant {
        None => keep(def, stored.as_ref(), tx).await?,
        Some(tenant) => keep_for(tenant, def, stored.as_ref(), tx).await?,
    }
    let event = match tenant {
        None => Audit::new("kernel.settings.change", "kernel.setting", None),
        Some(tenant) => {
            Audit::new("kernel.tenant_settings.change", "kernel.tenant", tenant.0).of_tenant(tenant)
        }
    };
    let event = event
        .before(json!({ def.key: shown(def, before.as_ref()) }))
        .after(json!({ def.key: shown(def, stored.as_ref()) }));
    audit::record(tx, event).await?;
    match tenant {
        None => notify_changed(tx).await,
        Some(tenant) => live::announce(tx, &tenant::topic_of(tenant)).await,
    }
}

fn sealed(tx: &Tx, def: &SettingDef, plain: Json) -> AppResult<Json> {
    match &plain {
        Json::String(secret) if def.is_secret() => Ok(json!({ SEALED: tx.app.keys.seal(secret)? })),
        _ => Ok(plain),
    }
}

/// What the trail says: the default when nothing is stored, never a secret.
fn shown(def: &SettingDef, stored: Option<&Json>) -> Json {
    match stored {
        Some(_) if def.is_secret() => json!("•••"),
        Some(value) => value.clone(),
        None => def.default.clone(),
    }
}

async fn before(def: &SettingDef, tx: &mut Tx) -> AppResult<Option<Json>> {
    let row: Option<Before> = sql("SELECT value FROM settings WHERE key = $1 FOR UPDATE")
        .bind::<Text, _>(def.key)
        .get_result(tx)
        .await
        .optional()?;
    Ok(row.map(|row| row.value))
}

async fn keep(def: &SettingDef, value: Option<&Json>, tx: &mut Tx) -> AppResult<()> {
    let Some(value) = value else {
        sql("DELETE FROM settings WHERE key = $1")
            .bind::<Text, _>(def.key)
            .execute(tx)
            .await?;
        return Ok(());
    };
    let (now, user) = (tx.now(), tx.who().user);
    sql(
        "INSERT INTO settings (key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET value = $2, updated_at = $3, updated_by = $4",
    )
    .bind::<Text, _>(def.key)
    .bind::<Jsonb, _>(value)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user.map(|user| user.0))
    .execute(tx)
    .await?;
    Ok(())
}

async fn keep_for(
    tenant: TenantId,
    def: &SettingDef,
    value: Option<&Json>,
    tx: &mut Tx,
) -> AppResult<()> {
    let Some(value) = value else {
        sql("DELETE FROM tenant_settings WHERE tenant_id = $1 AND key = $2")
            .bind::<SqlUuid, _>(tenant.0)
            .bind::<Text, _>(def.key)
            .execute(tx)
            .await?;
        return Ok(());
    };
    let (now, user) = (tx.now(), tx.who().user);
    sql(
        "INSERT INTO tenant_settings (tenant_id, key, value, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (tenant_id, key) DO UPDATE SET value = $3, updated_at = $4, updated_by = $5",
    )
    .bind::<SqlUuid, _>(tenant.0)
    .bind::<Text, _>(def.key)
    .bind::<Jsonb, _>(value)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user.map(|user| user.0))
    .execute(tx)
    .await?;
    Ok(())
}

/// Tells every node to read settings and texts again, if this transaction commits.
pub async fn notify_changed(tx: &mut Tx) -> AppResult<()> {
    sql("SELECT pg_notify('sarai_changed', '')")
        .execute(tx)
        .await?;
    Ok(())
}

/// Changes of a tenant's settings, or without one of the platform's, all or none.
pub async fn change_all(
    tx: &mut Tx,
    tenant: Option<TenantId>,
    wanted: &[(&SettingDef, Option<Json>)],
) -> AppResult<()> {
    for (def, value) in wanted {
        change(tx, def, tenant, value.clone()).await?;
    }
    Ok(())
}
