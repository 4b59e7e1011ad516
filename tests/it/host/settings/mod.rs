//! Settings: a change on one node is seen by the other, audited, and a secret is never shown.
//! Two programs in one process, told of each other by the database alone.

use std::time::{Duration, Instant};

use kernel::db::Role;
use kernel::limits::FAILURES;
use kernel::module::PlatformRole;
use kit::TestApp;

mod kinds;
mod secrets;
mod shelf;
mod tenants;

const FIELD: &str = "kernel.limits.failures_a_minute";

#[tokio::test]
async fn change_on_one_node_is_seen_by_the_other_within_a_second() {
    let app = TestApp::new().await;
    let other = app.second_node().await;
    assert_eq!(FAILURES.of(other.state()).unwrap(), 5);
    app.platform()
        .write(async |tx| FAILURES.set(tx, 7).await)
        .await
        .unwrap();
    let changed = Instant::now();
    while FAILURES.of(other.state()).unwrap() != 7 {
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
        .set(FIELD, "۹");
    form.submit().await.assert_redirect("/admin/settings");
    assert_eq!(FAILURES.of(app.state()).unwrap(), 9);
    let sql = "SELECT before->>$1, after->>$1, user_id FROM audit_events WHERE action = 'kernel.settings.change'";
    let row = app
        .sql_as(Role::Platform)
        .await
        .query_one(sql, &[&FIELD])
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
        .set(FIELD, "0");
    let again = form.submit().await;
    again.assert_status(422);
    assert_eq!(
        again
            .form("form[action='/admin/settings/kernel']")
            .value(FIELD),
        Some("0")
    );
    assert_eq!(FAILURES.of(app.state()).unwrap(), 5);
}
