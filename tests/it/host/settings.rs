//! Settings: a change on one node is seen by the other, audited, and a secret is never shown.
//! Two programs in one process, told of each other by the database alone.

use std::time::{Duration, Instant};

use kernel::db::Role;
use kernel::identity::FAILURES_SETTING;
use kernel::module::PlatformRole;
use kernel::settings;
use kit::TestApp;
use serde_json::json;

#[tokio::test]
async fn change_on_one_node_is_seen_by_the_other_within_a_second() {
    let app = TestApp::new().await;
    let other = app.second_node().await;
    assert_eq!(other.state().settings.integer(FAILURES_SETTING), 5);
    app.platform()
        .write(async |tx| settings::change(tx, FAILURES_SETTING, json!(7)).await)
        .await
        .unwrap();
    let changed = Instant::now();
    while other.state().settings.integer(FAILURES_SETTING) != 7 {
        assert!(
            changed.elapsed() < Duration::from_secs(1),
            "not seen within a second"
        );
        tokio::task::yield_now().await;
    }
    app.leave_jobs();
}

#[tokio::test]
async fn operator_changes_a_setting_by_the_form_and_the_trail_says_so() {
    let app = TestApp::new().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    admin.get("/admin/settings").await.assert_ok();
    let form = admin
        .form("form[action='/admin/settings/kernel']")
        .set(FAILURES_SETTING, "۹");
    form.submit().await.assert_redirect("/admin/settings");
    assert_eq!(app.state().settings.integer(FAILURES_SETTING), 9);
    let sql = "SELECT before->>$1, after->>$1, user_id FROM audit_events WHERE action = 'kernel.settings.change'";
    let row = app
        .sql_as(Role::Platform)
        .await
        .query_one(sql, &[&FAILURES_SETTING])
        .await
        .unwrap();
    assert_eq!(
        (row.get::<_, String>(0), row.get::<_, String>(1)),
        ("5".to_owned(), "9".to_owned())
    );
    assert_eq!(row.get::<_, uuid::Uuid>(2), admin.person.id.0);
}

#[tokio::test]
async fn value_out_of_its_range_is_refused_and_stays_in_the_form() {
    let app = TestApp::new().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    admin.get("/admin/settings").await.assert_ok();
    let form = admin
        .form("form[action='/admin/settings/kernel']")
        .set(FAILURES_SETTING, "0");
    let again = form.submit().await;
    again.assert_status(422);
    assert_eq!(
        again
            .form("form[action='/admin/settings/kernel']")
            .value(FAILURES_SETTING),
        Some("0")
    );
    assert_eq!(app.state().settings.integer(FAILURES_SETTING), 5);
}
