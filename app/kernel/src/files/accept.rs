//! Decides by content what an uploaded file is and whether we take it. Images are re-encoded; documents are taken as
//! they are and later served with `sandbox`; programs, scripts and pages are refused whatever their name says.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use sha2::{Digest, Sha256};

const MAX_PIXELS_SIDE: u32 = 12_000;
const MAX_DECODED_BYTES: u64 = 256 * 1024 * 1024;
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
}

impl Refused {
    /// Key of the text.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "kernel.invalid.file_empty",
            Self::Type => "kernel.invalid.file_type",
            Self::Damaged => "kernel.invalid.file_damaged",
        }
    }
}

/// Looks at the bytes and takes the file or says why not. Costs processor time: run it off the async threads.
pub fn accept(name: &str, bytes: Vec<u8>) -> Result<Accepted, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    let (content_type, ending, image) = kind(&bytes).ok_or(Refused::Type)?;
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
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PIXELS_SIDE);
    limits.max_image_height = Some(MAX_PIXELS_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| Refused::Damaged)?;
    let target = if format == ImageFormat::Gif {
        ImageFormat::Png
    } else {
        format
    };
    let mut out = Vec::new();
    let written = if target == ImageFormat::Jpeg {
        picture
            .to_rgb8()
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
