//! Serves a stored file: as a download of its true type, in a sandbox, never cached by others. Only what this program has
//! made itself is shown.

use std::io::Cursor;

use rocket::http::{ContentType, Header};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response};

use super::StoredBytes;
use crate::app::App;
use crate::error::AppResult;
use crate::ids::{FileId, TenantId};

/// A file on its way out, through the guarded route of the module that owns it.
pub struct Download {
    name: String,
    content_type: String,
    bytes: Vec<u8>,
    is_own: bool,
}

impl Download {
    /// A PDF that this program has made: readers may show it at once.
    #[must_use]
    pub fn own_pdf(name: String, bytes: Vec<u8>) -> Self {
        Self {
            name,
            content_type: "application/pdf".to_owned(),
            bytes,
            is_own: true,
        }
    }

    /// A stored file whose bytes are read already.
    #[must_use]
    pub fn loaded(file: StoredBytes) -> Self {
        Self {
            name: file.name,
            content_type: file.content_type,
            bytes: file.bytes,
            is_own: false,
        }
    }

    /// Reads the bytes of a file whose row the reader's scope has seen.
    pub async fn of(
        app: &App,
        tenant: TenantId,
        file: FileId,
        name: String,
        content_type: String,
    ) -> AppResult<Self> {
        let bytes = app.files.get(tenant, file).await?;
        Ok(Self {
            name,
            content_type,
            bytes,
            is_own: false,
        })
    }
}

impl<'r> Responder<'r, 'static> for Download {
    fn respond_to(self, _request: &'r Request<'_>) -> Rendered<'static> {
        // RFC 6266: the plain name for old readers, the UTF-8 one for the others.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let plain: String = self
            .name
            .chars()
            .map(|c| if is_plain(c) { c } else { '_' })
            .collect();
        let encoded = rocket::http::RawStr::new(&self.name)
            .percent_encode()
            .to_string();
        let (way, policy) = if self.is_own {
            (
                "inline",
                "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            )
        } else {
            ("attachment", "sandbox; default-src 'none'")
        };
        let disposition = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
        let content_type =
            ContentType::parse_flexible(&self.content_type).unwrap_or(ContentType::Binary);
        Ok(Response::build()
            .header(content_type)
            .header(Header::new("Content-Disposition", disposition))
            .header(Header::new("Content-Security-Policy", policy))
            .header(Header::new("Cache-Control", "private, no-store"))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .finalize())
    }
}
