//! From octets to [`Inbound`]: limits first, then headers, parts, kind, and the new text.
//! The one entrance for `sarai mail-in`; what it refuses, the sender's server reports to the sender.
use chrono::DateTime;

use super::{
    Address, Fault, Inbound, InboundError, Kind, MAX_HEADERS, MAX_RAW, MAX_TEXT, Part,
    ReplyAddress,
    classify::classify,
    head::{self, Head},
    mime, quote, text,
};

/// Recipients kept; a reply has a handful.
const MAX_RECIPIENTS: usize = 200;

/// Reads one message as a mail server hands it over (an mbox `From ` line before it is skipped).
/// `us` tells our own mails, which must not be answered, from others'.
pub fn parse(raw: &[u8], us: &ReplyAddress) -> Result<Inbound, InboundError> {
    if raw.len() > MAX_RAW {
        return Err(InboundError::TooLarge);
    }
    let (head, body) = head::split(start(raw));
    check(head)?;
    let head = Head::read(head);
    let author = author(&head)?;
    let found = mime::walk(&head, body)?;
    let email = author.as_ref().map_or("", |a| a.email.as_str());
    let kind = classify(&head, &found, email, us);
    let from = match (author, &kind) {
        (Some(author), _) => author,
        (None, Kind::Bounce { .. }) => Address::default(),
        (None, _) => return Err(InboundError::Malformed(Fault::NoSender)),
    };
    let subject = text::line(head.text("Subject").unwrap_or_default(), 200);
    let mut attachments = found.attachments;
    let body = bounded(text::lines(&found.text), &mut attachments);
    Ok(Inbound {
        message_id: head.ids("Message-ID").into_iter().next(),
        in_reply_to: head.ids("In-Reply-To"),
        references: head.ids("References"),
        from,
        reply_to: head.addresses("Reply-To").into_iter().next(),
        authentication: head.whole("Authentication-Results"),
        to: recipients(&head),
        reply: quote::reply(&body, is_forward(&subject)),
        subject,
        date: head
            .timestamp()
            .and_then(|at| DateTime::from_timestamp(at, 0)),
        body,
        attachments,
        kind,
    })
}

/// Skips blank lines and the line that mbox and some delivery agents put first.
fn start(raw: &[u8]) -> &[u8] {
    let raw = raw.trim_ascii_start();
    if raw.starts_with(b"From ") || raw.starts_with(b">From ") {
        let line = raw
            .split_inclusive(|b| *b == b'\n')
            .next()
            .map_or(0, <[u8]>::len);
        return raw.get(line..).unwrap_or_default();
    }
    raw
}

fn check(head: &[u8]) -> Result<(), InboundError> {
    if head.len() > MAX_HEADERS || head::has_huge_field(head) {
        return Err(InboundError::HeadersTooLarge);
    }
    if head.trim_ascii().is_empty() {
        return Err(InboundError::Malformed(Fault::Empty));
    }
    if head.contains(&0) {
        return Err(InboundError::Malformed(Fault::NulInHeaders));
    }
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let colon = first.iter().position(|b| *b == b':').unwrap_or_default();
    let name = first.get(..colon).unwrap_or_default().trim_ascii_end();
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        return Err(InboundError::Malformed(Fault::NoHeaders));
    }
    Ok(())
}

/// The one author; none is for the caller to judge.
fn author(head: &Head<'_>) -> Result<Option<Address>, InboundError> {
    let mut authors = head.addresses("From");
    if head.count("From") > 1 || authors.len() > 1 {
        return Err(InboundError::Malformed(Fault::SeveralSenders));
    }
    Ok(authors.pop())
}

fn recipients(head: &Head<'_>) -> Vec<String> {
    let envelope = [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
        "X-Delivered-To",
    ];
    let mut to: Vec<String> = Vec::new();
    for name in envelope {
        to.extend(
            head.raw(name)
                .iter()
                .flat_map(|v| v.split(','))
                .filter_map(head::email),
        );
    }
    for name in ["To", "Cc", "Resent-To"] {
        to.extend(head.addresses(name).into_iter().map(|a| a.email));
    }
    let mut seen = std::collections::HashSet::new();
    to.retain(|address| seen.insert(address.clone()));
    to.truncate(MAX_RECIPIENTS);
    to
}

fn is_forward(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    ["fw:", "fwd:", "ارجاع:", "هدایت:", "بازارسال:", "فوروارد:"]
        .iter()
        .any(|p| subject.starts_with(p))
}

/// Cuts a text that is too long for a conversation; the whole then comes as a file.
fn bounded(text: String, attachments: &mut Vec<Part>) -> String {
    let Some((end, _)) = text.char_indices().nth(MAX_TEXT) else {
        return text;
    };
    let short = text.get(..end).unwrap_or_default().trim_end().to_owned();
    attachments.push(Part {
        filename: "message.txt".into(),
        declared_type: "text/plain".into(),
        bytes: text.into_bytes(),
        content_id: None,
        inline: false,
    });
    short
}
