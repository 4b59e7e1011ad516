//! Turns a rendered text into a message: plain text, and an HTML twin with the right direction.
//! Headers say that a machine wrote it, so that other machines do not answer.

use l10n::Locale;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart};
use maud::{DOCTYPE, Markup, html};
use url::Url;

use super::delivery::Delivery;
use super::foreign::{defused, leads_here};
use crate::config::Config;
use crate::error::{AppError, AppResult};
use crate::files::StoredBytes;

/// The Message-ID of a delivery, without angle brackets.
#[must_use]
pub fn message_id(config: &Config, delivery: uuid::Uuid) -> String {
    format!(
        "{delivery}@{}",
        config.base_url.host_str().unwrap_or("localhost")
    )
}

/// The whole message.
pub(super) fn compose(
    config: &Config,
    sender_name: &str,
    delivery: &Delivery,
    attached: Vec<StoredBytes>,
) -> AppResult<Message> {
    let bad = |what: &str, e: &dyn std::fmt::Display| {
        AppError::internal(format!("mail {}: {what}: {e}", delivery.id))
    };
    let from = Mailbox::new(
        Some(sender_name.to_owned()),
        config.mail_from.parse().map_err(|e| bad("sender", &e))?,
    );
    let name = Some(defused(&delivery.recipient_name)).filter(|n| !n.is_empty());
    let to = Mailbox::new(
        name,
        delivery
            .recipient
            .parse()
            .map_err(|e| bad("recipient", &e))?,
    );
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}>", message_id(config, delivery.id))))
        .date(delivery.created_at.into())
        .from(from)
        .to(to)
        .subject(delivery.subject.clone().unwrap_or_default());
    if let Some(address) = &delivery.reply_to {
        builder = builder.reply_to(address.parse().map_err(|e| bad("reply-to", &e))?);
    }
    if let Some(id) = &delivery.in_reply_to {
        builder = builder.in_reply_to(format!("<{id}>"));
    }
    if !delivery.thread.is_empty() {
        let ids: Vec<String> = delivery.thread.iter().map(|id| format!("<{id}>")).collect();
        builder = builder.references(ids.join(" "));
    }
    let text = delivery.body_text.clone().unwrap_or_default();
    let html = delivery.body_html.clone().unwrap_or_default();
    let mut body = MultiPart::alternative_plain_html(text, html);
    if !attached.is_empty() {
        body = MultiPart::mixed().multipart(body);
    }
    for file in attached {
        let kind = ContentType::parse(&file.content_type).map_err(|e| bad("attachment", &e))?;
        body = body.singlepart(Attachment::new(file.name).body(file.bytes, kind));
    }
    let mut message = builder.multipart(body).map_err(|e| bad("message", &e))?;
    for (name, value) in [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        (
            "X-Sarai-Loop",
            config.base_url.host_str().unwrap_or("localhost"),
        ),
    ] {
        let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|e| bad("header", &e))?;
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(name, value.to_owned()));
    }
    Ok(message)
}

/// The HTML twin of a text: paragraphs, direction, and links to this site. Colours suit light and dark readers alike.
pub(super) fn as_html(locale: Locale, site: &Url, subject: &str, text: &str) -> String {
    let page: Markup = html! {
        (DOCTYPE)
        html lang=(locale.tag()) dir=(locale.dir()) {
            head { meta charset="utf-8"; meta name="color-scheme" content="light dark"; title { (subject) } }
            body style="font-family: Vazirmatn, Tahoma, sans-serif; line-height: 1.9; max-width: 36rem; margin: 1rem auto; padding: 0 1rem" {
                @for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
                    p style="margin: 0 0 1em" {
                        @for (n, line) in paragraph.lines().enumerate() {
                            @if n > 0 { br; }
                            (with_links(line, site))
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// A line whose addresses of this site are links; what leads elsewhere stays text.
fn with_links(line: &str, site: &Url) -> Markup {
    html! {
        @for (n, word) in line.split(' ').enumerate() {
            @if n > 0 { " " }
            @if leads_here(word, site) { a href=(word) { bdi dir="ltr" { (word) } } }
            @else { (word) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_links() {
        let site = Url::parse("https://sarai.test").unwrap();
        let text = "سلام\n\nhttps://sarai.test/x?a=1&b=2 https://evil.test/ https://sarai.test@evil.test/\n<a href=x>";
        let html = as_html(Locale::Fa, &site, "s", text);
        assert_eq!(html.matches("<a ").count(), 1);
        assert!(html.contains("<a href=\"https://sarai.test/x?a=1&amp;b=2\">"));
        assert!(html.contains("&lt;a href=x&gt;"));
    }
}
