//! As much SQL lexing as a pgbench script needs: where `$1` is a parameter and `;` an end.
//! Here because quotes, comments and dollar strings may hold both, and pgbench reads `:x` in quotes.

use anyhow::Context;

/// A piece of SQL, never split by what follows.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'s> {
    Code(&'s str),
    Parameter(usize),
    /// A string, quoted identifier or dollar string, quotes included.
    Quoted(&'s str),
    Comment,
    End,
}

/// Put `values` in the place of `$1…`; colons in strings are kept away from pgbench.
pub(super) fn fill(sql: &str, values: &[String]) -> anyhow::Result<String> {
    let mut out = String::with_capacity(sql.len());
    for piece in pieces(sql) {
        match piece {
            Piece::Code(code) => out.push_str(code),
            Piece::Quoted(quoted) => out.push_str(&without_variables(quoted)),
            Piece::Parameter(number) => {
                let value = values.get(number.wrapping_sub(1));
                out.push_str(value.with_context(|| format!("no value for ${number} in {sql}"))?);
            }
            Piece::Comment => out.push(' '),
            Piece::End => out.push(';'),
        }
    }
    Ok(out)
}

/// The single statements of a text, without their semicolons.
pub(super) fn split(sql: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for piece in pieces(sql) {
        match (piece, all.last_mut()) {
            (Piece::End, _) => all.push(String::new()),
            (Piece::Code(text) | Piece::Quoted(text), Some(last)) => last.push_str(text),
            (Piece::Parameter(number), Some(last)) => last.extend(["$", &number.to_string()]),
            _ => {}
        }
    }
    all.iter()
        .map(|one| one.trim().to_owned())
        .filter(|one| !one.is_empty())
        .collect()
}

/// `'HH24:MI'` → `('HH24:' || 'MI')`: pgbench would read `:MI` as a variable.
fn without_variables(quoted: &str) -> String {
    let inner = quoted
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    match inner {
        Some(inner) if inner.contains(':') => {
            format!("('{}')", inner.replace(':', ":' || '"))
        }
        _ => quoted.to_owned(),
    }
}

fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => {
                (Piece::Comment, rest.find('\n').unwrap_or(rest.len()))
            }
            '/' if rest.starts_with("/*") => (Piece::Comment, block_comment(rest)),
            '$' => dollar(rest),
            ';' => (Piece::End, 1),
            _ => code(rest),
        };
        found.push(piece);
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// Up to the next character that may begin something else; a `$` inside a name belongs to it.
fn code(rest: &str) -> (Piece<'_>, usize) {
    let mut before = ' ';
    let end = rest.char_indices().skip(1).find(|(at, c)| {
        before = rest
            .get(..*at)
            .and_then(|s| s.chars().next_back())
            .unwrap_or(' ');
        matches!(c, '\'' | '"' | '-' | '/' | ';') || (*c == '$' && !before.is_alphanumeric())
    });
    let end = end.map_or(rest.len(), |(at, _)| at);
    (Piece::Code(rest.get(..end).unwrap_or_default()), end)
}

/// A doubled quote ends one piece and begins the next: as text both together are the same.
fn quoted(rest: &str, quote: char) -> (Piece<'_>, usize) {
    let end = rest.char_indices().skip(1).find(|(_, c)| *c == quote);
    let end = end.map_or(rest.len(), |(at, _)| at + 1);
    (Piece::Quoted(rest.get(..end).unwrap_or_default()), end)
}

fn block_comment(rest: &str) -> usize {
    rest.find("*/").map_or(rest.len(), |at| at + 2)
}

/// `$12`, or `$tag$ … $tag$`.
fn dollar(rest: &str) -> (Piece<'_>, usize) {
    let after = rest.get(1..).unwrap_or_default();
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if let Ok(number) = after.get(..digits).unwrap_or_default().parse() {
        return (Piece::Parameter(number), digits + 1);
    }
    let tag = after.find('$').and_then(|at| rest.get(..at + 2));
    let close = tag.and_then(|tag| {
        rest.get(tag.len()..)?
            .find(tag)
            .map(|at| at + 2 * tag.len())
    });
    match close {
        Some(end) => (Piece::Quoted(rest.get(..end).unwrap_or_default()), end),
        None => (Piece::Code("$"), 1),
    }
}

/// Sixteen bits of a name (FNV-1a), with UUID's variant bits set.
pub(super) fn short_hash(name: &str) -> u16 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    u16::try_from(hash >> 18).unwrap_or_default() | 0x8000
}

#[cfg(test)]
mod tests {
    use super::{fill, split};

    #[test]
    fn parameters_in_strings_and_comments_stay() {
        let values = ["A".to_owned(), "B".to_owned()];
        let sql = "SELECT $2::text, '$1', \"$1\", $q$ $1 $q$, a$1 /* $1 */ -- $1\n, 'it''s $2', $1";
        let filled = fill(sql, &values).unwrap();
        assert_eq!(
            filled,
            "SELECT B::text, '$1', \"$1\", $q$ $1 $q$, a$1    \n, 'it''s $2', A"
        );
        assert!(fill("SELECT $3", &values).is_err());
    }

    #[test]
    fn colons_in_strings_are_kept_from_pgbench() {
        let filled = fill("SELECT to_char(now(), 'HH24:MI'), 1::int", &[]).unwrap();
        assert_eq!(filled, "SELECT to_char(now(), ('HH24:' || 'MI')), 1::int");
    }

    #[test]
    fn statements_split_outside_strings_only() {
        let parts = split("BEGIN; SELECT ';', \"a;b\"; -- x;y\n ;SELECT $1");
        assert_eq!(parts, ["BEGIN", "SELECT ';', \"a;b\"", "SELECT $1"]);
    }
}
