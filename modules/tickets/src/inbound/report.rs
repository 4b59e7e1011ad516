//! Delivery status reports (RFC 3464): who was not reached, why, and by which mail.
//! Their blocks look like headers but come from the other side's server, so every field is checked.
use super::head::{email, message_id};

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) recipient: Option<String>,
    pub(super) status: Option<String>,
}

/// The first failed recipient of a `message/delivery-status` part, else the first named.
pub(super) fn read(body: &str) -> Report {
    let body = body.replace("\r\n", "\n");
    let blocks: Vec<(bool, Report)> = body.split("\n\n").map(block).collect();
    let named = |r: &Report| r.recipient.is_some() || r.status.is_some();
    blocks
        .iter()
        .find(|(failed, r)| *failed && named(r))
        .or_else(|| blocks.iter().find(|(_, r)| named(r)))
        .map(|(_, r)| r.clone())
        .unwrap_or_default()
}

fn block(text: &str) -> (bool, Report) {
    let mut report = Report::default();
    let mut original = None;
    let mut failed = false;
    for line in text.replace("\n ", " ").replace("\n\t", " ").lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "final-recipient" => report.recipient = recipient(value),
            "original-recipient" => original = recipient(value),
            "action" => failed = value.trim().eq_ignore_ascii_case("failed"),
            "status" => report.status = status(value),
            _ => {}
        }
    }
    report.recipient = report.recipient.or(original);
    (failed, report)
}

/// `Message-ID` in a text that repeats the headers of the returned mail.
pub(super) fn original_id(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (name, value) = line.trim_start_matches(['>', ' ']).split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("message-id")
            .then(|| message_id(value))?
    })
}

fn recipient(value: &str) -> Option<String> {
    email(value.split_once(';').map_or(value, |(_, address)| address))
}

fn status(value: &str) -> Option<String> {
    let code = value.split_whitespace().next()?;
    let mut numbers = code.split('.');
    let sound = matches!(numbers.next(), Some("2" | "4" | "5"))
        && numbers.clone().count() == 2
        && numbers.all(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    sound.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_recipient_is_taken_before_a_delayed_one() {
        let body = "Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; a@x.test\r\nAction: delayed\r\n\
            Status: 4.4.1\r\n\r\nFinal-Recipient: rfc822;\r\n B@X.test\r\nAction: Failed\r\nStatus: 5.1.1 (no)\r\n";
        let expected = Report {
            recipient: Some("b@x.test".into()),
            status: Some("5.1.1".into()),
        };
        assert_eq!(read(body), expected);
    }

    #[test]
    fn nonsense_is_left_out() {
        assert_eq!(
            read("Final-Recipient: rfc822; nobody\n\nStatus: 9.1.1\nStatus: 5.x\n"),
            Report::default()
        );
        assert_eq!(original_id("x\n> Message-ID: <a@b>\n"), Some("a@b".into()));
        assert_eq!(original_id("Message-ID: none"), None);
    }
}
