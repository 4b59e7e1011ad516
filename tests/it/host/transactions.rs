//! What `write` promises: all or nothing, tried again after a lost race, and nothing left on the connection.
//! The abort test drops a transaction at each of its awaits.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use diesel::sql_types::{Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{Role, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kit::TestApp;

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    value: String,
}

/// Drives `work` until it has been polled this often, then drops it.
async fn aborted_after<F: Future>(work: F, polls: u32) -> Option<F::Output> {
    let mut work = Box::pin(work);
    let mut left = polls;
    std::future::poll_fn(move |cx| match Pin::new(&mut work).poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

async fn rename(tx: &mut Tx, tenant: TenantId, name: &str) -> AppResult<()> {
    diesel::sql_query("UPDATE tenants SET name = $2 WHERE id = $1")
        .bind::<SqlUuid, _>(tenant)
        .bind::<Text, _>(name)
        .execute(tx)
        .await?;
    audit::record(tx, Audit::new("probe.rename", "probe", None)).await
}

/// Whether the count comes to nothing: a read's COMMIT is on its way when the read returns.
async fn closes(witness: &tokio_postgres::Client, idle: &str) -> bool {
    for _ in 0..200 {
        let open: i64 = witness.query_one(idle, &[]).await.unwrap().get(0);
        if open == 0 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

const RENAMED: &str = "SELECT count(*) FROM audit_events WHERE action = 'probe.rename'";

#[tokio::test]
async fn transaction_dropped_at_any_await_leaves_nothing_on_the_connection() {
    let app = TestApp::with(|config| config.pool_size = 1).await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let witness = app.sql_as(Role::Tenant).await;
    let idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'sarai_tenant' \
                AND state LIKE 'idle in transaction%'";
    let mut aborts = 0;
    for polls in 0..500 {
        let work = app.tenant(sara.tenant);
        let work = work.write(async |tx| rename(tx, sara.tenant, "نام تازه").await);
        let done = aborted_after(work, polls).await;
        let next = app.tenant(kaveh.tenant);
        let sees = next.read(async |tx| {
            let sql = "SELECT current_setting('app.tenant_id') || (SELECT count(*) FROM tenants) AS value";
            Ok(diesel::sql_query(sql).get_result::<Setting>(tx).await?.value)
        });
        assert_eq!(
            sees.await.unwrap(),
            format!("{}1", kaveh.tenant),
            "after {polls} polls"
        );
        assert!(
            closes(&witness, idle).await,
            "a transaction stays open after {polls} polls"
        );
        if done.is_some() {
            break;
        }
        aborts += 1;
    }
    assert!(aborts >= 4, "only {aborts} awaits");
    let whole = app
        .value::<i64>("SELECT count(*) FROM tenants WHERE name = 'نام تازه'", &[])
        .await;
    assert_eq!(whole, 1, "the last run went through");
}

#[tokio::test]
async fn read_dropped_at_any_await_leaves_nothing_on_the_connection() {
    let app = TestApp::with(|config| config.pool_size = 1).await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let sees = async |tenant: TenantId, polls: u32| {
        let scope = app.tenant(tenant);
        let read = scope.read(async |tx| {
            let sql = "SELECT current_setting('app.tenant_id') || (SELECT count(*) FROM tenants) AS value";
            let first: Setting = diesel::sql_query(sql).get_result(tx).await?;
            let second: Setting = diesel::sql_query(sql).get_result(tx).await?;
            assert_eq!(first.value, second.value);
            Ok(first.value)
        });
        aborted_after(read, polls).await
    };
    let mut aborts = 0;
    for polls in 0..500 {
        let done = sees(sara.tenant, polls).await;
        let next = sees(kaveh.tenant, 10_000).await.unwrap();
        assert_eq!(
            next.unwrap(),
            format!("{}1", kaveh.tenant),
            "after {polls} polls"
        );
        if done.is_some() {
            break;
        }
        aborts += 1;
    }
    assert!(aborts >= 2, "only {aborts} awaits");
}

#[tokio::test]
async fn work_that_swallows_a_failed_statement_keeps_nothing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let db = app.platform();
    let lost = db.write(async |tx| {
        rename(tx, sara.tenant, "گم").await?;
        let _ = diesel::sql_query("SELECT 1 / 0").execute(tx).await;
        Ok(())
    });
    assert!(matches!(lost.await, Err(AppError::Internal(_))));
    assert_eq!(app.value::<i64>(RENAMED, &[]).await, 0);
}

#[tokio::test]
async fn failure_in_a_savepoint_spoils_nothing_else() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let db = app.platform();
    let kept = db.write(async |tx| {
        rename(tx, sara.tenant, "ماند").await?;
        let tried = tx
            .savepoint(async |conn| diesel::sql_query("SELECT 1 / 0").execute(conn).await)
            .await;
        assert!(tried.is_err());
        Ok(())
    });
    kept.await.unwrap();
    assert_eq!(app.value::<i64>(RENAMED, &[]).await, 1);
}

#[tokio::test]
async fn error_of_the_work_rolls_everything_back() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let db = app.platform();
    let refused = db.write(async |tx| {
        rename(tx, sara.tenant, "برگشت").await?;
        Err::<(), _>(AppError::Conflict("kernel.problem.race_lost"))
    });
    assert!(refused.await.is_err());
    assert_eq!(app.value::<i64>(RENAMED, &[]).await, 0);
}

#[tokio::test]
async fn deadlock_is_tried_again_and_both_go_through() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let (barrier, tries) = (tokio::sync::Barrier::new(2), AtomicU32::new(0));
    let both = async |first: TenantId, second: TenantId| {
        let own = AtomicU32::new(0);
        let db = app.platform();
        let (barrier, tries, own) = (&barrier, &tries, &own);
        db.write(async |tx| {
            tries.fetch_add(1, Ordering::SeqCst);
            rename(tx, first, "یک").await?;
            if own.fetch_add(1, Ordering::SeqCst) == 0 {
                barrier.wait().await;
            }
            rename(tx, second, "دو").await
        })
        .await
    };
    let (one, two) = tokio::join!(
        both(sara.tenant, kaveh.tenant),
        both(kaveh.tenant, sara.tenant)
    );
    one.unwrap();
    two.unwrap();
    let tries = AtomicU32::load(&tries, Ordering::SeqCst);
    // Who lost may meet the winner once more.
    assert!((3..=8).contains(&tries), "{tries} tries");
    assert_eq!(app.value::<i64>(RENAMED, &[]).await, 4);
}

#[tokio::test]
async fn read_cannot_write() {
    let app = TestApp::new().await;
    let db = app.platform();
    let tried = db
        .read(async |tx| Ok(diesel::sql_query("DELETE FROM tenants").execute(tx).await?))
        .await;
    assert!(
        tried
            .unwrap_err()
            .to_string()
            .contains("read-only transaction")
    );
}

#[tokio::test]
async fn who_waits_too_long_for_a_row_is_asked_to_come_again() {
    let app = TestApp::with(|config| config.statement_timeout_ms = 300).await;
    app.leave_jobs();
    let tenant = app.customer("sara").await.tenant;
    let holder = app.sql_as(Role::Platform).await;
    holder.batch_execute("BEGIN").await.unwrap();
    let lock = "SELECT FROM tenants WHERE id = $1 FOR UPDATE";
    holder.query_one(lock, &[&tenant.0]).await.unwrap();
    let db = app.platform();
    let waited = db.write(async |tx| rename(tx, tenant, "x").await).await;
    assert!(
        matches!(waited, Err(AppError::Unavailable(_))),
        "{waited:?}"
    );
}
