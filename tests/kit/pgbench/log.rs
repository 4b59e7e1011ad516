//! Reads the statements of one backend out of PostgreSQL's own log.
//! Here so that the limit is measured on what the server was really asked, not on what we think.

use super::{Parameter, Statement};

/// Statements of the lines that contain `mark` (a process id or application name that the
/// `log_line_prefix` prints), as `log_statement = all` writes them, in order.
///
/// A line without a prefix of ours continues the one before (multi-line SQL, indented by a tab).
pub fn statements_of_log(log: &str, mark: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for entry in entries(log).iter().filter(|entry| entry.contains(mark)) {
        if let Some((_, parameters)) = entry.split_once("DETAIL:  parameters: ") {
            if let Some(last) = found.last_mut() {
                last.parameters = read_parameters(parameters);
            }
        } else if let Some(sql) = statement(entry) {
            found.push(Statement {
                sql: sql.to_owned(),
                parameters: Vec::new(),
            });
        }
    }
    found
}

/// Log lines with their continuations.
fn entries(log: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), all.last_mut()) {
            (Some(more), Some(last)) => {
                last.push('\n');
                last.push_str(more);
            }
            _ => all.push(line.to_owned()),
        }
    }
    all
}

/// `LOG:  statement: …` (simple) or `LOG:  execute s1: …` (prepared).
fn statement(entry: &str) -> Option<&str> {
    let (_, rest) = entry.split_once("LOG:  ")?;
    rest.strip_prefix("statement: ").or_else(|| {
        let (_, sql) = rest.strip_prefix("execute ")?.split_once(": ")?;
        Some(sql)
    })
}

/// `$1 = 'it''s', $2 = NULL` in order.
fn read_parameters(text: &str) -> Vec<Parameter> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            found.push(Parameter::Null);
            rest = value;
            continue;
        };
        let (content, after) = unquote(quoted);
        found.push(Parameter::Fixed(content));
        rest = after;
    }
    found
}

/// The content up to the closing quote, and what stands behind it.
fn unquote(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\'') {
        content.push_str(before);
        rest = after;
        match after.strip_prefix('\'') {
            Some(more) => {
                content.push('\'');
                rest = more;
            }
            None => break,
        }
    }
    (content, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_lines_become_statements_with_their_values() {
        let log = "2026-11-21 02:00:00 UTC [7] LOG:  statement: BEGIN; SELECT set_config('a', 'b', true)\n\
            2026-11-21 02:00:00 UTC [8] LOG:  statement: SELECT 'other'\n\
            2026-11-21 02:00:00 UTC [7] LOG:  execute s1: SELECT *\n\tFROM t WHERE a = $1 AND b = $2\n\
            2026-11-21 02:00:00 UTC [7] DETAIL:  parameters: $1 = 'it''s, $9 = ''x''', $2 = NULL, $3 = '5'\n\
            2026-11-21 02:00:00 UTC [7] LOG:  duration: 0.1 ms\n\
            2026-11-21 02:00:00 UTC [7] LOG:  execute <unnamed>: COMMIT\n";
        let fixed = |value: &str| Parameter::Fixed(value.to_owned());
        assert_eq!(
            statements_of_log(log, "[7]"),
            [
                ("BEGIN; SELECT set_config('a', 'b', true)", vec![]),
                (
                    "SELECT *\nFROM t WHERE a = $1 AND b = $2",
                    vec![fixed("it's, $9 = 'x'"), Parameter::Null, fixed("5")]
                ),
                ("COMMIT", vec![]),
            ]
            .map(|(sql, parameters)| Statement {
                sql: sql.to_owned(),
                parameters
            })
        );
    }
}
