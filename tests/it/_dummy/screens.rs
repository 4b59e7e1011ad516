//! What the notes give to screens and documents that are not theirs.

use kernel::module::{PlatformRole, ResourceRef};
use kit::TestApp;
use serde_json::Value;
use uuid::Uuid;

use super::notes::written;

#[tokio::test]
async fn home_shows_the_count_that_the_port_tells() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/home")
        .await
        .assert_ok()
        .assert_no_element("#_dummy-count");
    written(&sara, "یادداشت").await;
    app.run_jobs().await;
    let home = sara.get("/home").await;
    assert!(
        home.texts("#_dummy-count dd").concat().contains('۱'),
        "{}",
        home.visible()
    );
    let ports = app.state().registry.ports().names();
    assert!(
        ports
            .iter()
            .any(|name| name.ends_with("_dummy::ports::NoteCounts")),
        "{ports:?}"
    );
}

#[tokio::test]
async fn search_finds_the_tenants_own_notes() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let note = written(&sara, "نشاني تازهٔ دفتر").await;
    let found = sara.get("/search?q=نشانی").await;
    assert_eq!(
        found
            .assert_ok()
            .attributes("main a[href^='/_dummy/']", "href"),
        [note]
    );
    kaveh
        .get("/search?q=نشانی")
        .await
        .assert_ok()
        .assert_no_element("main a[href^='/_dummy/']");
    app.run_jobs().await;
}

#[tokio::test]
async fn navigation_leads_to_the_notes() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/home")
        .await
        .assert_ok()
        .assert_element("nav a[href='/_dummy']");
}

#[tokio::test]
async fn operators_see_the_setting_and_the_mails_text() {
    let app = TestApp::new().await;
    let arash = app.staff(PlatformRole::Admin, "arash").await;
    arash
        .get("/admin/settings")
        .await
        .assert_ok()
        .assert_text("ارسال یادداشت به ایمیل نویسنده");
    arash
        .get("/admin/texts")
        .await
        .assert_ok()
        .assert_text("رونوشت یادداشت برای نویسنده");
}

#[tokio::test]
async fn health_report_has_a_line_of_the_notes() {
    let app = TestApp::new().await;
    let reports = kernel::health::report(app.state()).await;
    let notes = reports
        .iter()
        .find(|report| report.key == "_dummy.notes")
        .unwrap();
    let found = notes.finding.english(app.state().registry.texts());
    assert!(notes.ok && found == "0 notes", "{found}");
    app.client().get("/readyz").await.assert_ok();
}

#[tokio::test]
async fn programs_read_the_version_document_as_the_api_describes_it() {
    let app = TestApp::new().await;
    let answer: Value = app
        .client()
        .get("/api/v1/_dummy/notes")
        .await
        .assert_ok()
        .json();
    assert_eq!(
        (&answer["module"], &answer["max_length"]),
        (&"_dummy".into(), &2_000.into())
    );
    let document = app.state().registry.openapi();
    let part = &document["paths"]["/api/v1/_dummy/notes"]["get"]["responses"]["200"];
    let schema = &part["content"]["application/json"]["schema"];
    for name in schema["required"].as_array().unwrap() {
        assert!(
            !answer[name.as_str().unwrap()].is_null(),
            "{name} is missing"
        );
    }
}

#[tokio::test]
async fn others_can_link_to_a_note_sell_a_notebook_and_hear_of_a_note() {
    let app = TestApp::new().await;
    let registry = &app.state().registry;
    let id = Uuid::now_v7();
    let link = registry
        .link(&ResourceRef {
            kind: "_dummy.note".to_owned(),
            id,
        })
        .unwrap();
    assert_eq!(
        (link.href, link.label),
        (format!("/_dummy/{id}"), "_dummy.note")
    );
    let declared = registry.describe();
    let has = |kind: &str, key: &str, value: &str| {
        let list = declared[kind].as_array().unwrap();
        assert!(
            list.iter().any(|item| item[key] == value),
            "{kind} lacks {value}: {list:?}"
        );
    };
    has("modules", "id", "_dummy");
    has("product_kinds", "key", "_dummy.notebook");
    has("webhooks", "fact", "_dummy.note_written.v1");
}
