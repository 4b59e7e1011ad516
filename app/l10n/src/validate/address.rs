//! Whether a text holds what mail programs make a link of. Names of people and accounts go out in our mails, so a name
//! that is an address would be an advertisement, or a trap, sent under our own name.

use crate::normalise::{ascii_digit, is_hidden};

/// Beginnings that make a link of whatever follows.
const BEGINNINGS: [&str; 5] = ["http:", "https:", "ftp:", "mailto:", "www."];
/// Top-level domains that are nobody's surname or title: one letter before them is an address already.
const PLAIN: [&str; 7] = ["com", "net", "org", "ir", "info", "biz", "io"];

/// A URL, an e-mail address, or a domain name: labels with a dot and no space between them, the last one a top-level
/// domain that exists (`sarai.ir`, `خانه.ایران`). `St. John`, `A.B. Co.`, `آی.تی` and `Node.js` are names; `Ali.Ma` is
/// both (`.ma` is Morocco's) and needs a space after its dot.
#[must_use]
pub fn holds_address(text: &str) -> bool {
    let seen: String = text.chars().filter_map(seen).collect();
    let seen = seen.to_lowercase();
    let begins = seen
        .split_whitespace()
        .any(|word| BEGINNINGS.iter().any(|start| word.contains(start)));
    begins || seen.contains("://") || has_mailbox(&seen) || has_domain(&seen)
}

/// As programs read it: invisible marks go, digits are ASCII, and every kind of full stop separates labels.
fn seen(c: char) -> Option<char> {
    match c {
        '\u{200C}' | '\u{200D}' => None,
        '。' | '．' | '｡' | '۔' | '․' => Some('.'),
        _ if is_hidden(c) => None,
        _ => Some(ascii_digit(c)),
    }
}

fn has_mailbox(text: &str) -> bool {
    text.split_whitespace()
        .filter_map(|word| word.split_once('@'))
        .any(|(before, after)| {
            before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
        })
}

fn has_domain(text: &str) -> bool {
    text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'))
        .any(|run| {
            let host = run.trim_end_matches(|c: char| !c.is_alphanumeric());
            let goes_on = run.ends_with(['/', ':']);
            is_host(host.trim_start_matches(['.', '-']), goes_on)
        })
}

fn is_host(host: &str, goes_on: bool) -> bool {
    if host.parse::<std::net::Ipv4Addr>().is_ok() {
        return true;
    }
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let own: Vec<usize> = labels.map(|label| label.chars().count()).collect();
    if own.first().is_none_or(|nearest| *nearest == 0) || !is_top(top) {
        return false;
    }
    // Titles and initials are written without a space, too: `Dr.Li`, `S.Ma`.
    let fewest = match top.len() {
        _ if goes_on || PLAIN.contains(&top) => 1,
        2 => 3,
        _ => 2,
    };
    own.into_iter().any(|long| long >= fewest)
}

fn is_top(label: &str) -> bool {
    idna::domain_to_ascii(label).is_ok_and(|ascii| tld::exist(&ascii))
}

#[cfg(test)]
mod tests {
    use super::holds_address;

    #[test]
    fn addresses_are_seen() {
        for text in [
            "Claim at http://evil.test/now",
            "HTTPS://evil.example",
            "برنده شدید: www.evil.test",
            "جایزه در evil.com",
            "evil.com/now",
            "به evil.shop بروید",
            "bit.ly/abc",
            "t.me/evil",
            "sub.evil.co.uk",
            "sarai.ir",
            "خانه.ایران",
            "xn--mgba3a4f16a.ir",
            "support@sarai.test",
            "support@localhost",
            "mailto:a",
            "evil\u{200C}.\u{200B}com",
            "evil。com",
            "EVIL.COM!",
            "«evil.com»",
            "(evil.com)",
            "evil.com:8080",
            "evil.com_now",
            "Booking.com",
            "ASP.NET",
            "۱۹۲.۱۶۸.۱.۱",
        ] {
            assert!(holds_address(text), "{text}");
        }
    }

    #[test]
    fn names_are_names() {
        for text in [
            "مریم احمدی",
            "شرکت آی.تی",
            "شرکت آی.تی. پارس",
            "گروه م.ر.ک",
            "مهندسین مشاور ره‌آورد (سهامی خاص)",
            "St. John",
            "J.R.R. Tolkien",
            "Dr.Li",
            "A.B. Co.",
            "A.B.Co",
            "Node.js پارس",
            "Sara @ Home",
            "@sara",
            "No.1",
            "نسخهٔ ۲.۰",
            "AT&T",
            "Yahoo!",
            "Smith, Jones & Co.",
            "پارس/تهران",
            "۲۴/۷",
            "U.S.A.",
            "...",
            "",
        ] {
            assert!(!holds_address(text), "{text}");
        }
    }
}
