//! Cleans text that a stranger wrote, for one line (subject, name) or many (body); unwraps `format=flowed`.
//! PostgreSQL refuses NUL, and direction overrides make `gpj.exe` out of `exe.jpg`: both end here.

/// One clean line of at most `max` characters. ZWNJ and ZWJ stay: Persian spelling needs them.
pub(super) fn line(text: &str, max: usize) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !hidden(*c))
        .collect();
    let clean = clean
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    clean
        .chars()
        .take(max)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Clean lines ended by `\n`, at most one blank line between two, none at the ends.
pub(super) fn lines(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.split('\n') {
        let line: String = line
            .chars()
            .filter(|c| *c == '\t' || !(c.is_control() || override_mark(*c)))
            .map(|c| if c == '\u{a0}' { ' ' } else { c })
            .collect();
        let line = line.trim_end();
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(line);
    }
    out
}

/// Rejoins the lines of `format=flowed` text (RFC 3676), quoted ones by their depth.
pub(super) fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.replace("\r\n", "\n").split('\n') {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        if open != Some(depth) || signature {
            if open.is_some() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 {
                out.push(' ');
            }
        }
        let flows = content.ends_with(' ') && !signature;
        let joined = if flows && delete_space {
            content.strip_suffix(' ').unwrap_or(content)
        } else {
            content
        };
        out.push_str(joined);
        if flows {
            open = Some(depth);
        } else {
            out.push('\n');
            open = None;
        }
    }
    out
}

fn hidden(c: char) -> bool {
    c.is_control() || override_mark(c) || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Embeddings, overrides, isolates, tags and invisible fillers. Plain LRM and RLM marks only nudge neighbours.
fn override_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_zwnj_and_loses_direction_and_control_marks() {
        assert_eq!(
            line(" می\u{200c}خواهم\u{202e}\r\n\tX\0\u{200f} ", 200),
            "می\u{200c}خواهم X"
        );
        assert_eq!(line("سلام دنیا", 5), "سلام");
    }

    #[test]
    fn many_lines_lose_nul_and_runs_of_blank_lines() {
        assert_eq!(
            lines("\n\na\0 \r\n\r\n\r\n\r\nb\u{202e}\rc\n\n"),
            "a\n\nb\nc"
        );
    }

    #[test]
    fn flowed_lines_join_by_depth() {
        let text = "one \r\ntwo\r\n> q1 \r\n> q2\r\n>> deep\r\n-- \r\nme";
        assert_eq!(
            unflow(text, false).trim_end(),
            "one two\n> q1 q2\n>> deep\n-- \nme"
        );
        assert_eq!(unflow("سلا \nم", true).trim_end(), "سلام");
        assert_eq!(unflow("open \n> q", false).trim_end(), "open \n> q");
    }
}
