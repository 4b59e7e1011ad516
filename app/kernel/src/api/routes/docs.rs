//! The document of the API for programs, and the same for people.
//! Both are what the mounted modules declare, so neither can promise what is not there.

use std::sync::Arc;

use rocket::{State, get};

use crate::api::json::JsonOut;
use crate::api::views;
use crate::app::App;
use crate::error::AppResult;
use crate::web::{Cx, View};

/// The part of the document.
#[derive(utoipa::OpenApi)]
#[openapi(paths(document))]
pub struct Document;

/// This document
#[utoipa::path(tag = "document",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
#[get("/api/v1/openapi.json")]
pub fn document(app: &State<Arc<App>>) -> AppResult<JsonOut> {
    JsonOut::ok(app.registry.openapi())
}

/// The page for people.
#[get("/api/docs")]
pub fn show(app: &State<Arc<App>>, cx: Cx<'_>) -> View {
    views::docs::page(&cx, app.registry.openapi())
}
