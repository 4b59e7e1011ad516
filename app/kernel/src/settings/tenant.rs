//! A tenant's own settings: one statement reads them all, the node remembers them until they change.

use std::sync::Arc;

use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;

use super::cache::{Row, Stored};
use crate::db::{ReadTx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::live::{remembered, topic};

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
        let rows: Vec<Row> = sql("SELECT key, value FROM tenant_settings WHERE tenant_id = $1")
            .bind::<SqlUuid, _>(tenant.0)
            .get_results(tx)
            .await?;
        Ok(Arc::new(
            rows.into_iter().map(|row| (row.key, row.value)).collect(),
        ))
    });
    Ok(all.await?)
}
