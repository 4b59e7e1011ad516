//! Creates the login roles on a server where we may, and keeps their passwords in step with the secret key.
//! On managed servers the operator does this once, from docs/OPERATIONS.md.

use crate::db::{Role, connect, role_password};
use crate::error::{AppError, AppResult};

const LOCK: i64 = 0x5341_5241_4952_4F4C; // "SARAIROL"

pub(super) async fn prepare(admin_url: &str, secret: &[u8]) -> AppResult<()> {
    let failed = |e: tokio_postgres::Error| AppError::Unavailable(format!("database roles: {e}"));
    let mut client = connect::client(admin_url).await?;
    let tx = client.transaction().await.map_err(failed)?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await
        .map_err(failed)?;
    for role in Role::ALL {
        ensure(&tx, role, &role_password(secret, role)?).await?;
    }
    tx.batch_execute(
        "DO $$ DECLARE r text; BEGIN
           FOREACH r IN ARRAY ARRAY['sarai_owner', 'sarai_jobs'] LOOP
             IF NOT has_database_privilege(r, current_database(), 'CREATE') THEN
               EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', current_database(), r);
             END IF;
           END LOOP;
           IF NOT has_schema_privilege('sarai_owner', 'public', 'CREATE') THEN
             GRANT CREATE, USAGE ON SCHEMA public TO sarai_owner WITH GRANT OPTION;
           END IF;
         END $$",
    )
    .await
    .map_err(failed)?;
    tx.commit().await.map_err(failed)
}

/// Creates the role, or sets its password when the kept one does not match. Role names and hex passwords are ours.
async fn ensure(tx: &tokio_postgres::Transaction<'_>, role: Role, password: &str) -> AppResult<()> {
    let failed = |e: tokio_postgres::Error| {
        AppError::Unavailable(format!("database role {}: {e}", role.name()))
    };
    let name = role.name();
    let row = tx
        .query_opt(
            "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = $1",
            &[&name],
        )
        .await
        .map_err(failed)?;
    // A fingerprint of the password stands in the role's comment: altering a role on every start would make
    // two nodes that start together fail on the same catalogue row.
    let fingerprint = hex::encode(crate::keys::token_hash(password))
        .chars()
        .take(16)
        .collect::<String>();
    match row.map(|r| r.get::<_, Option<String>>(0)) {
        Some(Some(kept)) if kept == fingerprint => return Ok(()),
        Some(_) => {
            tx.batch_execute(&format!("ALTER ROLE {name} LOGIN PASSWORD '{password}'"))
                .await
                .map_err(failed)?;
        }
        None => {
            tx.batch_execute(&format!(
                "CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '{password}'"
            ))
            .await
            .map_err(failed)?;
        }
    }
    tx.batch_execute(&format!("COMMENT ON ROLE {name} IS '{fingerprint}'"))
        .await
        .map_err(failed)
}
