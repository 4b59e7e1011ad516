//! The database away: who works waits without asking all the time, and goes on by itself; who starts says what is.
//! On a wire that is cut, for all tests share one server.

use std::sync::Arc;
use std::time::Duration;

use kernel::app::App;
use kernel::clock::Clock;
use kernel::db::{DatabaseUrls, Role};
use kernel::jobs::{self, Worker};
use kernel::migrate::migrate;
use kit::app::SECRET;
use kit::{TestApp, Wire};
use sarai::start::Database;

use crate::probe::{self, Count};

/// A node with its own state on the wire.
fn node(app: &TestApp, wire: &Wire) -> Arc<App> {
    let urls = DatabaseUrls::derived(wire.url(), &SECRET).unwrap();
    let registry = probe::modules().finish().unwrap();
    App::new(app.state().config.clone(), Clock::default(), urls, registry).unwrap()
}

async fn until_counted(app: &TestApp, times: i64) {
    let sql = app.sql_as(Role::Platform).await;
    let count = "SELECT count(*) FROM audit_events WHERE action = 'probe.count'";
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    let counted = async {
        while sql.query_one(count, &[]).await.unwrap().get::<_, i64>(0) < times {
            tick.tick().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(20), counted).await;
    in_time.expect("the job runs");
}

async fn enqueue(app: &TestApp) {
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &Count {}).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn worker_waits_for_its_database_without_asking_all_the_time() {
    let app = probe::app().await;
    app.leave_jobs();
    let wire = Wire::to(app.db());
    let worker = Worker::start(node(&app, &wire));
    enqueue(&app).await;
    until_counted(&app, 1).await;
    wire.cut();
    let asked = wire.asked_within(Duration::from_secs(3)).await;
    assert!(asked < 30, "asked {asked} times in three seconds");
    wire.mend();
    enqueue(&app).await;
    until_counted(&app, 2).await;
    worker.stop().await;
}

#[tokio::test]
async fn worker_can_be_stopped_while_its_database_is_away() {
    let app = probe::app().await;
    app.leave_jobs();
    let wire = Wire::to(app.db());
    let worker = Worker::start(node(&app, &wire));
    enqueue(&app).await;
    until_counted(&app, 1).await;
    wire.mute();
    let _ = wire.asked_within(Duration::from_secs(1)).await;
    let stop = tokio::time::timeout(Duration::from_secs(20), worker.stop());
    stop.await.expect("it stops");
}

#[tokio::test]
async fn start_waits_for_a_database_that_is_away_and_gives_up_in_the_end() {
    let app = TestApp::new().await;
    let wire = Wire::to(app.db());
    let mut config = app.state().config.clone();
    config.database_url = Some(wire.url().to_owned());
    let database = Database::find(&config).await.unwrap().unwrap();
    wire.cut();
    let refusal = database.until_there(Duration::from_millis(300)).await;
    let refusal = refusal.unwrap_err().to_string();
    assert!(refusal.contains("SARAI_DATABASE_WAIT_SECONDS"), "{refusal}");
    let (there, ()) = tokio::join!(database.until_there(Duration::from_secs(20)), async {
        wire.asked_within(Duration::from_millis(500)).await;
        wire.mend();
    });
    there.expect("it is there");
}

#[tokio::test]
async fn migration_gives_up_a_server_that_takes_connections_and_says_nothing() {
    let app = TestApp::new().await;
    let wire = Wire::to(app.db());
    wire.mute();
    let url = format!("{}?connect_timeout=1", wire.url());
    let urls = DatabaseUrls::derived(&url, &SECRET).unwrap();
    let registry = probe::modules().finish().unwrap();
    let migrating = migrate(&urls, &SECRET, &registry);
    let ended = tokio::time::timeout(Duration::from_secs(20), migrating).await;
    let refusal = ended.expect("it gives up").unwrap_err().to_string();
    assert!(refusal.contains("says nothing"), "{refusal}");
}
