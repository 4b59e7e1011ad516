//! Changing a setting: one row, one audit event, every node told. Secrets are sealed on their way in.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use serde_json::{Value as Json, json};

use super::declaration::{SEALED, SettingDef};
use super::tenant;
use crate::audit::{self, Audit};
use crate::db::{Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::live;
use crate::schema::{settings, tenant_settings};

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

async fn before(def: &SettingDef, tx: &mut Tx) -> QueryResult<Option<Json>> {
    settings::table
        .find(def.key)
        .select(settings::value)
        .for_update()
        .get_result(tx)
        .await
        .optional()
}

async fn keep(def: &SettingDef, value: Option<&Json>, tx: &mut Tx) -> AppResult<()> {
    let Some(value) = value else {
        diesel::delete(settings::table.find(def.key))
            .execute(tx)
            .await?;
        return Ok(());
    };
    let (now, user) = (tx.now(), tx.who().user);
    diesel::insert_into(settings::table)
        .values((
            settings::key.eq(def.key),
            settings::value.eq(value),
            settings::updated_at.eq(now),
            settings::updated_by.eq(user),
        ))
        .on_conflict(settings::key)
        .do_update()
        .set((
            settings::value.eq(excluded(settings::value)),
            settings::updated_at.eq(excluded(settings::updated_at)),
            settings::updated_by.eq(excluded(settings::updated_by)),
        ))
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
        diesel::delete(tenant_settings::table.find((tenant, def.key)))
            .execute(tx)
            .await?;
        return Ok(());
    };
    let (now, user) = (tx.now(), tx.who().user);
    diesel::insert_into(tenant_settings::table)
        .values((
            tenant_settings::tenant_id.eq(tenant),
            tenant_settings::key.eq(def.key),
            tenant_settings::value.eq(value),
            tenant_settings::updated_at.eq(now),
            tenant_settings::updated_by.eq(user),
        ))
        .on_conflict((tenant_settings::tenant_id, tenant_settings::key))
        .do_update()
        .set((
            tenant_settings::value.eq(excluded(tenant_settings::value)),
            tenant_settings::updated_at.eq(excluded(tenant_settings::updated_at)),
            tenant_settings::updated_by.eq(excluded(tenant_settings::updated_by)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Tells every node to read again what is changed while it runs ([`App::reread`](crate::app::App::reread)), if this
/// transaction commits.
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
