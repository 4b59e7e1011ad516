//! What is new in a mail: its text without the history below, the mailer's footer and the signature.
//! Errs towards keeping: where nothing would be left, the whole text is the reply.

/// Line at the top of our mails; everything from it on is our own text.
pub const MARKER_FA: &str = "— لطفاً بالای این خط پاسخ دهید —";
/// The same line in English.
pub const MARKER_EN: &str = "-- Please reply above this line --";

const SENT: [&str; 9] = [
    "sent",
    "date",
    "ارسال",
    "ارسال شده",
    "زمان ارسال",
    "تاریخ",
    "تاریخ ارسال",
    "gesendet",
    "envoyé",
];
const FROM: [&str; 5] = ["from", "از", "فرستنده", "von", "de"];
const MORE: [&str; 9] = [
    "to",
    "cc",
    "subject",
    "به",
    "گیرنده",
    "رونوشت",
    "موضوع",
    "عنوان",
    "importance",
];
const WROTE: [&str; 7] = [
    "wrote:",
    "نوشت:",
    "نوشته:",
    "نوشته است:",
    "نوشته اند:",
    "نوشتند:",
    "كتب:",
];
const FOOTERS: [&str; 9] = [
    "sent from my ",
    "sent from mail for",
    "sent from yahoo",
    "sent from outlook",
    "get outlook for",
    "virus-free",
    "ارسال شده از ",
    "فرستاده شده از ",
    "از گوشی من ",
];

struct Line<'a> {
    text: &'a str,
    /// Without direction marks, emphasis stars and joiners, in lower case and one alphabet.
    plain: String,
    quoted: bool,
}

impl<'a> Line<'a> {
    fn new(text: &'a str) -> Self {
        let marks = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '*');
        let plain: String = text
            .chars()
            .filter(|c| !marks(*c))
            .map(same_letter)
            .collect();
        let plain = plain.trim().to_lowercase();
        Self {
            text,
            quoted: plain.starts_with('>'),
            plain,
        }
    }

    fn is_blank(&self) -> bool {
        self.plain.is_empty()
    }

    /// The word before a colon, as of `From: Sara`.
    fn label(&self) -> &str {
        self.plain
            .split_once(':')
            .map_or("", |(label, _)| label.trim())
    }
}

/// The new text of `body`. A forward's history is its content and stays.
pub(super) fn reply(body: &str, forwarded: bool) -> String {
    let lines: Vec<Line<'_>> = body.lines().map(Line::new).collect();
    let marker = lines
        .iter()
        .position(|l| is_marker(&l.plain))
        .unwrap_or(lines.len());
    let lines = lines.get(..marker).unwrap_or_default();
    let forwarded = forwarded || lines.iter().any(|l| !l.quoted && is_forward(&l.plain));
    let kept = if forwarded {
        lines.iter().collect()
    } else {
        without_history(lines)
    };
    let text = join(&kept);
    if text.is_empty() {
        body.trim().to_owned()
    } else {
        text
    }
}

fn without_history<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<&'l Line<'a>> {
    let mut kept: Vec<&Line<'_>> = Vec::new();
    let mut rest = lines;
    while let Some((line, tail)) = rest.split_first() {
        if !line.quoted && (is_divider(&line.plain) || is_header_block(rest)) {
            break;
        }
        if let Some(after) = after_attribution(rest) {
            let next = after.iter().find(|l| !l.is_blank());
            if next.is_none_or(|l| !l.quoted) {
                break;
            }
            rest = after;
            continue;
        }
        kept.push(line);
        rest = tail;
    }
    trim_end(&mut kept);
    cut_signature(&mut kept);
    trim_end(&mut kept);
    drop_lone_quote(kept)
}

/// Takes off blank lines, quotes and mailers' footers from the end.
fn trim_end(kept: &mut Vec<&Line<'_>>) {
    while kept
        .last()
        .is_some_and(|l| l.is_blank() || l.quoted || is_footer(&l.plain) || is_rule(&l.plain))
    {
        kept.pop();
    }
}

/// Cuts at `-- ` when only unquoted lines follow.
fn cut_signature(kept: &mut Vec<&Line<'_>>) {
    let last_quote = kept.iter().rposition(|l| l.quoted).unwrap_or(0);
    let dashes = kept.iter().enumerate().position(|(at, l)| {
        at > 0 && at >= last_quote && (l.plain == "--" || l.plain == "-- " || l.plain == "—")
    });
    if let Some(at) = dashes {
        kept.truncate(at);
    }
}

/// An answer below the whole history loses it; answers between quoted lines keep them as context.
fn drop_lone_quote<'l, 'a>(kept: Vec<&'l Line<'a>>) -> Vec<&'l Line<'a>> {
    let first = kept
        .iter()
        .find(|l| !l.is_blank())
        .is_some_and(|l| l.quoted);
    let mut runs = 0;
    let mut inside = false;
    for line in kept.iter().filter(|l| !l.is_blank()) {
        runs += usize::from(line.quoted && !inside);
        inside = line.quoted;
    }
    if first && runs == 1 {
        kept.into_iter().filter(|l| !l.quoted).collect()
    } else {
        kept
    }
}

/// `On … wrote:`, on one line or wrapped over three; returns what follows it.
fn after_attribution<'l, 'a>(lines: &'l [Line<'a>]) -> Option<&'l [Line<'a>]> {
    let mut joined = String::new();
    for (at, line) in lines.iter().take(3).enumerate() {
        // A wrapped one starts with its date; else the line before it would be swallowed.
        let own_start = at > 0 && (is_dated(&line.plain) || !is_dated(&joined));
        if line.quoted || line.is_blank() || own_start {
            return None;
        }
        joined.push_str(&line.plain);
        if is_attribution(&joined) {
            return lines.get(at + 1..);
        }
        joined.push(' ');
    }
    None
}

fn is_dated(text: &str) -> bool {
    ["on ", "در ", "في "]
        .iter()
        .any(|start| text.starts_with(start))
}

fn is_attribution(text: &str) -> bool {
    if text.len() > 600 {
        return false;
    }
    let wrote = WROTE.iter().any(|end| text.ends_with(end));
    let numbered = text.chars().any(char::is_numeric);
    let addressed = text.contains('<') && text.contains('@');
    (wrote && ((is_dated(text) && numbered) || addressed))
        || (numbered && addressed && text.ends_with(">:"))
}

/// Outlook's `From: … Sent: … To: … Subject: …`.
fn is_header_block(lines: &[Line<'_>]) -> bool {
    let Some((first, rest)) = lines.split_first() else {
        return false;
    };
    if !FROM.contains(&first.label()) {
        return false;
    }
    let labels: Vec<&str> = rest
        .iter()
        .filter(|l| !l.is_blank())
        .take(5)
        .map(Line::label)
        .collect();
    let more = labels.iter().filter(|l| MORE.contains(*l)).count();
    more >= 1 && labels.iter().any(|l| SENT.contains(l))
}

fn is_divider(plain: &str) -> bool {
    let words = plain.trim_matches(|c: char| matches!(c, '-' | '_' | '—' | ' '));
    plain.starts_with(['-', '_', '—'])
        && matches!(
            words,
            "original message" | "پیام اصلی" | "پیغام اصلی" | "original appointment"
        )
}

fn is_forward(plain: &str) -> bool {
    let words = plain.trim_matches(|c: char| matches!(c, '-' | '_' | '—' | ' ' | ':'));
    matches!(
        words,
        "begin forwarded message" | "پیام هدایت شده" | "پیام ارجاع شده" | "پیام بازارسال شده"
    ) || (plain.starts_with("--") && matches!(words, "forwarded message" | "پیام فوروارد شده"))
}

fn is_footer(plain: &str) -> bool {
    plain.len() <= 160 && FOOTERS.iter().any(|f| plain.starts_with(f))
}

/// The line of underscores that Outlook draws above the history.
fn is_rule(plain: &str) -> bool {
    plain.len() >= 10 && plain.bytes().all(|b| matches!(b, b'_' | b'-'))
}

fn is_marker(plain: &str) -> bool {
    let is_letter = |c: &char| c.is_alphabetic() && !('\u{64b}'..='\u{652}').contains(c);
    let letters = |s: &str| {
        s.chars()
            .map(same_letter)
            .filter(is_letter)
            .collect::<String>()
    };
    let line = letters(plain);
    [MARKER_FA, MARKER_EN]
        .iter()
        .any(|m| line == letters(&m.to_lowercase()))
}

/// Arabic keyboards' yeh and kaf, and joiners, as Persian text has them; tanvin is no letter here.
fn same_letter(c: char) -> char {
    match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        '\u{200c}' | '\u{200d}' | '\u{a0}' => ' ',
        c => c,
    }
}

fn join(lines: &[&Line<'_>]) -> String {
    let text = lines.iter().map(|l| l.text).collect::<Vec<_>>().join("\n");
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_reply(body: &str, expected: &str) {
        assert_eq!(reply(body, false), expected, "from {body:?}");
    }

    #[test]
    fn history_below_is_cut() {
        for history in [
            "On Mon, 5 May 2025 at 14:30, Support <s@sarai.test> wrote:\n\n> old\n> text",
            "On Mon, 5 May 2025 at 14:30, Support\n<support+abc@sarai.test>\nwrote:\n> old",
            "در تاریخ دوشنبه ۱۵ اردیبهشت ۱۴۰۴، ساعت ۱۴:۳۰، پشتیبانی <s@sarai.test> نوشت:\n> قدیمی",
            "\u{200f}در ۵ مه ۲۰۲۵، در ساعت ۱۴:۳۰، پشتيباني نوشته\u{200c}است:\n> قدیمی",
            "پشتیبانی <s@sarai.test> نوشت:\nبدون علامت نقل",
            "2025-05-05 14:30 GMT+03:30 Support <s@sarai.test>:\n> old",
            "From: Support <s@sarai.test>\nSent: Monday, May 5, 2025 2:30 PM\nTo: Sara\nSubject: RE: x\n\nold",
            "*From:* Support\n*Date:* Monday\n*To:* Sara\n\nold",
            "از: پشتیبانی\nارسال\u{200c}شده: دوشنبه\nبه: سارا\nموضوع: پاسخ\n\nقدیمی",
            "-----Original Message-----\nFrom: a\nold",
            "----- پیام اصلی -----\nقدیمی",
            "— لطفا بالاي اين خط پاسخ دهيد —\nقدیمی",
            "On 5 May 2025 Support wrote:\n> -- Please reply above this line --\n> old\n\nunquoted history",
            "> old\n> text\n\nSent from my iPhone",
            "Sent from my iPhone\n\nOn May 5, 2025, at 2:30 PM, Support wrote:\n\n> old",
            "-- \nSara\n+98 21\n\nOn 5 May 2025 Support wrote:\n> old",
            "--\nسارا",
        ] {
            assert_reply(
                &format!("سلام، ممنون.\n\nحل شد.\n\n{history}"),
                "سلام، ممنون.\n\nحل شد.",
            );
        }
    }

    #[test]
    fn the_line_right_above_an_attribution_stays() {
        let history = "On 5 May 2025 S <s@sarai.test> wrote:\n> old";
        assert_reply(&format!("thanks\n{history}"), "thanks");
        assert_reply(
            &format!("On Monday it was slow\n{history}"),
            "On Monday it was slow",
        );
    }

    #[test]
    fn answers_below_and_between_stay() {
        assert_reply(
            "On 5 May 2025 S wrote:\n> old\n> text\n\nمتن تازه\n-- \nسارا",
            "متن تازه",
        );
        assert_reply("> q1\nyes\n> q2\nno\n> tail", "> q1\nyes\n> q2\nno");
    }

    #[test]
    fn own_words_that_look_like_history_stay() {
        for text in [
            "My colleague ali@shop.test wrote:\nit is broken",
            "On Monday my colleague wrote:\nit is broken",
            "From: Tehran\nTo: Shiraz\nhow long?",
            "در این باره قبلاً نوشت:\nبله",
            "a -- b\n5 > 4",
        ] {
            assert_reply(text, text);
        }
    }

    #[test]
    fn nothing_is_lost_when_all_is_history_or_forwarded() {
        assert_reply("> only\n> quotes", "> only\n> quotes");
        let forward =
            "ببینید\n---------- Forwarded message ---------\nFrom: a\nDate: b\nTo: c\n\ntext";
        assert_reply(forward, forward);
        let outlook = "see\nFrom: a\nSent: b\nTo: c\n\ntext";
        assert_eq!(reply(outlook, true), outlook);
    }
}
