//! The API's document for people: each route with its scope, what it takes and what it answers.
//! Made on the server from the same document that programs read, so it needs no script and no style of its own.

use maud::{Markup, html};
use serde_json::Value;
use ui::{Column, Row, Tone};

use crate::web::{Cx, View};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page.
pub fn page(cx: &Cx<'_>, document: &Value) -> View {
    let title = cx.t("kernel.api_docs.title");
    let subtitle = cx.t("kernel.api_docs.text");
    let main = html! {
        (ui::page_header(&title, Some(&subtitle), html! {
            (ui::button(cx.t("kernel.api_docs.document")).href("/api/v1/openapi.json").icon("download"))
        }))
        (ui::card("begin", cx.t("kernel.api_docs.begin"), begin(cx)))
        @for (path, methods) in fields(document.get("paths")) {
            @for method in METHODS {
                @if let Some(operation) = methods.get(method) { (route(cx, document, path, method, operation)) }
            }
        }
    };
    View::new(title, main)
}

fn begin(cx: &Cx<'_>) -> Markup {
    let base = cx.app().config.absolute("/api/v1/…");
    html! {
        p { (cx.t("kernel.api_docs.token")) " " a href=(crate::api::TOKENS) { (cx.t("kernel.tokens.title")) } }
        pre dir="ltr" tabindex="0" { code { "curl -H 'Authorization: Bearer sarai_…' " (base) } }
        ul {
            li { (cx.t("kernel.api_docs.limit")) }
            li { (cx.t("kernel.api_docs.once")) }
            li { (cx.t("kernel.api_docs.pages")) }
            li { (cx.t("kernel.api_docs.problems")) }
        }
    }
}

/// A scope by its label and its key, which programs send.
fn asked(cx: &Cx<'_>, scope: &str) -> Markup {
    let label = cx.app().registry.scopes().get(scope);
    let label = label.map_or_else(|| cx.t("kernel.names.gone"), |label| cx.t(label));
    html! { (label) " " code dir="ltr" { (scope) } }
}

fn route(cx: &Cx<'_>, document: &Value, path: &str, method: &str, operation: &Value) -> Markup {
    let id = text(operation, "operationId").replace('.', "-");
    let scope = operation
        .pointer("/security/0/token/0")
        .and_then(Value::as_str);
    let body = operation.pointer("/requestBody/content/application~1json/schema");
    html! {
        (ui::card(id, "", html! {
            h2 { (ui::badge(tone(method), method.to_uppercase())) " " code dir="ltr" { (path) } }
            p lang="en" dir="ltr" { (text(operation, "summary")) }
            @if let Some(scope) = scope { p { (cx.t("kernel.api_docs.scope")) " " (asked(cx, scope)) } }
            (parameters(cx, operation))
            @if let Some(schema) = body {
                h3 { (cx.t("kernel.api_docs.body")) }
                (shape(cx, document, schema))
            }
            (responses(cx, document, operation))
        }))
    }
}

fn tone(method: &str) -> Tone {
    match method {
        "get" => Tone::Info,
        "delete" => Tone::Danger,
        _ => Tone::Success,
    }
}

fn parameters(cx: &Cx<'_>, operation: &Value) -> Markup {
    let list = operation.get("parameters").and_then(Value::as_array);
    let rows = list.into_iter().flatten().map(|parameter| {
        Row::new()
            .cell(html! { code dir="ltr" { (text(parameter, "name")) } })
            .cell(html! { code dir="ltr" { (text(parameter, "in")) } })
            .cell(html! { bdi lang="en" { (plain(parameter)) } })
    });
    let rows: Vec<Row> = rows.collect();
    html! {
        @if !rows.is_empty() {
            (ui::table(cx.t("kernel.api_docs.parameters")).show_caption()
                .column(Column::new(cx.t("kernel.api_docs.name")))
                .column(Column::new(cx.t("kernel.api_docs.place")))
                .column(Column::new(cx.t("kernel.api_docs.meaning")))
                .rows(rows))
        }
    }
}

fn responses(cx: &Cx<'_>, document: &Value, operation: &Value) -> Markup {
    html! {
        h3 { (cx.t("kernel.api_docs.answers")) }
        @for (status, response) in fields(operation.get("responses")) {
            p { code dir="ltr" { (status) } " " bdi lang="en" { (plain(response)) } }
            @if let Some(schema) = response.pointer("/content/application~1json/schema") {
                (shape(cx, document, schema))
            }
        }
    }
}

/// The fields of a schema; one level, since a name that leads further is a schema of its own.
fn shape(cx: &Cx<'_>, document: &Value, schema: &Value) -> Markup {
    let schema = resolved(document, schema);
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let rows: Vec<Row> = fields(schema.get("properties"))
        .map(|(name, field)| {
            Row::new()
                .cell(html! {
                    code dir="ltr" { (name) }
                    @if required.contains(&name) { " " (ui::badge(Tone::Neutral, cx.t("kernel.api_docs.required"))) }
                })
                .cell(html! { code dir="ltr" { (kind(document, field)) } })
                .cell(html! { bdi lang="en" { (plain(resolved(document, field))) } })
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            (ui::table(cx.t("kernel.api_docs.fields"))
                .column(Column::new(cx.t("kernel.api_docs.name")))
                .column(Column::new(cx.t("kernel.api_docs.kind")))
                .column(Column::new(cx.t("kernel.api_docs.meaning")))
                .rows(rows))
        }
    }
}

/// What a reference leads to; the schema itself when it is none.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    reference
        .and_then(|to| to.strip_prefix('#'))
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(schema)
}

/// The type of a field in a word or two, as programmers write it.
fn kind(document: &Value, field: &Value) -> String {
    let field = resolved(document, field);
    let name = match field.get("type") {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            names.join(" | ")
        }
        _ => "any".to_owned(),
    };
    let name = match field.get("items") {
        Some(items) if name == "array" => format!("{}[]", kind(document, items)),
        _ => name,
    };
    match text(field, "format") {
        "" => name,
        format => format!("{name} ({format})"),
    }
}

fn fields(object: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let map = object.and_then(Value::as_object);
    map.into_iter().flatten().map(|(k, v)| (k.as_str(), v))
}

/// A description without the marks of code, which doc comments have.
fn plain(value: &Value) -> String {
    text(value, "description").replace('`', "")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
