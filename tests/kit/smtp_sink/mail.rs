//! One mail as it came over the wire, with its parts read.
//! Here so that tests ask for a subject, a text or a link and never parse MIME themselves.

use std::fmt;

use mail_parser::{MessageParser, MimeHeaders};
use scraper::{Html, Selector};

/// Envelope, raw bytes (dots already removed) and the parts that tests ask for.
#[derive(Clone)]
pub struct Mail {
    /// Envelope sender, empty for a bounce.
    pub from: String,
    /// Envelope recipients that were accepted.
    pub to: Vec<String>,
    /// The message as sent, CRLF line ends.
    pub raw: Vec<u8>,
    /// Whether the sender was told 250; false when the sink cut the line after the final dot.
    pub acknowledged: bool,
    /// Header fields, unfolded but still encoded, in order.
    pub headers: Vec<(String, String)>,
    /// Decoded subject.
    pub subject: String,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// The plain text part, empty when there is none.
    pub text: String,
    /// The HTML part, empty when there is none.
    pub html: String,
    /// Every http(s) link of the text and HTML parts, each once, in order.
    pub links: Vec<String>,
    /// Attached files: name and decoded bytes.
    pub attachments: Vec<(String, Vec<u8>)>,
}

impl Mail {
    pub(super) fn new(from: String, to: Vec<String>, raw: Vec<u8>, acknowledged: bool) -> Self {
        let mut mail = Self {
            from,
            to,
            acknowledged,
            headers: Vec::new(),
            subject: String::new(),
            message_id: String::new(),
            text: String::new(),
            html: String::new(),
            links: Vec::new(),
            attachments: Vec::new(),
            raw,
        };
        mail.read_parts();
        mail
    }

    fn read_parts(&mut self) {
        let Some(message) = MessageParser::default().parse(&self.raw) else {
            return;
        };
        self.headers = message
            .headers_raw()
            .map(|(name, value)| (name.to_owned(), unfold(value)))
            .collect();
        self.subject = message.subject().unwrap_or_default().to_owned();
        self.message_id = message.message_id().unwrap_or_default().to_owned();
        // mail-parser makes a text of an HTML-only mail and the reverse; only real parts count.
        let real = |ids: &[mail_parser::MessagePartId], html: bool| {
            ids.iter()
                .filter_map(|id| message.part(*id))
                .find(|part| part.is_text_html() == html && part.is_text())
                .and_then(|part| part.text_contents())
                .unwrap_or_default()
                .to_owned()
        };
        self.text = real(&message.text_body, false);
        self.html = real(&message.html_body, true);
        self.links = links(&self.text, &self.html);
        self.attachments = message
            .attachments()
            .map(|part| {
                let name = part.attachment_name().unwrap_or_default().to_owned();
                (name, part.contents().to_vec())
            })
            .collect();
    }

    /// The first header of that name, unfolded, not decoded.
    pub fn header(&self, name: &str) -> Option<&str> {
        let wanted = |(have, _): &&(String, String)| have.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(wanted)
            .map(|(_, value)| value.as_str())
    }

    /// Whether this address is among the envelope's recipients.
    pub fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }

    /// The first link that contains `part`, such as a path.
    ///
    /// # Panics
    /// When the mail has no such link.
    pub fn link(&self, part: &str) -> &str {
        let Some(link) = self.links.iter().find(|link| link.contains(part)) else {
            panic!("no link with {part:?} in {self:#?}");
        };
        link
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("from", &self.from)
            .field("to", &self.to)
            .field("subject", &self.subject)
            .field("acknowledged", &self.acknowledged)
            .field("links", &self.links)
            .field("text", &self.text)
            .finish_non_exhaustive()
    }
}

fn unfold(value: &str) -> String {
    value.replace("\r\n", "").trim().to_owned()
}

fn links(text: &str, html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |link: &str| {
        let is_link = link.starts_with("http://") || link.starts_with("https://");
        if is_link && !found.iter().any(|have| have == link) {
            found.push(link.to_owned());
        }
    };
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»'))
    {
        add(word
            .trim_start_matches('(')
            .trim_end_matches(['.', ',', ')', '؛', '،']));
    }
    let anchor = Selector::parse("a[href]").expect("a valid selector");
    for element in Html::parse_document(html).select(&anchor) {
        add(element.attr("href").unwrap_or_default());
    }
    found
}
