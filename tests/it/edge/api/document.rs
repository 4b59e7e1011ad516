//! The document is what is mounted: every route for programs, with its scope, its key and its problems.

use kernel::module::Audience;
use serde_json::{Value, json};

use super::{MAKE, THINGS, app};

#[tokio::test]
async fn document_is_open_and_names_every_route_for_programs() {
    let app = app().await;
    let document: Value = app
        .client()
        .get("/api/v1/openapi.json")
        .await
        .assert_ok()
        .json();
    assert_eq!(document["openapi"], "3.1.0");
    let all = app.state().registry.declarations();
    for route in all.iter().filter(|route| route.audience == Audience::Api) {
        let path = route.path.split('?').next().unwrap();
        let path = path.replace('<', "{").replace('>', "}");
        let operation = &document["paths"][path][route.method.to_lowercase()];
        assert_eq!(operation["operationId"], route.name, "{operation}");
        assert!(operation["responses"]["default"].is_object(), "{operation}");
    }
}

#[tokio::test]
async fn scope_key_and_problems_come_from_the_declaration() {
    let app = app().await;
    let document = app.state().registry.openapi();
    let create = &document["paths"][THINGS]["post"];
    assert_eq!(create["security"], json!([{ "token": [MAKE] }]));
    assert_eq!(create["parameters"][0]["name"], "Idempotency-Key");
    assert_eq!(document["paths"][THINGS]["get"]["parameters"], Value::Null);
    let problem = &create["responses"]["401"]["content"]["application/problem+json"]["schema"];
    assert_eq!(problem["$ref"], "#/components/schemas/Problem");
    let refresh = &document["paths"]["/api/v1/auth/refresh"]["post"];
    assert_eq!(refresh["security"], json!([]));
    let body = &refresh["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(body, "#/components/schemas/RefreshIn");
    assert_eq!(
        document["components"]["schemas"]["RefreshIn"]["additionalProperties"],
        false
    );
}

#[tokio::test]
async fn every_reference_of_the_document_leads_somewhere() {
    let app = app().await;
    let document = app.state().registry.openapi();
    let text = document.to_string();
    let references: Vec<&str> = text.split("\"$ref\":\"#").skip(1).collect();
    assert!(references.len() > 10, "{}", references.len());
    for reference in references {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

#[tokio::test]
async fn page_for_people_shows_the_same_in_both_languages() {
    let app = app().await;
    for (language, title) in [("fa", "راهنمای API"), ("en", "API for programs")] {
        let page = app.client_speaking(language).get("/api/docs").await;
        page.assert_ok()
            .assert_text(title)
            .assert_text(THINGS)
            .assert_text(MAKE);
        page.assert_no_element("[style], script:not([src])");
    }
}
