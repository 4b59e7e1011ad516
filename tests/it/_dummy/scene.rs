//! A note, a notebook and a count, for the sweeps over tenants.

use kernel::db::Role;
use kit::{Member, TestApp};
use uuid::Uuid;

use super::notes::written;
use crate::scenes::SECRET_WORD;

/// Sets it.
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let note = written(sara, SECRET_WORD).await;
    sara.get(&note).await.assert_ok().assert_text(SECRET_WORD);
    let notebook = Uuid::now_v7();
    let sql = app.sql_as(Role::Platform).await;
    for insert in [
        "INSERT INTO _dummy_notebooks (id, tenant_id, title, opened_at) VALUES ($1, $2, 'رازدار', now())",
        "INSERT INTO _dummy_counts (tenant_id, notes, counted_at) SELECT $2, 1, now() WHERE $1::uuid IS NOT NULL",
    ] {
        sql.execute(insert, &[&notebook, &sara.tenant.0])
            .await
            .unwrap();
    }
    vec![note.rsplit('/').next().unwrap().parse().unwrap(), notebook]
}
