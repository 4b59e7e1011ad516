//! The header block of a message or a part, read by `mail-parser` and asked by name.
//! Only header blocks go through that crate's reader: its trees of nested messages grow without a bound.
use std::borrow::Cow;

use mail_parser::{ContentType, Header, HeaderValue, Message, MessageParser};

use super::{Address, text};

/// Longest single header field, in octets.
const MAX_FIELD: usize = 64 * 1024;
/// Longest field that is read as a whole.
const MAX_WHOLE: usize = 8 * 1024;
const MAX_IDS: usize = 64;

pub(super) struct Head<'a> {
    message: Option<Message<'a>>,
    raw: Cow<'a, [u8]>,
}

impl<'a> Head<'a> {
    pub(super) fn read(raw: &'a [u8]) -> Self {
        if raw.is_empty() || raw.ends_with(b"\n") {
            return Self {
                message: MessageParser::default().parse_headers(raw),
                raw: raw.into(),
            };
        }
        // The parser drops a last line that has no end.
        let ended = [raw, b"\r\n"].concat();
        let message = MessageParser::default()
            .parse_headers(&ended)
            .map(Message::into_owned);
        Self {
            message,
            raw: ended.into(),
        }
    }

    fn all(&self) -> &[Header<'a>] {
        let root = self.message.as_ref().and_then(|m| m.parts.first());
        root.map_or(&[], |part| part.headers.as_slice())
    }

    fn fields<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b Header<'a>> {
        self.all()
            .iter()
            .filter(move |h| h.name().eq_ignore_ascii_case(name))
    }

    fn first(&self, name: &str) -> Option<&HeaderValue<'a>> {
        self.all()
            .iter()
            .find(|h| h.name().eq_ignore_ascii_case(name))
            .map(|h| &h.value)
    }

    pub(super) fn count(&self, name: &str) -> usize {
        self.fields(name).count()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// Values as they stand, unfolded to one line each.
    pub(super) fn raw(&self, name: &str) -> Vec<String> {
        let range = |h: &Header<'_>| {
            let (start, end) = (
                usize::try_from(h.offset_start),
                usize::try_from(h.offset_end),
            );
            self.raw.get(start.ok()?..end.ok()?)
        };
        let value = |bytes: &[u8]| text::line(&String::from_utf8_lossy(bytes), 2_000);
        self.fields(name).filter_map(range).map(value).collect()
    }

    /// Values unfolded and otherwise untouched, in order; `None` for one that is too long or holds more than text.
    pub(super) fn whole(&self, name: &str) -> Vec<Option<String>> {
        let value = |h: &Header<'_>| {
            let start = usize::try_from(h.offset_start).ok()?;
            let end = usize::try_from(h.offset_end).ok()?;
            let value = std::str::from_utf8(self.raw.get(start..end)?).ok()?;
            let value = value.trim_end_matches(['\r', '\n']).replace("\r\n", "");
            let value = value.replace('\n', "");
            let is_text = value.chars().all(|c| c == '\t' || !c.is_control());
            (is_text && value.len() <= MAX_WHOLE).then_some(value)
        };
        self.fields(name).take(MAX_IDS).map(value).collect()
    }

    /// First value, in lower case, without what follows a semicolon or stands in brackets after it.
    pub(super) fn word(&self, name: &str) -> Option<String> {
        let value = self.raw(name).into_iter().next()?;
        let word = value.split([';', '(']).next()?.trim().to_lowercase();
        (!word.is_empty()).then_some(word)
    }

    /// Decoded text of the first such field.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.first(name).and_then(HeaderValue::as_text)
    }

    pub(super) fn timestamp(&self) -> Option<i64> {
        let date = self.first("Date")?.as_datetime()?;
        date.is_valid().then(|| date.to_timestamp())
    }

    pub(super) fn content(&self, name: &str) -> Option<&ContentType<'a>> {
        self.first(name).and_then(HeaderValue::as_content_type)
    }

    /// Message ids without angle brackets, in order; what cannot be one is left out.
    pub(super) fn ids(&self, name: &str) -> Vec<String> {
        let mut ids = Vec::new();
        for header in self.fields(name) {
            match &header.value {
                HeaderValue::Text(id) => ids.extend(message_id(id)),
                HeaderValue::TextList(list) => {
                    ids.extend(list.iter().filter_map(|id| message_id(id)));
                }
                _ => {}
            }
        }
        // The newest references stand last, and they are the ones that thread.
        ids.split_off(ids.len().saturating_sub(MAX_IDS))
    }

    /// Addresses of all fields of that name, groups opened, unusable ones left out.
    pub(super) fn addresses(&self, name: &str) -> Vec<Address> {
        self.fields(name)
            .filter_map(|h| h.value.as_address())
            .flat_map(|list| list.iter())
            .filter_map(|a| {
                let email = email(a.address()?)?;
                let name = a
                    .name()
                    .map(|n| text::line(n, 100))
                    .filter(|n| !n.is_empty());
                Some(Address { name, email })
            })
            .take(super::MAX_PARTS)
            .collect()
    }
}

/// A message id without angle brackets, if it can be one.
pub(super) fn message_id(id: &str) -> Option<String> {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    let sound = id.contains('@') && id.len() <= 250 && id.chars().all(|c| c.is_ascii_graphic());
    sound.then(|| id.to_owned())
}

/// An address in lower case, if one can send to it.
pub(super) fn email(address: &str) -> Option<String> {
    let address = address
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>')
        .to_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
    let sound = !local.is_empty()
        && local.len() <= 64
        && !domain.is_empty()
        && address.len() <= 254
        && !address.replacen('@', "", 1).contains(odd)
        && text::line(&address, 254) == address;
    sound.then_some(address)
}

/// Header block (blank line included) and body.
pub(super) fn split(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        end += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    raw.split_at_checked(end).unwrap_or((raw, &[]))
}

/// Whether one field, folded lines counted together, is longer than a field may be.
pub(super) fn has_huge_field(head: &[u8]) -> bool {
    let mut size = 0;
    head.split_inclusive(|b| *b == b'\n').any(|line| {
        size = if matches!(line.first(), Some(b' ' | b'\t')) {
            size + line.len()
        } else {
            line.len()
        };
        size > MAX_FIELD
    })
}
