//! What was said: the messages of a conversation with their authors and files.
//! Here because people's words come in any language and must keep their own direction.
use maud::{Markup, html};

use crate::{avatar, icon};

/// Who speaks, seen from the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The reader's own side.
    Own,
    /// The other side.
    Other,
    /// A note that only colleagues see.
    Note,
}

/// A message of a conversation.
#[derive(Clone, Debug)]
pub struct Message {
    /// The element's id (`dom_id`).
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// When, from `ui::relative_date`.
    pub time: Markup,
    /// Which side it stands on.
    pub voice: Voice,
    /// What is said of the author (role, «یادداشت داخلی»).
    pub tag: Option<String>,
    /// The text as it was written; empty lines part paragraphs.
    pub body: String,
    /// From `ui::attachment`.
    pub attachments: Vec<Markup>,
}

/// A message, its author and its files.
pub fn message_bubble(message: &Message) -> Markup {
    let side = match message.voice {
        Voice::Own => "bubble is-own",
        Voice::Other => "bubble",
        Voice::Note => "bubble is-note",
    };
    html! {
        article class=(side) id=(message.id) {
            header {
                (avatar(&message.author))
                strong { bdi { (message.author) } }
                @if let Some(tag) = &message.tag {
                    span.mark.tone-neutral {
                        @if message.voice == Voice::Note { (icon("message-square-lock")) }
                        (tag)
                    }
                }
                span.bubble-time { (message.time) }
            }
            div.bubble-body dir="auto" { (paragraphs(&message.body)) }
            @if !message.attachments.is_empty() {
                ul.files { @for file in &message.attachments { li { (file) } } }
            }
        }
    }
}

/// Addresses in what people write become links; everything else stays as it was written.
fn linked(text: &str) -> Markup {
    let is_address = |word: &str| word.starts_with("https://") || word.starts_with("http://");
    html! {
        @for word in text.split_inclusive(char::is_whitespace) {
            @let bare = word.trim_end();
            @let address = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '،', '؛', '؟', '»', '"']);
            @if is_address(address) {
                a href=(address) dir="ltr" rel="nofollow noopener noreferrer" { (address) }
                (word.strip_prefix(address).unwrap_or_default())
            } @else { (word) }
        }
    }
}

/// Each paragraph finds its own direction; single line ends are kept by the style sheet.
fn paragraphs(text: &str) -> Markup {
    let text = text.replace("\r\n", "\n");
    html! {
        @for part in text.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.trim().is_empty()) {
            p dir="auto" { (linked(part)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(body: &str, voice: Voice) -> String {
        let time = html! { time { "اکنون" } };
        let (id, author) = ("m-1".to_owned(), "Sara".to_owned());
        let attachments = vec![];
        let body = body.to_owned();
        message_bubble(&Message {
            id,
            author,
            time,
            voice,
            tag: None,
            body,
            attachments,
        })
        .into_string()
    }

    #[test]
    fn a_message_is_escaped_and_each_paragraph_finds_its_direction() {
        let html = message("سلام\r\n\r\n<script>alert(1)</script>\nline", Voice::Other);
        assert_eq!(html.matches("<p dir=\"auto\">").count(), 2);
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script"));
        assert!(html.contains("<bdi>Sara</bdi>"));
    }

    #[test]
    fn an_address_becomes_a_link_without_the_full_stop_after_it() {
        let html = message(
            "ببینید: https://a.test/x?y=1&z=2. javascript:alert(1)",
            Voice::Other,
        );
        assert!(
            html.contains("href=\"https://a.test/x?y=1&amp;z=2\""),
            "{html}"
        );
        assert!(html.contains("</a>. javascript:") && html.matches("<a ").count() == 1);
    }

    #[test]
    fn own_words_and_notes_look_different() {
        assert!(message("x", Voice::Own).contains("is-own"));
        assert!(message("x", Voice::Note).contains("is-note"));
    }
}
