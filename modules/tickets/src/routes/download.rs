//! Serves a stored file: always as a download of its true type, in a sandbox, never cached by others.

use std::io::Cursor;

use kernel::app::App;
use kernel::error::AppResult;
use rocket::http::{ContentType, Header};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response};

use crate::models::AttachmentRow;

/// A file on its way out.
pub struct Download {
    file: AttachmentRow,
    bytes: Vec<u8>,
}

impl Download {
    /// Reads the bytes.
    pub async fn of(app: &App, file: AttachmentRow) -> AppResult<Self> {
        let bytes = app.files.get(file.tenant_id, file.file_id).await?;
        Ok(Self { file, bytes })
    }
}

impl<'r> Responder<'r, 'static> for Download {
    fn respond_to(self, _request: &'r Request<'_>) -> Rendered<'static> {
        // RFC 6266: the plain name for old readers, the UTF-8 one for the others.
        let plain: String = self
            .file
            .name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || "._-".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let encoded = rocket::http::RawStr::new(&self.file.name)
            .percent_encode()
            .to_string();
        let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
        let content_type =
            ContentType::parse_flexible(&self.file.content_type).unwrap_or(ContentType::Binary);
        Ok(Response::build()
            .header(content_type)
            .header(Header::new("Content-Disposition", disposition))
            .header(Header::new(
                "Content-Security-Policy",
                "sandbox; default-src 'none'",
            ))
            .header(Header::new("Cache-Control", "private, no-store"))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .finalize())
    }
}
