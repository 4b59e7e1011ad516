//! Migrations: roles, the queue's schema, every module's versions in one sorted list, then what is re-created each time.
//! One advisory lock keeps two nodes from migrating at once.

mod roles;

use std::sync::Arc;

use diesel::migration::MigrationVersion;
use diesel::{RunQueryDsl, connection::SimpleConnection};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use crate::app::App;
use crate::db::{DatabaseUrls, Role, connect};
use crate::error::{AppError, AppResult};
use crate::jobs;
use crate::module::{OwnedMigration, Registry, merge_migrations};

const LOCK: i64 = 0x5341_5241_494D_4947; // "SARAIMIG"

/// Brings the database to what this program carries. Returns the versions applied now.
pub async fn migrate(
    urls: &DatabaseUrls,
    secret: &[u8],
    registry: &Registry,
) -> AppResult<Vec<String>> {
    if let Some(admin) = &urls.admin {
        roles::prepare(admin, secret).await?;
    }
    jobs::prepare_queue(urls.get(Role::Jobs)?).await?;
    let sources = registry.migration_sources();
    let replaceable: Vec<_> = registry.replaceable();
    let owner = as_owner(urls.get(Role::Owner)?).await?;
    let work = move || {
        let mut conn = Blocking::from(owner);
        locked(&mut conn, |conn| {
            let applied = run_pending(conn, &merged(&sources)?)?;
            for file in &replaceable {
                conn.batch_execute(file.sql)
                    .map_err(|e| AppError::internal(format!("{}: {e}", file.name)))?;
            }
            Ok(applied)
        })
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| AppError::internal(format!("migrations: {e}")))?
}

/// Takes back the newest `count` versions; for tests that migrations can be undone.
pub async fn revert(
    urls: &DatabaseUrls,
    registry: &Registry,
    count: usize,
) -> AppResult<Vec<String>> {
    let sources = registry.migration_sources();
    let owner = as_owner(urls.get(Role::Owner)?).await?;
    let work = move || {
        let mut conn = Blocking::from(owner);
        locked(&mut conn, |conn| {
            revert_newest(conn, &merged(&sources)?, count)
        })
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| AppError::internal(format!("migrations: {e}")))?
}

/// What a program does after migrating and before it serves: settings, schedules, the first turn of the clock.
pub async fn prepare_app(app: &Arc<App>) -> AppResult<()> {
    app.reread().await?;
    app.without_request()
        .platform()
        .write(async |tx| {
            let app = Arc::clone(&tx.app);
            jobs::prepare_schedules(tx, &app.registry).await?;
            // Without a key: the one before may have died with its node and hold it still.
            jobs::enqueue_raw(tx, jobs::NewJob::of(&jobs::RunSchedules {})?.first()).await
        })
        .await
}

type Blocking = AsyncConnectionWrapper<AsyncPgConnection>;

fn merged(sources: &[(&'static str, EmbeddedMigrations)]) -> AppResult<Vec<OwnedMigration>> {
    merge_migrations(sources).map_err(|e| AppError::internal(e.to_string()))
}

async fn as_owner(url: &str) -> AppResult<AsyncPgConnection> {
    connect::diesel(url)
        .await
        .map_err(|e| AppError::Unavailable(format!("migrations cannot connect: {e}")))
}

fn locked<T>(
    conn: &mut Blocking,
    work: impl FnOnce(&mut Blocking) -> AppResult<T>,
) -> AppResult<T> {
    diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(conn)?;
    let result = work(conn);
    diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})")).execute(conn)?;
    result
}

fn applied(conn: &mut Blocking) -> AppResult<Vec<MigrationVersion<'static>>> {
    conn.applied_migrations()
        .map_err(|e| AppError::internal(format!("applied migrations: {e}")))
}

fn run_pending(conn: &mut Blocking, migrations: &[OwnedMigration]) -> AppResult<Vec<String>> {
    let done = applied(conn)?;
    let mut now = Vec::new();
    for (owner, migration) in migrations {
        let version = migration.name().version();
        if done.contains(&version) {
            continue;
        }
        conn.run_migration(migration.as_ref()).map_err(|e| {
            AppError::internal(format!("migration {owner}/{}: {e}", migration.name()))
        })?;
        now.push(format!("{owner}/{}", migration.name()));
    }
    Ok(now)
}

fn revert_newest(
    conn: &mut Blocking,
    migrations: &[OwnedMigration],
    count: usize,
) -> AppResult<Vec<String>> {
    let done = applied(conn)?;
    let mut now = Vec::new();
    let newest = migrations
        .iter()
        .rev()
        .filter(|(_, m)| done.iter().any(|d| *d == m.name().version()))
        .take(count);
    for (owner, migration) in newest {
        conn.revert_migration(migration.as_ref()).map_err(|e| {
            AppError::internal(format!("undoing {owner}/{}: {e}", migration.name()))
        })?;
        now.push(format!("{owner}/{}", migration.name()));
    }
    Ok(now)
}
