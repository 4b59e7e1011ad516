//! Small marks inside a line: codes kept in their own direction, badges, names, files.
//! Here because every screen needs them and each has one right way to be read aloud.
use std::fmt::Display;

use maud::{Markup, html};

use crate::{Tone, icon};

/// A code that reads left to right wherever it stands: domain, address, card number, e-mail.
pub fn bdi(text: impl AsRef<str>) -> Markup {
    html! { bdi.code dir="ltr" { (text.as_ref()) } }
}

/// Words of a person's own (a name, a subject): they find their own direction and leave their neighbours'.
pub fn name(text: impl AsRef<str>) -> Markup {
    html! { bdi { (text.as_ref()) } }
}

/// A key of the keyboard.
pub fn kbd(key: impl AsRef<str>) -> Markup {
    html! { kbd.key dir="ltr" { (key.as_ref()) } }
}

/// The first letter of a name in a disc whose colour stays the same for the same name.
pub fn avatar(name: impl AsRef<str>) -> Markup {
    let name = name.as_ref().trim();
    let first = name.chars().find(|c| c.is_alphanumeric()).unwrap_or('•');
    let shade = name.chars().fold(7_u32, |sum, c| {
        sum.wrapping_mul(31).wrapping_add(u32::from(c))
    }) % 6;
    html! { span class=(format!("disc disc-{shade}")) aria-hidden="true" { (first.to_uppercase()) } }
}

/// A short state in the colour of its meaning.
pub fn badge(tone: Tone, label: impl AsRef<str>) -> Markup {
    html! { span class=(format!("mark {}", tone.class())) { (label.as_ref()) } }
}

/// A count that the stream keeps fresh; `shown` is the localised number, empty when there is none.
/// `label` says aloud what is counted.
pub fn live_badge(id: impl AsRef<str>, shown: impl AsRef<str>, label: impl AsRef<str>) -> Markup {
    let shown = shown.as_ref();
    html! {
        span.count id=(id.as_ref()) role="status" {
            @if !shown.is_empty() { (shown) span.sr-only { " " (label.as_ref()) } }
        }
    }
}

/// A file that somebody sent: its name in its own direction, its size, a link.
/// `kind` is the media type (`image/png`); it chooses the icon.
pub fn attachment(
    name: impl AsRef<str>,
    size: impl AsRef<str>,
    href: impl AsRef<str>,
    kind: impl AsRef<str>,
) -> Markup {
    let symbol = match kind.as_ref() {
        k if k.starts_with("image/") => "image",
        k if k.starts_with("text/") || k == "application/pdf" => "file-text",
        k if k.contains("zip") || k.contains("compressed") => "file-archive",
        _ => "file",
    };
    html! {
        a.attachment href=(href.as_ref()) {
            (icon(symbol))
            bdi { (name.as_ref()) }
            small { (size.as_ref()) }
        }
    }
}

/// A picture that somebody sent: a small view of it (`src`, loaded when it comes into sight), its name, its size.
pub fn attached_image(
    name: impl AsRef<str>,
    size: impl AsRef<str>,
    href: impl AsRef<str>,
    src: impl AsRef<str>,
) -> Markup {
    html! {
        a.attachment.attachment-image href=(href.as_ref()) {
            img src=(src.as_ref()) alt="" loading="lazy" decoding="async" width="48" height="48";
            bdi { (name.as_ref()) }
            small { (size.as_ref()) }
        }
    }
}

/// A value of digits and letters in a type of one width: keys, fingerprints, lines of a log.
pub fn mono(text: impl AsRef<str>) -> Markup {
    html! { bdi.code.mono dir="ltr" { (text.as_ref()) } }
}

/// What something is called, and beneath it, small, the name by which machines know it.
pub fn keyed(label: impl AsRef<str>, key: impl AsRef<str>) -> Markup {
    html! { span.keyed { span { (label.as_ref()) } small { (mono(key)) } } }
}

/// The id of a part of a thing's fragment: `dom_id("ticket", 42, "status")` → `ticket-42-status`.
/// Characters that a selector would have to escape become `-`.
pub fn dom_id(kind: impl AsRef<str>, id: impl Display, part: impl AsRef<str>) -> String {
    let (kind, part) = (kind.as_ref(), part.as_ref());
    let joined = if part.is_empty() {
        format!("{kind}-{id}")
    } else {
        format!("{kind}-{id}-{part}")
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    // Most are; a list of fifty rows asks for fifty of them.
    if joined.bytes().all(|b| is_plain(b.into())) {
        return joined;
    }
    joined.replace(|c| !is_plain(c), "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dom_id_needs_no_escaping_in_a_selector() {
        assert_eq!(
            dom_id("vps.machine", "a/b:c", "status"),
            "vps-machine-a-b-c-status"
        );
        assert_eq!(dom_id("ticket", 42, ""), "ticket-42");
    }

    #[test]
    fn the_label_is_read_before_its_key() {
        let html = keyed("نامه‌رسانی", "kernel.deliver_mail").into_string();
        let (label, key) = (html.find("نامه‌رسانی"), html.find("kernel.deliver_mail"));
        assert!(label < key && html.contains("<small><bdi class=\"code mono\""));
    }

    #[test]
    fn avatar_is_stable_and_hidden_from_readers() {
        assert_eq!(avatar("سارا").into_string(), avatar("سارا ").into_string());
        assert!(avatar("").into_string().contains("aria-hidden=\"true\">•"));
    }

    #[test]
    fn a_picture_waits_until_it_is_seen_and_is_named_by_its_file() {
        let html = attached_image("a.png", "۱ کیلوبایت", "/f/1", "/f/1/small").into_string();
        assert!(html.contains("loading=\"lazy\"") && html.contains("<bdi>a.png</bdi>"));
    }

    #[test]
    fn count_of_none_is_empty_but_stays_in_the_page() {
        assert!(
            live_badge("n", "", "نخوانده")
                .into_string()
                .ends_with("role=\"status\"></span>")
        );
    }
}
