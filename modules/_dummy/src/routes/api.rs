//! What programs may ask, with the part of the `OpenAPI` document that says so.
//! Answers without a token: it tells nothing of any tenant.

use kernel::module::{ApiMount, Mount};
use kernel::mounts;
use rocket::get;
use rocket::serde::json::{Json, Value};
use serde_json::json;

use crate::forms::BODY_LIMIT;

/// All of them.
pub fn mounts() -> Vec<ApiMount> {
    let mounts: Vec<Mount> = mounts![Api None "_dummy.api.show" => show];
    mounts
        .into_iter()
        .map(|mount| ApiMount {
            mount,
            operation: operation(),
        })
        .collect()
}

/// Tell which version of the module answers, and how long a note may be.
#[get("/api/v1/_dummy/notes")]
pub fn show() -> Json<Value> {
    let version = env!("CARGO_PKG_VERSION");
    Json(json!({ "module": "_dummy", "version": version, "max_length": BODY_LIMIT }))
}

fn operation() -> Value {
    let schema = json!({
        "type": "object",
        "required": ["module", "version", "max_length"],
        "properties": {
            "module": { "type": "string" },
            "version": { "type": "string" },
            "max_length": { "type": "integer", "description": "Most characters of a note" }
        }
    });
    json!({
        "operationId": "_dummy.api.show",
        "summary": "Which version of the notes answers, and how long a note may be",
        "security": [],
        "responses": { "200": {
            "description": "The version document",
            "content": { "application/json": { "schema": schema } }
        } }
    })
}
