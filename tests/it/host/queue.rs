//! Jobs: they exist only when the transaction commits, and run once.
//! Driven by the probe's jobs, which leave an audit event each time they run.

use kernel::db::Role;
use kernel::error::AppError;
use kernel::jobs;
use kit::TestApp;

use crate::probe::{self, Count};

async fn runs(app: &TestApp, action: &str) -> i64 {
    let sql = "SELECT count(*) FROM audit_events WHERE action = $1";
    app.value(sql, &[&action]).await
}

#[tokio::test]
async fn rolled_back_write_leaves_no_job() {
    let app = probe::app().await;
    let db = app.platform();
    let refused = db.write(async |tx| {
        jobs::enqueue(tx, &Count {}).await?;
        Err::<(), _>(AppError::Conflict("kernel.problem.race_lost"))
    });
    assert!(refused.await.is_err());
    assert_eq!(app.jobs().await, [""; 0]);
}

#[tokio::test]
async fn job_runs_once() {
    let app = probe::app().await;
    app.platform()
        .write(async |tx| jobs::enqueue(tx, &Count {}).await)
        .await
        .unwrap();
    assert_eq!(app.jobs().await, ["probe.count"]);
    app.run_jobs().await;
    app.run_jobs().await;
    assert_eq!(runs(&app, "probe.count").await, 1);
    assert_eq!(app.jobs().await, [""; 0]);
}

#[tokio::test]
async fn two_workers_run_a_job_once() {
    let app = probe::app().await;
    for _ in 0..20 {
        app.platform()
            .write(async |tx| jobs::enqueue(tx, &Count {}).await)
            .await
            .unwrap();
    }
    let (one, two) = tokio::join!(jobs::drain(app.state()), jobs::drain(app.state()));
    one.unwrap();
    two.unwrap();
    app.run_jobs().await;
    assert_eq!(runs(&app, "probe.count").await, 20);
}

#[tokio::test]
async fn planned_job_waits_for_its_time() {
    let app = probe::app().await;
    let later = app.clock().now() + chrono::Duration::hours(1);
    let db = app.platform();
    db.write(async |tx| jobs::enqueue_raw(tx, jobs::NewJob::of(&Count {})?.at(later)).await)
        .await
        .unwrap();
    app.run_jobs().await;
    assert_eq!(app.jobs().await, ["probe.count"]);
    assert_eq!(runs(&app, "probe.count").await, 0);
    app.leave_jobs();
}

#[tokio::test]
async fn schedules_that_are_due_run_once_and_are_planned_anew() {
    let app = TestApp::new().await;
    app.leave_jobs();
    kernel::migrate::prepare_app(app.state()).await.unwrap();
    app.clock().advance(chrono::Duration::days(2));
    app.run_jobs().await;
    let sql = "SELECT count(*) FILTER (WHERE last_run_at IS NOT NULL), count(*) FROM schedules";
    let row = app
        .sql_as(Role::Platform)
        .await
        .query_one(sql, &[])
        .await
        .unwrap();
    assert_eq!(row.get::<_, i64>(0), row.get::<_, i64>(1));
    assert!(row.get::<_, i64>(1) > 0);
    assert_eq!(
        app.jobs().await,
        ["kernel.run_schedules"],
        "the next minute is planned"
    );
}

#[tokio::test]
async fn clock_goes_before_a_backlog() {
    let app = TestApp::new().await;
    app.leave_jobs();
    kernel::migrate::prepare_app(app.state()).await.unwrap();
    app.run_jobs().await;
    let sql = "SELECT priority::int FROM graphile_worker.jobs WHERE task_identifier = 'kernel.run_schedules'";
    let jobs = app.sql_as(Role::Jobs).await;
    let row = jobs.query_one(sql, &[]).await.unwrap();
    assert!(row.get::<_, i32>(0) < 0);
}
