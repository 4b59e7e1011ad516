//! Compresses pages: gzip where the browser takes it, brotli for whoever takes nothing else. A page is made once and
//! read once, and the second level of gzip costs half of what brotli's third does, for a twentieth more bytes. Assets are
//! compressed when built, by brotli at its best; streams and small answers are left alone.

use std::cell::RefCell;
use std::io::{Cursor, Write};

use flate2::{Compress, Compression as GzipLevel, Crc, FlushCompress, Status};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::{Header, MediaType};
use rocket::tokio::io::AsyncReadExt as _;
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
        let size = response.body().preset_size();
        let Some(size) = size.filter(|size| *size >= SMALLEST) else {
            return;
        };
        if !is_text || response.headers().contains("Content-Encoding") {
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
        // One more than there is: the last read finds the end without the buffer growing for it.
        let mut plain = Vec::with_capacity(size.saturating_add(1));
        if response.body_mut().read_to_end(&mut plain).await.is_err() {
            return;
        }
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

thread_local! {
    /// A compressor takes a quarter of a megabyte; made anew for each page it costs as much as packing the page.
    static DEFLATE: RefCell<Compress> = RefCell::new(Compress::new(GzipLevel::new(GZIP_LEVEL), false));
}

/// RFC 1952: a head without a name or time, one raw deflate stream, the plain bytes' CRC-32 and length.
fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut out = Vec::with_capacity(plain.len() / 3 + 128);
    out.extend_from_slice(&HEAD);
    DEFLATE.with_borrow_mut(|deflate| pack(deflate, plain, &mut out))?;
    let mut sum = Crc::new();
    sum.update(plain);
    out.extend_from_slice(&sum.sum().to_le_bytes());
    out.extend_from_slice(&sum.amount().to_le_bytes());
    Some(out)
}

fn pack(deflate: &mut Compress, plain: &[u8], out: &mut Vec<u8>) -> Option<()> {
    deflate.reset();
    loop {
        let taken = usize::try_from(deflate.total_in()).ok()?;
        let rest = plain.get(taken..)?;
        match deflate
            .compress_vec(rest, out, FlushCompress::Finish)
            .ok()?
        {
            Status::StreamEnd => return Some(()),
            Status::Ok | Status::BufError => out.reserve(out.capacity()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    use super::gzip;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut plain).unwrap();
        plain
    }

    proptest! {
        #[test]
        fn what_is_packed_one_after_another_is_unpacked_as_it_was(pages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5_000), 1..5)) {
            for page in pages {
                prop_assert_eq!(unpacked(&gzip(&page).unwrap()), page);
            }
        }
    }

    #[test]
    fn a_page_is_packed_to_a_part_of_its_size() {
        let page = "<li><a href=\"/tickets/1\">سایت من باز نمی‌شود</a></li>".repeat(2_000);
        let packed = gzip(page.as_bytes()).unwrap();
        assert!(packed.len() < page.len() / 20, "{}", packed.len());
        assert_eq!(unpacked(&packed), page.as_bytes());
    }
}
