//! Transfer encodings and character sets of one part's content.
//! Lenient: a broken escape costs its own characters, never the mail.
use std::borrow::Cow;

use mail_parser::decoders::{
    base64::base64_decode, charsets::map::charset_decoder,
    quoted_printable::quoted_printable_decode_char,
};

/// Undoes a `Content-Transfer-Encoding`; unknown ones are taken as they are.
pub(super) fn transfer<'a>(body: &'a [u8], encoding: &str) -> Cow<'a, [u8]> {
    if encoding.eq_ignore_ascii_case("base64") {
        Cow::Owned(base64(body))
    } else if encoding.eq_ignore_ascii_case("quoted-printable") {
        Cow::Owned(quoted_printable(body))
    } else {
        Cow::Borrowed(body)
    }
}

/// Characters of `bytes`. Without a usable label: UTF-8, else windows-1256, which old Persian mailers send unnamed.
pub(super) fn characters(bytes: &[u8], label: Option<&str>) -> String {
    let label = label
        .map(str::trim)
        .filter(|l| !l.eq_ignore_ascii_case("us-ascii"));
    if let Some(decode) = label.and_then(|l| charset_decoder(l.as_bytes())) {
        return decode(bytes);
    }
    match (std::str::from_utf8(bytes), charset_decoder(b"windows-1256")) {
        (Ok(text), _) => text.to_owned(),
        (Err(_), Some(decode)) => decode(bytes),
        (Err(_), None) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn base64(body: &[u8]) -> Vec<u8> {
    base64_decode(body)
        .or_else(|| {
            let letter = |b: &u8| b.is_ascii_alphanumeric() || matches!(*b, b'+' | b'/' | b'=');
            base64_decode(&body.iter().copied().filter(letter).collect::<Vec<_>>())
        })
        .unwrap_or_default()
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|b| *b == b'\n') {
        let ended = line.ends_with(b"\n");
        let mut rest = line.trim_ascii_end();
        let soft = rest.last() == Some(&b'=');
        if soft {
            rest = rest.strip_suffix(b"=").unwrap_or(rest);
        }
        while let Some((first, tail)) = rest.split_first() {
            rest = tail;
            let escaped = match (first, tail) {
                (b'=', [high, low, ..]) => quoted_printable_decode_char(*high, *low),
                _ => None,
            };
            out.push(escaped.unwrap_or(*first));
            if escaped.is_some() {
                rest = tail.get(2..).unwrap_or_default();
            }
        }
        if ended && !soft {
            out.extend_from_slice(b"\r\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_keeps_broken_escapes() {
        let body = "=D8=B3=D9=84=\r\n=D8=A7=D9=85 =ZZ 100=\t\nx  \nend=4".as_bytes();
        let text = String::from_utf8(quoted_printable(body)).unwrap();
        assert_eq!(text, "سلا\u{645} =ZZ 100x\r\nend=4");
    }

    #[test]
    fn base64_skips_foreign_octets() {
        assert_eq!(base64(b"aGVs*bG8\x80gd29y\r\nbGQ=\n"), b"hello world");
        assert_eq!(base64(b"***"), b"");
    }

    #[test]
    fn windows_1256_knows_the_persian_letters() {
        let bytes = [0x81, 0x8d, 0x8e, 0x90, 0x98, 0x9d, 0xed];
        assert_eq!(characters(&bytes, Some("windows-1256")), "پچژگک\u{200c}ي");
        assert_eq!(characters(&bytes, None), "پچژگک\u{200c}ي");
        assert_eq!(characters("سلام".as_bytes(), Some("us-ascii")), "سلام");
        assert_eq!(characters("سلام".as_bytes(), Some("x-unheard-of")), "سلام");
    }
}
