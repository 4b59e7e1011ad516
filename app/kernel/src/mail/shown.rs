//! How screens show mails: its name, where it stands, and its text with links.
//! For the outbox of development and for whoever looks after deliveries.

use maud::{Markup, html};
use ui::Tone;

use crate::web::Cx;

/// The name of a mail.
#[must_use]
pub fn name(cx: &Cx<'_>, mail: &str) -> String {
    cx.t(&format!("{mail}.label"))
}

/// The name of a delivery's state.
#[must_use]
pub fn state_name(cx: &Cx<'_>, state: &str) -> String {
    cx.t(&format!("kernel.deliveries.state_list.{state}"))
}

/// Tone and name of a delivery's state.
#[must_use]
pub fn state(cx: &Cx<'_>, state: &str) -> Markup {
    let tone = match state {
        "sent" => Tone::Success,
        "failed" => Tone::Danger,
        "kept" => Tone::Info,
        _ => Tone::Neutral,
    };
    ui::badge(tone, state_name(cx, state))
}

/// A plain text as paragraphs; each address is a link.
#[must_use]
pub fn written(text: &str) -> Markup {
    html! {
        div.flow {
            @for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
                p dir="auto" {
                    @for (n, line) in paragraph.lines().enumerate() {
                        @if n > 0 { br; }
                        @for (n, word) in line.split(' ').enumerate() {
                            @if n > 0 { " " }
                            @if word.starts_with("http://") || word.starts_with("https://") {
                                a href=(word) { (ui::bdi(word)) }
                            } @else { (word) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn addresses_are_links_and_the_rest_is_escaped() {
        let html = written("سلام <b>\n\nhttps://sarai.test/confirm?a=1&b=2 پایان").into_string();
        assert!(html.contains("سلام &lt;b&gt;"));
        assert!(html.contains("<a href=\"https://sarai.test/confirm?a=1&amp;b=2\">"));
        assert_eq!(html.matches("<p ").count(), 2);
    }
}
