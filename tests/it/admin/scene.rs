//! What the staff's screens show of a tenant, for the sweeps over tenants: its events and the mails that it was sent.

use kernel::db::Role;
use kit::{Member, TestApp};
use uuid::Uuid;

/// Sets it: the module has no rows of its own.
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let sql = app.sql_as(Role::Platform).await;
    let all = "SELECT id FROM audit_events WHERE tenant_id = $1 UNION SELECT id FROM mail_deliveries WHERE tenant_id = $1";
    let rows = sql.query(all, &[&sara.tenant.0]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
