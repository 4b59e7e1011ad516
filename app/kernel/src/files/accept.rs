//! Decides by content what an uploaded file is and whether we take it. Images are re-encoded; documents are taken as
//! they are and later served with `sandbox`; programs, scripts and pages are refused whatever their name says.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader, Limits};
use sha2::{Digest, Sha256};

use super::room::Room;
use crate::error::{AppError, AppResult};

/// Pixels of the largest picture that we open: more than a telephone's camera makes.
const MAX_PIXELS: u64 = 40_000_000;
/// Bytes of those pixels, four a pixel.
const MAX_DECODED_BYTES: u64 = 160_000_000;
/// What a decoder may take for itself besides.
const DECODER_BYTES: u64 = 16 * 1024 * 1024;
const NAME_LENGTH: usize = 120;

/// A file that we take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// A safe name, with the ending of its true type.
    pub name: String,
    /// Its true type.
    pub content_type: &'static str,
    /// What is stored.
    pub bytes: Vec<u8>,
    /// SHA-256 of what is stored.
    pub sha256: Vec<u8>,
}

/// Why we do not take a file; the key is the text for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing in it.
    #[error("empty file")]
    Empty,
    /// A type that we do not take.
    #[error("type not taken")]
    Type,
    /// An image that cannot be decoded.
    #[error("damaged image")]
    Damaged,
    /// An image that would take too much memory.
    #[error("too many pixels")]
    TooManyPixels,
}

impl Refused {
    /// Key of the text.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "kernel.invalid.file_empty",
            Self::Type => "kernel.invalid.file_type",
            Self::Damaged => "kernel.invalid.file_damaged",
            Self::TooManyPixels => "kernel.invalid.file_too_many_pixels",
        }
    }
}

/// Looks at the bytes and takes the file or says why not. Runs apart from the web threads; pictures wait until there is
/// memory for them.
pub async fn accept(name: &str, bytes: Vec<u8>) -> AppResult<Result<Accepted, Refused>> {
    let name = name.to_owned();
    let (bytes, looked) = apart(move || {
        let looked = look(&bytes);
        (bytes, looked)
    })
    .await?;
    let (kind, memory) = match looked {
        Ok(looked) => looked,
        Err(refused) => return Ok(Err(refused)),
    };
    let take = apart(move || take(&name, bytes, kind));
    match memory {
        Some(memory) => Room::of_the_process().with(memory, take).await?,
        None => take.await,
    }
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| AppError::internal(format!("accepting a file: {e}")))
}

/// What the file is, and for a picture the bytes that opening it may take.
fn look(bytes: &[u8]) -> Result<(Kind, Option<u64>), Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    let kind = kind(bytes).ok_or(Refused::Type)?;
    let memory = kind.2.map(|format| memory(bytes, format)).transpose()?;
    Ok((kind, memory))
}

/// From the picture's head alone.
fn memory(bytes: &[u8], format: ImageFormat) -> Result<u64, Refused> {
    let decoder = reader(bytes, format)
        .into_decoder()
        .map_err(|_| Refused::Damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let decoded = decoder.total_bytes();
    if pixels > MAX_PIXELS || decoded > MAX_DECODED_BYTES {
        return Err(Refused::TooManyPixels);
    }
    // A progressive JPEG is kept whole as coefficients of two bytes for each of its colours; the others need their pixels
    // twice, read and written.
    let working = if format == ImageFormat::Jpeg {
        pixels * 6
    } else {
        decoded
    };
    Ok(decoded + working)
}

fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES + DECODER_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader
}

fn take(
    name: &str,
    bytes: Vec<u8>,
    (content_type, ending, image): Kind,
) -> Result<Accepted, Refused> {
    let bytes = match image {
        Some(format) => re_encode(&bytes, format)?,
        None => bytes,
    };
    let sha256 = Sha256::digest(&bytes).to_vec();
    Ok(Accepted {
        name: safe_name(name, ending),
        content_type,
        bytes,
        sha256,
    })
}

type Kind = (&'static str, &'static str, Option<ImageFormat>);

fn kind(bytes: &[u8]) -> Option<Kind> {
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some("image/png") => Some(("image/png", "png", Some(ImageFormat::Png))),
        Some("image/jpeg") => Some(("image/jpeg", "jpg", Some(ImageFormat::Jpeg))),
        Some("image/webp") => Some(("image/webp", "webp", Some(ImageFormat::WebP))),
        // Only the first picture of an animation is kept.
        Some("image/gif") => Some(("image/png", "png", Some(ImageFormat::Gif))),
        Some("application/pdf") => Some(("application/pdf", "pdf", None)),
        Some("application/zip") => Some(("application/zip", "zip", None)),
        Some("application/gzip") => Some(("application/gzip", "gz", None)),
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") => Some((
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            None,
        )),
        Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document") => Some((
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            None,
        )),
        Some("video/mp4") => Some(("video/mp4", "mp4", None)),
        Some("audio/mpeg") => Some(("audio/mpeg", "mp3", None)),
        Some("audio/ogg") => Some(("audio/ogg", "ogg", None)),
        Some(_) => None,
        None => is_plain_text(bytes).then_some(("text/plain", "txt", None)),
    }
}

/// Text is UTF-8 without control characters that is neither markup nor a script.
fn is_plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let head = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    let looks_active = [
        "<!doctype",
        "<html",
        "<script",
        "<svg",
        "<?xml",
        "<?php",
        "#!",
        "{\\rtf",
    ]
    .iter()
    .any(|s| head.starts_with(s));
    !looks_active
        && !text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

fn re_encode(bytes: &[u8], format: ImageFormat) -> Result<Vec<u8>, Refused> {
    let picture = reader(bytes, format)
        .decode()
        .map_err(|_| Refused::Damaged)?;
    let target = if format == ImageFormat::Gif {
        ImageFormat::Png
    } else {
        format
    };
    let mut out = Vec::new();
    let written = if target == ImageFormat::Jpeg {
        picture
            .into_rgb8()
            .write_to(&mut Cursor::new(&mut out), target)
    } else {
        picture.write_to(&mut Cursor::new(&mut out), target)
    };
    written.map_err(|_| Refused::Damaged)?;
    Ok(out)
}

/// Keeps letters of any script, digits and a few signs; puts the true ending on.
fn safe_name(name: &str, ending: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let clean: String = stem
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '(' | ')' | '\u{200c}') {
                c
            } else {
                '_'
            }
        })
        .take(NAME_LENGTH)
        .collect();
    let clean = clean.trim().trim_matches('_');
    if clean.is_empty() {
        format!("file.{ending}")
    } else {
        format!("{clean}.{ending}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without the room's waiting.
    fn accept(name: &str, bytes: Vec<u8>) -> Result<Accepted, Refused> {
        let (kind, _) = look(&bytes)?;
        take(name, bytes, kind)
    }

    /// The head of a PNG of eight bits a colour, with four colours, and nothing behind it.
    fn head(width: u32, height: u32) -> Vec<u8> {
        let mut body = b"IHDR".to_vec();
        body.extend(width.to_be_bytes());
        body.extend(height.to_be_bytes());
        body.extend([8, 6, 0, 0, 0]);
        let mut sum = flate2::Crc::new();
        sum.update(&body);
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
        png.extend(body);
        png.extend(sum.sum().to_be_bytes());
        png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        png
    }

    #[test]
    fn a_picture_that_takes_too_much_memory_is_refused_by_its_head() {
        let of = |w, h| memory(&head(w, h), ImageFormat::Png);
        assert_eq!(of(8000, 8000), Err(Refused::TooManyPixels));
        assert_eq!(of(100_000, 100_000), Err(Refused::TooManyPixels));
        assert_eq!(of(8000, 5000), Ok(320_000_000));
        assert_eq!(of(100, 100), Ok(80_000));
    }

    fn png() -> Vec<u8> {
        let mut out = Vec::new();
        image::RgbaImage::new(4, 3)
            .write_to(&mut Cursor::new(&mut out), ImageFormat::Png)
            .unwrap();
        out
    }

    #[test]
    fn an_image_is_written_again_and_loses_what_was_appended() {
        let mut bytes = png();
        let clean = accept("photo.png", bytes.clone()).unwrap();
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let cleaned = accept("../../etc/عکس.exe.png", bytes).unwrap();
        assert_eq!(cleaned.bytes, clean.bytes);
        assert_eq!(cleaned.name, "عکس_exe.png");
        assert_eq!(cleaned.content_type, "image/png");
    }

    #[test]
    fn a_program_a_page_and_a_damaged_image_are_refused_whatever_their_name() {
        assert_eq!(
            accept("photo.png", b"MZ\x90\x00\x03\x00\x00\x00".to_vec()),
            Err(Refused::Type)
        );
        assert_eq!(
            accept("photo.png", b"\x7fELF\x02\x01\x01\x00".to_vec()),
            Err(Refused::Type)
        );
        assert_eq!(
            accept("a.txt", b"<!DOCTYPE html><script>".to_vec()),
            Err(Refused::Type)
        );
        assert_eq!(
            accept("a.svg", b"<svg onload=x>".to_vec()),
            Err(Refused::Type)
        );
        assert_eq!(accept("a.txt", b"#!/bin/sh".to_vec()), Err(Refused::Type));
        assert_eq!(accept("a.png", png()[..20].to_vec()), Err(Refused::Damaged));
        assert_eq!(accept("a.txt", vec![]), Err(Refused::Empty));
    }

    #[test]
    fn persian_text_and_pdf_pass_with_their_true_ending() {
        assert_eq!(
            accept("گزارش", "سلام\nدنیا".as_bytes().to_vec())
                .unwrap()
                .name,
            "گزارش.txt"
        );
        assert_eq!(
            accept("a.doc", b"%PDF-1.7\n".to_vec())
                .unwrap()
                .content_type,
            "application/pdf"
        );
    }
}
