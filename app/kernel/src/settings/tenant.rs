//! A tenant's own settings: one statement reads them all, the node remembers them until they change.

use std::sync::Arc;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value as Json;

use super::cache::Stored;
use crate::db::ReadTx;
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::live::{remembered, topic};
use crate::schema::tenant_settings;

/// The topic that a change of a tenant's settings pokes.
pub(super) fn topic_of(tenant: TenantId) -> String {
    topic("tenant_settings", tenant.0)
}

/// What the tenant changed.
pub(super) async fn changed(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Arc<Stored>> {
    if !tx.sees_tenant(tenant) {
        return Err(AppError::internal(format!(
            "settings of the tenant {tenant} were asked for in a scope that does not see its rows"
        )));
    }
    let topic = topic_of(tenant);
    let all = remembered(tx, &topic, "changed", async |tx| {
        let rows: Vec<(String, Json)> = tenant_settings::table
            .filter(tenant_settings::tenant_id.eq(tenant))
            .select((tenant_settings::key, tenant_settings::value))
            .load(tx)
            .await?;
        Ok(Arc::new(rows.into_iter().collect()))
    });
    Ok(all.await?)
}
