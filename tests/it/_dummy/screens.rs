//! What the notes give to screens and documents that are not theirs.

use _dummy::{Notebook, NotebookId};
use contracts::commerce::{ProductKind, Provided, Purchase};
use kernel::db::Role;
use kernel::module::{ResourceRef, Side};
use kit::TestApp;
use serde_json::json;
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
async fn others_can_link_to_a_note_and_hear_of_one() {
    let app = TestApp::new().await;
    let registry = &app.state().registry;
    let id = Uuid::now_v7();
    let note = ResourceRef {
        kind: "_dummy.note".to_owned(),
        id,
    };
    let link = registry.link(&note, Side::Member).unwrap();
    assert_eq!(
        (link.href, link.label),
        (format!("/_dummy/{id}"), "_dummy.note")
    );
    assert_eq!(
        registry.link(&note, Side::Staff),
        None,
        "staff have no page of it"
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
    has("webhooks", "fact", "_dummy.note_written.v1");
    has("roles", "key", "_dummy.archivist");
}

/// What a shop does, without knowing what it sells: find the kind by the port, check what was chosen, provide, suspend,
/// resume, terminate; each of them twice.
#[tokio::test]
async fn a_shop_finds_the_notebook_by_its_port_and_sells_it_once() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ports = app.state().registry.ports();
    let notebook = ports.named::<dyn ProductKind>("_dummy.notebook").unwrap();
    assert!(
        notebook
            .check(&json!({ "title": "" }))
            .get("title")
            .is_some()
    );
    let options = json!({ "title": "دفتر سال" });
    assert!(notebook.check(&options).is_empty());
    let purchase = Purchase {
        key: Uuid::now_v7(),
        tenant: sara.tenant,
        by: Some(sara.person.id),
        options,
    };
    let shop = app.platform();
    let sold = async || {
        let provided = shop.write(async |tx| notebook.provide(&purchase, tx).await);
        match provided.await.unwrap() {
            Provided::Ready(thing) => thing,
            Provided::Working => panic!("a notebook is there at once"),
        }
    };
    let thing = sold().await;
    assert_eq!(
        (thing.kind.as_str(), thing.id),
        ("_dummy.notebook", purchase.key)
    );
    assert_eq!(sold().await, thing);
    for _ in 0..2 {
        shop.write(async |tx| notebook.suspend(thing.id, tx).await)
            .await
            .unwrap();
        shop.write(async |tx| notebook.resume(thing.id, tx).await)
            .await
            .unwrap();
        shop.write(async |tx| notebook.terminate(thing.id, tx).await)
            .await
            .unwrap();
    }
    let id = NotebookId(thing.id);
    let kept = shop.read(async |tx| Ok(Notebook::find(id, tx).await?));
    assert!(kept.await.unwrap().closed_at.is_some());
    let trail =
        "SELECT action FROM audit_events WHERE subject_kind = '_dummy.notebook' ORDER BY id";
    let rows = app
        .sql_as(Role::Platform)
        .await
        .query(trail, &[])
        .await
        .unwrap();
    let verbs: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let expected = ["open", "suspend", "resume", "close", "suspend", "resume"];
    assert_eq!(
        verbs,
        expected.map(|verb| format!("_dummy.notebook.{verb}"))
    );
}
