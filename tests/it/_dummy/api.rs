//! The notes as programs see them: what other modules copy.

use kit::TestApp;
use serde_json::{Value, json};

use super::notes::written;

const NOTES: &str = "/api/v1/_dummy/notes";

#[tokio::test]
async fn program_writes_and_reads_notes_as_the_document_says() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).start().await;
    let made = program
        .post(NOTES, &json!({ "body": "تماس با نمایندگی" }))
        .await;
    let note: Value = made.assert_status(201).json();
    let location = made.header("location").to_owned();
    assert_eq!(
        location,
        format!("{NOTES}/{}", note["id"].as_str().unwrap())
    );
    let again: Value = program.get(&location).await.assert_ok().json();
    assert_eq!(again, note);
    let schemas = &app.state().registry.openapi()["components"]["schemas"];
    for name in schemas["DummyNoteOut"]["required"].as_array().unwrap() {
        assert!(!note[name.as_str().unwrap()].is_null(), "{name} is missing");
    }
    sara.get("/_dummy")
        .await
        .assert_ok()
        .assert_text("تماس با نمایندگی");
    app.run_jobs().await;
}

#[tokio::test]
async fn list_pages_by_key() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).start().await;
    for n in 0..5 {
        program
            .post(NOTES, &json!({ "body": format!("{n}") }))
            .await
            .assert_status(201);
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page: Value = program
            .get(format!("{NOTES}?limit=2{after}"))
            .await
            .assert_ok()
            .json();
        let rows = page["data"].as_array().unwrap();
        seen.extend(
            rows.iter()
                .map(|row| row["body"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    assert_eq!(seen.len(), 5);
    for query in ["?limit=0", "?limit=x", "?after=x", "?limit=2&limit=2"] {
        let problem: Value = program
            .get(format!("{NOTES}{query}"))
            .await
            .assert_status(422)
            .json();
        let parameter = problem["errors"][0]["parameter"].as_str().unwrap();
        assert!(query.contains(parameter), "{problem}");
    }
    app.leave_jobs();
}

#[tokio::test]
async fn note_of_another_tenant_is_not_found_by_a_program() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let note = written(&sara, "تنها برای ما")
        .await
        .replace("/_dummy", NOTES);
    app.program(&sara)
        .start()
        .await
        .get(&note)
        .await
        .assert_ok();
    let foreign = app.program(&kaveh).start().await;
    foreign.get(&note).await.assert_not_found();
    let list: Value = foreign.get(NOTES).await.assert_ok().json();
    assert_eq!(list, json!({ "data": [], "next": null }));
    app.leave_jobs();
}

#[tokio::test]
async fn rules_of_the_form_hold_for_programs_too() {
    let app = TestApp::new().await;
    let program = app.program(&app.customer("sara").await).start().await;
    for (body, code) in [
        (String::new(), "required"),
        ("\u{ad}".to_owned(), "required"),
        ("ی".repeat(2_001), "too_long"),
        ("ی\u{8}".repeat(1_500), "too_long"),
    ] {
        let problem: Value = program
            .post(NOTES, &json!({ "body": body }))
            .await
            .assert_status(422)
            .json();
        assert_eq!(problem["errors"][0]["pointer"], "#/body");
        assert_eq!(
            problem["errors"][0]["code"],
            format!("kernel.invalid.{code}")
        );
    }
}
