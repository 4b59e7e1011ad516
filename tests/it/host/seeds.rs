//! Demo data: the nine accounts open their home, a second run changes nothing.
//! In every feature set, since the host seeds the accounts.

use kernel::db::Role;
use kit::TestApp;
use sarai::demo;

const ROWS: &str = "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM tenants), (SELECT count(*) FROM memberships), \
                    (SELECT count(*) FROM platform_roles), (SELECT count(*) FROM audit_events)";

async fn rows(app: &TestApp) -> Vec<i64> {
    let row = app
        .sql_as(Role::Platform)
        .await
        .query_one(ROWS, &[])
        .await
        .unwrap();
    (0..5).map(|n| row.get(n)).collect()
}

#[tokio::test]
async fn demo_seeded_twice_is_the_demo_seeded_once() {
    let app = TestApp::new().await;
    app.leave_jobs();
    demo::seed(app.state()).await.unwrap();
    let once = rows(&app).await;
    assert_eq!(once[..4], [9, 4, 6, 3]);
    demo::seed(app.state()).await.unwrap();
    assert_eq!(rows(&app).await, once);
}

#[tokio::test]
async fn every_demo_account_opens_its_home() {
    let app = TestApp::new().await;
    app.leave_jobs();
    demo::seed(app.state()).await.unwrap();
    let people = app
        .sql_as(Role::Platform)
        .await
        .query("SELECT id FROM users ORDER BY email", &[])
        .await
        .unwrap();
    for row in people {
        let client = app.sign_in(kernel::ids::UserId(row.get(0))).await;
        client
            .get("/home")
            .await
            .assert_ok()
            .assert_element("main h1");
    }
}
