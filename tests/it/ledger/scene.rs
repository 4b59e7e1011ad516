//! The ledger's part of the scene of the sweeps over tenants.

use kit::{Member, TestApp};
use uuid::Uuid;

/// A book of Sara's own.
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let (db, tenant) = (app.platform(), sara.tenant);
    let book = db.write(async |tx| ledger::open_book(tx, tenant).await);
    vec![book.await.unwrap().0]
}
