//! What people wrote, in mails that we send: names, subjects and messages of others must not become links. Programs that
//! read mail make links of anything that looks like an address, so it is made to look like none.

use serde_json::{Map, Value};
use url::Url;

/// Among a mail's variables, names those whose words are the house's own.
pub(super) const OWN: &str = "_own";

/// The variables as they may be shown: words of others without links, links of this site and the house's words as they are.
pub(super) fn shown(variables: &Map<String, Value>, site: &Url) -> Map<String, Value> {
    let own = variables.get(OWN).and_then(Value::as_array);
    let is_own = |name: &str| own.is_some_and(|names| names.iter().any(|n| n == name));
    variables
        .iter()
        .filter(|(name, _)| *name != OWN)
        .map(|(name, value)| {
            let value = if is_own(name) {
                value.clone()
            } else {
                unlinked(value, site)
            };
            (name.clone(), value)
        })
        .collect()
}

fn unlinked(value: &Value, site: &Url) -> Value {
    match value {
        Value::String(text) if leads_here(text, site) => value.clone(),
        Value::String(text) => Value::String(defused(text)),
        Value::Array(items) => items.iter().map(|item| unlinked(item, site)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), unlinked(field, site)))
            .collect(),
        other => other.clone(),
    }
}

/// Whether the text is one address of this site and nothing else.
pub(super) fn leads_here(text: &str, site: &Url) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"\\<>\"".contains(c);
    text.chars().all(plain)
        && Url::parse(text).is_ok_and(|url| {
            url.origin() == site.origin()
                && matches!(url.scheme(), "http" | "https")
                && url.username().is_empty()
                && url.password().is_none()
        })
}

/// `http://evil.test/now` as `http[:]//evil[.]test/now`: no program makes a link of it, and a person sees what was meant.
/// Invisible characters would do it too, but would be copied along unseen.
pub(super) fn defused(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        match c {
            ':' if after.starts_with("//") => out.push_str("[:]"),
            '.' if (before.is_alphanumeric() || matches!(before, '-' | '_'))
                && begins_domain(after) =>
            {
                out.push_str("[.]");
            }
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Whether a top-level domain could follow: two letters or more, or one in other letters written as `xn--…`.
fn begins_domain(after: &str) -> bool {
    let end = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .unwrap_or(after.len());
    let label = after.get(..end).unwrap_or_default();
    let lower = label.to_ascii_lowercase();
    lower.starts_with("xn--") || (label.len() > 1 && label.bytes().all(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_become_readable_and_dead() {
        for (written, sent) in [
            (
                "Claim at http://evil.test/now",
                "Claim at http[:]//evil[.]test/now",
            ),
            ("www.evil.co.uk", "www[.]evil[.]co[.]uk"),
            ("سایت.com و a@evil.test", "سایت[.]com و a@evil[.]test"),
            ("HTTPS://1.2.3.4", "HTTPS[:]//1.2.3.4"),
            ("x.xn--p1ai", "x[.]xn--p1ai"),
        ] {
            assert_eq!(defused(written), sent);
            assert_eq!(defused(sent), sent, "twice is once");
        }
    }

    #[test]
    fn other_dots_and_colons_stay() {
        for text in [
            "م.احمدی",
            "سلام.ممنون",
            "3.14 و 5.2GB",
            "e.g. this. that",
            "ساعت ۱۲:۳۰",
            "a...b",
        ] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn only_this_site_is_ours() {
        let site = Url::parse("https://sarai.test").unwrap();
        assert!(leads_here("https://sarai.test/confirm/a?b=1", &site));
        for other in [
            "http://sarai.test/x",
            "https://sarai.test.evil.test/",
            "https://sarai.test@evil.test/",
            "https://evil@sarai.test/",
            "https://sarai.test/a b",
            "//sarai.test/",
            "javascript:alert(1)",
            "سلام",
        ] {
            assert!(!leads_here(other, &site), "{other}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_looks_like_an_address_is_left(text in "(https?|ftp)?(://)?([a-z0-9-]{1,5}\\.){1,3}[a-z]{2,6}(/\\PC{0,8})?") {
            let sent = defused(&text);
            prop_assert!(!sent.contains("://"));
            let domain = sent.split('/').find(|part| part.contains('.')).unwrap_or_default();
            prop_assert!(domain.contains("[.]"), "{sent}");
        }

        #[test]
        fn any_text_is_taken(text in "\\PC{0,60}") {
            prop_assert_eq!(defused(&text).replace("[:]", ":").replace("[.]", "."), text.replace("[:]", ":").replace("[.]", "."));
        }
    }
}
