//! Serves `/static/<file>`: embedded, content-hashed, compressed when built, cached for ever.
//! An unknown name is a plain 404: a page never asks for one.

use std::io::Cursor;
use std::path::PathBuf;

use rocket::http::{ContentType, Header, Status};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response, get};

use crate::module::{Audience, Mount};

/// An embedded file under its hashed name.
struct File(String);

/// Serve one embedded file.
#[get("/static/<file..>")]
fn show(file: PathBuf) -> File {
    File(file.to_string_lossy().into_owned())
}

impl<'r> Responder<'r, 'static> for File {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        let Some(asset) = ui::assets::find(&self.0) else {
            return Err(Status::NotFound);
        };
        let mut response = Response::new();
        response.set_header(Header::new(
            "Cache-Control",
            "public, max-age=31536000, immutable",
        ));
        response.set_header(Header::new("ETag", asset.etag));
        response.set_header(Header::new("Vary", "Accept-Encoding"));
        if request.headers().get_one("If-None-Match") == Some(asset.etag) {
            response.set_status(Status::NotModified);
            return Ok(response);
        }
        let accepts = |coding: &str| {
            request
                .headers()
                .get_one("Accept-Encoding")
                .is_some_and(|a| a.contains(coding))
        };
        let (bytes, coding) = match (asset.br, asset.gz) {
            (Some(br), _) if accepts("br") => (br, Some("br")),
            (_, Some(gz)) if accepts("gzip") => (gz, Some("gzip")),
            _ => (asset.bytes, None),
        };
        if let Some(coding) = coding {
            response.set_header(Header::new("Content-Encoding", coding));
        }
        if let Some(content_type) = ContentType::parse_flexible(asset.content_type) {
            response.set_header(content_type);
        }
        response.set_sized_body(bytes.len(), Cursor::new(bytes));
        Ok(response)
    }
}

/// The route of the assets.
#[must_use]
pub fn routes() -> Vec<Mount> {
    let route = rocket::routes![show].swap_remove(0);
    vec![Mount::new(
        "kernel.assets.show",
        Audience::Public,
        crate::db::ScopeKind::None,
        route,
    )]
}
