//! The tree of MIME parts, walked with a bound on depth and number: one text to show, files beside it.
//! Our own walk, because the library's builds (and drops) nested messages as deep as the sender likes.
use mail_parser::ContentType;

use super::{
    Fault, InboundError, MAX_DEPTH, MAX_PARTS, Part, decode,
    head::{self, Head},
    html, report,
    report::Report,
    text,
};

/// Largest header block of one part, in octets.
const MAX_PART_HEADERS: usize = 16 * 1024;

/// What the parts hold.
#[derive(Default)]
pub(super) struct Found {
    pub(super) text: String,
    /// The text came from HTML.
    html: bool,
    pub(super) attachments: Vec<Part>,
    pub(super) report: Option<Report>,
    /// `Message-ID` of a message (or its headers) enclosed.
    pub(super) enclosed_id: Option<String>,
    /// A read receipt (RFC 8098) is among them.
    pub(super) receipt: bool,
}

/// Walks a message whose headers were read already.
pub(super) fn walk(head: &Head<'_>, body: &[u8]) -> Result<Found, InboundError> {
    Walk { parts: 0 }.entity(head, body, 0, "text/plain")
}

struct Walk {
    parts: usize,
}

impl Walk {
    fn entity(
        &mut self,
        head: &Head<'_>,
        body: &[u8],
        depth: usize,
        default: &str,
    ) -> Result<Found, InboundError> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(InboundError::TooManyParts);
        }
        let declared = head.content("Content-Type");
        let media = declared.map_or_else(|| default.to_owned(), media);
        match declared {
            Some(content) if media.starts_with("multipart/") => {
                self.multipart(content, &media, body, depth)
            }
            _ => Ok(leaf(head, declared, &media, body, self.parts)),
        }
    }

    fn multipart(
        &mut self,
        content: &ContentType<'_>,
        media: &str,
        body: &[u8],
        depth: usize,
    ) -> Result<Found, InboundError> {
        if depth >= MAX_DEPTH {
            return Err(InboundError::TooDeep);
        }
        let boundary = content
            .attribute("boundary")
            .map(str::trim_end)
            .filter(|b| !b.is_empty());
        let boundary = boundary.ok_or(InboundError::Malformed(Fault::NoBoundary))?;
        let default = if media == "multipart/digest" {
            "message/rfc822"
        } else {
            "text/plain"
        };
        let mut found = Found::default();
        let chunks = split_parts(body, boundary.as_bytes())?;
        for chunk in chunks {
            let (head, body) = head::split(chunk);
            if head.len() > MAX_PART_HEADERS {
                return Err(InboundError::HeadersTooLarge);
            }
            let part = self.entity(&Head::read(head), body, depth + 1, default)?;
            found.add(part, media == "multipart/alternative");
        }
        Ok(found)
    }
}

impl Found {
    /// Takes in the next part: among alternatives plain text wins over HTML, elsewhere texts follow each other.
    fn add(&mut self, part: Self, alternative: bool) {
        if !part.text.trim().is_empty() {
            if self.text.is_empty() || (alternative && self.html && !part.html) {
                self.html = part.html;
                self.text = part.text;
            } else if !alternative {
                self.text.push_str("\n\n");
                self.text.push_str(&part.text);
            }
        }
        self.attachments.extend(part.attachments);
        self.report = self.report.take().or(part.report);
        self.enclosed_id = self.enclosed_id.take().or(part.enclosed_id);
        self.receipt |= part.receipt;
    }
}

fn leaf(
    head: &Head<'_>,
    declared: Option<&ContentType<'_>>,
    media: &str,
    body: &[u8],
    number: usize,
) -> Found {
    let encoding = head
        .text("Content-Transfer-Encoding")
        .unwrap_or_default()
        .trim();
    let bytes = decode::transfer(body, encoding);
    let attribute = |name| declared.and_then(|c| c.attribute(name));
    let disposition = head.content("Content-Disposition");
    let named = disposition
        .and_then(|d| d.attribute("filename"))
        .or_else(|| attribute("name"))
        .map(filename)
        .filter(|n| !n.is_empty());
    let attached = named.is_some() || disposition.is_some_and(ContentType::is_attachment);
    let characters = || decode::characters(&bytes, attribute("charset"));
    let mut found = Found::default();
    match media {
        "text/plain" | "text" if !attached => {
            let flowed = attribute("format").is_some_and(|f| f.eq_ignore_ascii_case("flowed"));
            let joined = attribute("delsp").is_some_and(|d| d.eq_ignore_ascii_case("yes"));
            found.text = if flowed {
                text::unflow(&characters(), joined)
            } else {
                characters()
            };
            return found;
        }
        "text/html" if !attached => {
            found.text = html::to_text(&characters());
            found.html = true;
            return found;
        }
        "message/delivery-status" | "message/global-delivery-status" => {
            found.report = Some(report::read(&characters()));
            return found;
        }
        "message/disposition-notification" => {
            found.receipt = true;
            return found;
        }
        "message/rfc822" | "message/global" | "text/rfc822-headers" | "message/global-headers" => {
            let enclosed = head::split(&bytes).0;
            if enclosed.len() <= super::MAX_HEADERS && !head::has_huge_field(enclosed) {
                found.enclosed_id = Head::read(enclosed).ids("Message-ID").into_iter().next();
            }
        }
        _ => {}
    }
    let content_id = head.text("Content-ID").and_then(|id| {
        let id = text::line(id.trim().trim_matches(['<', '>']), 200);
        (!id.is_empty()).then_some(id)
    });
    let inline = disposition.map_or(content_id.is_some(), |d| {
        d.is_inline() || (content_id.is_some() && !d.is_attachment())
    });
    found.attachments.push(Part {
        filename: named.unwrap_or_else(|| made_up_name(media, number)),
        declared_type: media.to_owned(),
        bytes: bytes.into_owned(),
        content_id,
        inline,
    });
    found
}

/// Parts between the boundary's lines; an end that never comes is forgiven, a start is not.
fn split_parts<'a>(body: &'a [u8], boundary: &[u8]) -> Result<Vec<&'a [u8]>, InboundError> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let next = at + line.len();
        let marker = line
            .strip_prefix(b"--")
            .and_then(|l| l.strip_prefix(boundary))
            .map(<[u8]>::trim_ascii);
        if let Some(rest @ (b"" | b"--")) = marker {
            if let Some(from) = start {
                parts.push(without_line_end(body.get(from..at).unwrap_or_default()));
            }
            if parts.len() > MAX_PARTS {
                return Err(InboundError::TooManyParts);
            }
            if rest == b"--" {
                start = None;
                break;
            }
            start = Some(next);
        }
        at = next;
    }
    if let Some(from) = start {
        parts.push(body.get(from..).unwrap_or_default());
    }
    if parts.is_empty() {
        Err(InboundError::Malformed(Fault::NoBoundary))
    } else {
        Ok(parts)
    }
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

fn media(content: &ContentType<'_>) -> String {
    let kind = match content.subtype() {
        Some(subtype) => format!("{}/{subtype}", content.ctype()),
        None => content.ctype().to_owned(),
    };
    let kind = kind.to_ascii_lowercase();
    let sound = kind.len() <= 127 && kind.bytes().all(|b| b.is_ascii_graphic());
    if sound {
        kind
    } else {
        "application/octet-stream".into()
    }
}

/// Base name, with its extension, of at most 120 characters.
fn filename(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = text::line(base, 1_000)
        .chars()
        .filter(|c| !"<>:\"|?*".contains(*c))
        .collect();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let Some((stem, extension)) = clean
        .rsplit_once('.')
        .filter(|(_, e)| e.chars().count() <= 10)
    else {
        return clean.chars().take(120).collect();
    };
    format!("{}.{extension}", stem.chars().take(109).collect::<String>())
}

fn made_up_name(media: &str, number: usize) -> String {
    match media {
        "message/rfc822" | "message/global" => format!("message-{number}.eml"),
        "text/rfc822-headers" => format!("headers-{number}.txt"),
        "text/calendar" => format!("invitation-{number}.ics"),
        "image/png" => format!("image-{number}.png"),
        "image/jpeg" => format!("image-{number}.jpg"),
        _ => format!("attachment-{number}.bin"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filenames_lose_paths_and_direction_marks() {
        assert_eq!(filename("../../etc/passwd"), "passwd");
        assert_eq!(filename("C:\\x\\رسید\u{202e}gpj.exe"), "رسیدgpj.exe");
        assert_eq!(filename(" ..hidden. "), "hidden");
        assert_eq!(filename("../"), "");
        let long = filename(&format!("{}.pdf", "ن".repeat(500)));
        assert!(long.ends_with("ن.pdf") && long.chars().count() == 113);
    }

    #[test]
    fn a_boundary_must_fill_its_line() {
        let body = b"pre\r\n--b\r\none\r\n--bb\r\n--b  \r\ntwo\n--b--\r\nepilogue\r\n--b\r\nthree";
        assert_eq!(
            split_parts(body, b"b").unwrap(),
            [&b"one\r\n--bb"[..], b"two"]
        );
        assert_eq!(split_parts(b"--b\n--b", b"b").unwrap(), [b"", b""]);
        assert!(split_parts(b"nothing", b"b").is_err());
    }
}
