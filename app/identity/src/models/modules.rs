//! Which modules a tenant does without. All that are mounted are on until its owner switches one off.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::schema::tenant_modules_off;

/// Switches a module on or off for the tenant. Idempotent; nothing of the module's is removed.
pub async fn switch(tenant: TenantId, module: &str, on: bool, tx: &mut Tx) -> AppResult<()> {
    let metas = tx.app().registry.metas();
    if !metas.iter().any(|meta| meta.id == module && meta.optional) {
        return Err(AppError::NotFound("identity.modules.one"));
    }
    let (now, by) = (tx.now(), tx.who().user);
    let changed = if on {
        diesel::delete(tenant_modules_off::table.find((tenant, module)))
            .execute(tx)
            .await?
    } else {
        diesel::insert_into(tenant_modules_off::table)
            .values((
                tenant_modules_off::tenant_id.eq(tenant),
                tenant_modules_off::module.eq(module),
                tenant_modules_off::created_at.eq(now),
                tenant_modules_off::created_by.eq(by),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?
    };
    if changed == 0 {
        return Ok(());
    }
    let action = if on {
        "kernel.module.switch_on"
    } else {
        "kernel.module.switch_off"
    };
    let event = Audit::new(action, "kernel.tenant", tenant.0);
    audit::record(tx, event.after(serde_json::json!({ "module": module }))).await
}
