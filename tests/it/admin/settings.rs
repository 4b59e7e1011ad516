//! The platform's settings through their form: kept, audited, refused beyond their bounds, and a secret is never shown.

use kernel::db::Role;
use kernel::limits::FAILURES;
use kernel::module::PlatformRole;
use kit::TestApp;

use crate::host::settings::shelf;

const FIELD: &str = "kernel.limits.failures_a_minute";

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

#[tokio::test]
async fn every_setting_of_the_platform_and_every_mail_is_shown_by_its_name() {
    let app = TestApp::new().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let registry = &app.state().registry;
    let named = |key: &str| registry.texts().shipped(l10n::Locale::Fa, key);
    let (settings, texts) = (
        admin.get("/admin/settings").await,
        admin.get("/admin/texts").await,
    );
    for def in registry.settings().values() {
        if def.whose.has_platform() {
            settings.assert_text(&named(def.label));
        }
    }
    for key in registry.mails().keys() {
        texts.assert_text(&named(&format!("{key}.label")));
    }
}

#[tokio::test]
async fn secret_of_the_platform_is_kept_and_not_shown() {
    let app = shelf::app().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let form = shelf::form(&admin, "/admin/settings").await;
    assert!(
        !form.names().contains(&"shelf.greeting".to_owned()),
        "a tenant's alone"
    );
    let saved = form.set("shelf.house_key", "raz-e-man").submit().await;
    saved.assert_redirect("/admin/settings");
    let shown = admin.get("/admin/settings").await;
    shown
        .assert_ok()
        .assert_element("input[name='remove-shelf.house_key']");
    assert!(!shown.html().html().contains("raz-e-man"));
}
