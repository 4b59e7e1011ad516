//! The moved clock: for all nodes, for what waits in the queue, and never in production.

use std::sync::Arc;

use chrono::Duration;
use kernel::app::App;
use kernel::clock::{self, Clock};
use kernel::config::Environment;
use kernel::jobs;
use kit::TestApp;
use reqwest::Method;

use crate::probe::{self, Count};

/// A node on the test's database that goes by its machine's clock.
fn node(app: &TestApp, env: Environment) -> Arc<App> {
    let mut config = app.state().config.clone();
    config.env = env;
    let registry = probe::modules().finish().unwrap();
    let urls = app.state().urls.clone();
    App::new(config, Clock::default(), urls, registry).unwrap()
}

fn is_ahead(node: &App, by: Duration) -> bool {
    (node.clock.now() - Clock::default().now() - by).abs() < Duration::seconds(30)
}

async fn advance(node: &Arc<App>, by: Duration) -> kernel::AppResult<()> {
    let db = node.without_request().platform();
    db.write(async |tx| clock::advance(by, tx).await).await?;
    clock::follow(node).await
}

#[tokio::test]
async fn moved_clock_is_the_time_of_every_node_and_of_one_that_starts_later() {
    let app = probe::app().await;
    app.leave_jobs();
    let [here, there] = [(); 2].map(|()| node(&app, Environment::Development));
    advance(&here, Duration::hours(30)).await.unwrap();
    advance(&here, Duration::minutes(-30)).await.unwrap();
    clock::follow(&there).await.unwrap();
    let late = node(&app, Environment::Development);
    kernel::migrate::prepare_app(&late).await.unwrap();
    for node in [&here, &there, &late] {
        assert!(is_ahead(node, Duration::minutes(29 * 60 + 30)));
    }
    let moves = "SELECT count(*) FROM audit_events WHERE action = 'kernel.clock.move'";
    assert_eq!(app.value::<i64>(moves, &[]).await, 2);
}

#[tokio::test]
async fn two_nodes_that_move_it_without_knowing_of_each_other_move_it_by_both() {
    let app = probe::app().await;
    app.leave_jobs();
    let [here, there] = [(); 2].map(|()| node(&app, Environment::Development));
    let hour = async |node: &Arc<App>| {
        let db = node.without_request().platform();
        db.write(async |tx| clock::advance(Duration::hours(1), tx).await)
            .await
            .unwrap();
    };
    hour(&here).await;
    hour(&there).await;
    clock::follow(&here).await.unwrap();
    assert!(is_ahead(&here, Duration::hours(2)));
}

#[tokio::test]
async fn production_goes_by_its_machine_whatever_the_database_says() {
    let app = probe::app().await;
    app.leave_jobs();
    advance(&node(&app, Environment::Development), Duration::days(3))
        .await
        .unwrap();
    let production = node(&app, Environment::Production);
    clock::follow(&production).await.unwrap();
    assert!(is_ahead(&production, Duration::zero()));
}

#[tokio::test]
async fn planned_job_runs_when_the_moved_clock_reaches_its_time() {
    let app = probe::app().await;
    let here = node(&app, Environment::Development);
    let plan = async |hours| {
        let at = here.clock.now() + Duration::hours(hours);
        let db = here.without_request().platform();
        db.write(async |tx| jobs::enqueue_raw(tx, jobs::NewJob::of(&Count {})?.at(at)).await)
            .await
            .unwrap();
    };
    plan(2).await;
    advance(&here, Duration::hours(1)).await.unwrap();
    plan(2).await;
    jobs::drain(&here).await.unwrap();
    assert_eq!(app.jobs().await.len(), 2, "neither hour has come");
    advance(&here, Duration::hours(1)).await.unwrap();
    jobs::drain(&here).await.unwrap();
    assert_eq!(app.jobs().await.len(), 1, "the first one has");
    app.leave_jobs();
}

#[tokio::test]
async fn clock_does_not_leave_the_years_that_can_be_kept() {
    let app = probe::app().await;
    app.leave_jobs();
    let here = node(&app, Environment::Development);
    let far = advance(&here, Duration::days(366 * 51)).await;
    assert!(far.is_err() && is_ahead(&here, Duration::zero()));
}

#[tokio::test]
async fn clock_is_moved_by_json_alone_and_only_one_way_at_a_time() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let guest = app.client();
    let post = async |kind, body: &'static str| {
        let request = guest.request(Method::POST, "/dev/clock");
        let request = request.header("Content-Type", kind).body(body);
        guest.send(request).await.status.as_u16()
    };
    let both = r#"{"advance":"PT1H","at":"2030-01-01T00:00:00Z"}"#;
    for body in ["{}", r#"{"advance":"P1M"}"#, both] {
        assert_eq!(post("application/json", body).await, 400, "{body}");
    }
    assert_eq!(post("application/json", r#"{"advance":"PT0S"}"#).await, 200);
    assert_ne!(post("text/plain", r#"{"advance":"PT0S"}"#).await, 200);
    guest.get("/dev/clock").await.assert_ok();
}
