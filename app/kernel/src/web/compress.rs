//! Compresses pages: gzip where the browser takes it, brotli for whoever takes nothing else. A page is made once and
//! read once, and the second level of gzip costs half of what brotli's third does, for a twentieth more bytes. Assets are
//! compressed when built, by brotli at its best; streams and small answers are left alone.

use std::io::{Cursor, Write};

use flate2::Compression as GzipLevel;
use flate2::write::GzEncoder;
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::{Header, MediaType};
use rocket::{Request, Response};

const SMALLEST: usize = 860;
const GZIP_LEVEL: u32 = 2;
const BROTLI_QUALITY: u32 = 1;
const BROTLI_WINDOW: u32 = 18;

/// Compresses answers of text.
pub struct Compression;

#[rocket::async_trait]
impl Fairing for Compression {
    fn info(&self) -> Info {
        Info {
            name: "compression",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let is_text = response.content_type().is_some_and(|c| {
            let media: &MediaType = &c.0;
            media.top() == "text" && media.sub() != "event-stream"
                || media.sub() == "json"
                || media.sub() == "problem+json"
        });
        if !is_text
            || response.headers().contains("Content-Encoding")
            || response.body().preset_size().is_none_or(|n| n < SMALLEST)
        {
            return;
        }
        let accepted = request
            .headers()
            .get_one("Accept-Encoding")
            .unwrap_or_default();
        let coding = if accepted.contains("gzip") {
            "gzip"
        } else if accepted.contains("br") {
            "br"
        } else {
            return;
        };
        let Ok(plain) = response.body_mut().to_bytes().await else {
            return;
        };
        let packed = if coding == "br" {
            brotli(&plain)
        } else {
            gzip(&plain)
        };
        match packed {
            Some(bytes) => {
                response.set_header(Header::new("Content-Encoding", coding));
                response.set_header(Header::new("Vary", vary(response)));
                response.set_sized_body(bytes.len(), Cursor::new(bytes));
            }
            None => response.set_sized_body(plain.len(), Cursor::new(plain)),
        }
    }
}

fn vary(response: &Response<'_>) -> String {
    match response.headers().get_one("Vary") {
        Some(given) if given.contains("Accept-Encoding") => given.to_owned(),
        Some(given) => format!("{given}, Accept-Encoding"),
        None => "Accept-Encoding".to_owned(),
    }
}

fn brotli(plain: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(plain.len() / 4);
    {
        let mut writer =
            brotli::CompressorWriter::new(&mut out, 8192, BROTLI_QUALITY, BROTLI_WINDOW);
        writer.write_all(plain).ok()?;
    }
    Some(out)
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut writer = GzEncoder::new(
        Vec::with_capacity(plain.len() / 4),
        GzipLevel::new(GZIP_LEVEL),
    );
    writer.write_all(plain).ok()?;
    writer.finish().ok()
}
