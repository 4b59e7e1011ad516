//! Signing out: the session of this browser ends.
//! In the public scope, so that signing out twice is no error.

use diesel::sql_types::Uuid as SqlUuid;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{Tx, sql};
use kernel::error::AppResult;
use kernel::ids::SessionId;

/// Ends the session.
pub async fn sign_out(tx: &mut Tx, session: SessionId) -> AppResult<()> {
    sql("SELECT identity_close_session($1)")
        .bind::<SqlUuid, _>(session)
        .execute(tx)
        .await?;
    audit::record(
        tx,
        Audit::new("kernel.session.close", "kernel.session", session.0),
    )
    .await
}
