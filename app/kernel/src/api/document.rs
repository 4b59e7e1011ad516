//! The `OpenAPI` 3.1 document: each handler says by `#[utoipa::path]` what it takes and answers; what holds for every
//! route (token and scope, key, problems) is added here from its declaration, so that no module can forget it.

use serde_json::{Map, Value, json};
use utoipa::PartialSchema;

use crate::module::{ApiMount, Declaration, Mount, Registry};

/// Routes with what their handlers say of themselves: `documented::<Document>(mounts![…])`, where `Document` derives
/// `utoipa::OpenApi` with these handlers as `paths(…)`. A route without its handler there is refused at boot.
#[must_use]
pub fn documented<D: utoipa::OpenApi>(mounts: Vec<Mount>) -> Vec<ApiMount> {
    let document = serde_json::to_value(D::openapi()).unwrap_or_default();
    let of = |parts: &[&str]| {
        let found = parts.iter().try_fold(&document, |at, part| at.get(part));
        found.cloned().unwrap_or_default()
    };
    mounts
        .into_iter()
        .map(|mount| {
            let method = mount.declaration.method.to_ascii_lowercase();
            let path = address(&mount.declaration);
            ApiMount {
                operation: of(&["paths", &path, &method]),
                schemas: of(&["components", "schemas"]),
                mount,
            }
        })
        .collect()
}

/// The path as `OpenAPI` writes it.
fn address(declared: &Declaration) -> String {
    let path = declared.path.split('?').next().unwrap_or_default();
    path.replace('<', "{").replace("..>", "}").replace('>', "}")
}

/// The document of everything mounted.
pub(crate) fn document(registry: &Registry) -> Value {
    let (mut paths, mut schemas) = (Map::new(), registry.schemas.clone());
    for api in registry.api() {
        let declared = &api.mount.declaration;
        let operation = completed(declared, api.operation);
        let entry = paths.entry(address(declared)).or_insert_with(|| json!({}));
        if let Some(entry) = entry.as_object_mut() {
            entry.insert(declared.method.to_ascii_lowercase(), operation);
        }
    }
    schemas.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sarai",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Money is whole minor units with a currency. Times are RFC 3339 in UTC. Lists page by key: \
                give `next` back as `after`. Every problem is `application/problem+json`.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API token from /account/tokens, or an access token that it was exchanged for.",
            } },
        },
    })
}

/// The operation with what its declaration already says.
fn completed(declared: &Declaration, operation: Value) -> Value {
    let Value::Object(mut operation) = operation else {
        return operation;
    };
    operation.insert("operationId".to_owned(), json!(declared.name));
    let security = if declared.is_open {
        json!([])
    } else {
        let scopes: Vec<&str> = declared.permission.into_iter().collect();
        json!([{ "token": scopes }])
    };
    operation.insert("security".to_owned(), security);
    if declared.method == "POST" && !declared.is_open && declared.permission.is_some() {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(list) = parameters.as_array_mut() {
            list.push(key_parameter());
        }
    }
    let problems = problems(declared, &operation);
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    if let Some(responses) = responses.as_object_mut() {
        for (status, about) in problems {
            responses
                .entry(status)
                .or_insert_with(|| problem_response(about));
        }
    }
    Value::Object(operation)
}

fn key_parameter() -> Value {
    json!({
        "name": "Idempotency-Key",
        "in": "header",
        "required": true,
        "description": "Chosen by the program, one a piece of work. A second sending within a day gets the first answer.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]{1,255}$" },
        "example": "order-2040-0001",
    })
}

/// Problems that this route can answer, by what it is and takes.
fn problems(
    declared: &Declaration,
    operation: &Map<String, Value>,
) -> Vec<(&'static str, &'static str)> {
    let has_body = operation.contains_key("requestBody");
    let has_parameters = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|list| !list.is_empty());
    let mut all = vec![("default", "Another problem")];
    if !declared.is_open || has_body {
        all.push((
            "401",
            "No token, or one that is unknown, revoked or expired",
        ));
        all.push((
            "429",
            "Too many requests; `Retry-After` says how long to wait",
        ));
    }
    if declared.permission.is_some() {
        all.push((
            "403",
            "The token lacks the scope, or its person the permission",
        ));
    }
    if has_body || declared.method == "POST" {
        all.push(("400", "The request cannot be read"));
    }
    if has_body {
        all.push(("413", "The body is too large"));
        all.push(("415", "The body is not JSON"));
    }
    if has_body || has_parameters {
        all.push(("422", "Values that cannot be taken, each with its pointer"));
    }
    if declared.path.contains('<') {
        all.push(("404", "Not found, or not this account's"));
    }
    if declared.unsafe_method() {
        all.push(("409", "Something changed meanwhile"));
    }
    all
}

fn problem_response(about: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({
        "description": about,
        "content": { "application/problem+json": { "schema": schema } },
    })
}

/// RFC 9457, with what we add.
fn problem_schema() -> Value {
    let text = serde_json::to_value(String::schema()).unwrap_or_default();
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": text,
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": text,
            "instance": { "type": "string", "description": "The incident id, for support" },
            "code": { "type": "string", "description": "What went wrong, for programs" },
            "scope": { "type": "string", "description": "The scope that is missing" },
            "errors": { "type": "array", "items": {
                "type": "object",
                "required": ["code", "detail"],
                "properties": {
                    "pointer": { "type": "string", "description": "JSON pointer into the body" },
                    "parameter": { "type": "string", "description": "Name of the query parameter" },
                    "code": text,
                    "detail": text,
                },
            } },
        },
        "example": {
            "type": "https://sarai.test/problems/422",
            "title": "What you entered is not right",
            "status": 422,
            "detail": "Mend what is marked and send it again.",
            "instance": "urn:uuid:019ab3c0-0000-7000-8000-000000000000",
            "code": "invalid",
            "errors": [{ "pointer": "#/body", "code": "kernel.invalid.required", "detail": "Fill in this field." }],
        },
    })
}
