//! Renders the texts that operators edit: one sandboxed Tera per text, declared variables only, bounded in size,
//! nesting and time. A recursive macro or deep nesting would overflow the stack and abort the program, so such
//! texts are refused before they are parsed, and rendering has a thread of its own.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use rocket_dyn_templates::tera::{Context, Tera};
use serde_json::{Map, Value};

use crate::module::MailDef;

const MAX_TEXT: usize = 20_000;
const MAX_OUTPUT: usize = 200_000;
const MAX_NESTING: usize = 32;
const TIME: Duration = Duration::from_secs(2);
const FORBIDDEN: [&str; 9] = [
    "macro", "import", "extends", "block", "include", "range", "get_env", "now", "super",
];

/// Why a text cannot be used; the text is for the operator who edits it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// Longer than a text may be.
    #[error("too long")]
    TooLong,
    /// Uses a word that texts may not use.
    #[error("the word {0} is not allowed here")]
    Forbidden(&'static str),
    /// Brackets nested too deep.
    #[error("nested too deep")]
    TooDeep,
    /// Tera does not understand it, or a variable is unknown.
    #[error("{0}")]
    Tera(String),
    /// It took too long or wrote too much.
    #[error("the text takes too long or grows too large")]
    Unbounded,
}

/// Renders `text` with `variables`; nothing else is in reach. With `html`, variables are escaped.
pub fn render(
    text: &str,
    variables: &Map<String, Value>,
    html: bool,
) -> Result<String, RenderError> {
    scan(text)?;
    let (text, variables) = (text.to_owned(), variables.clone());
    let (send, receive) = mpsc::channel();
    std::thread::Builder::new()
        .name("mail text".to_owned())
        .stack_size(4 * 1024 * 1024)
        .spawn(move || {
            // Nobody waits any more after the time is up.
            let _ = send.send(render_here(&text, &variables, html));
        })
        .map_err(|e| RenderError::Tera(e.to_string()))?;
    receive
        .recv_timeout(TIME)
        .unwrap_or(Err(RenderError::Unbounded))
}

fn render_here(
    text: &str,
    variables: &Map<String, Value>,
    html: bool,
) -> Result<String, RenderError> {
    let name = if html { "text.html" } else { "text.txt" };
    let mut tera = Tera::default();
    for function in ["get_env", "now", "range", "get_random", "throw"] {
        tera.register_function(function, |_: &std::collections::HashMap<String, Value>| {
            Err(rocket_dyn_templates::tera::Error::msg(
                "not available in texts",
            ))
        });
    }
    tera.add_raw_template(name, text)
        .map_err(|e| tera_error(&e))?;
    let context =
        Context::from_value(Value::Object(variables.clone())).map_err(|e| tera_error(&e))?;
    let mut out = Bounded(Vec::new());
    match tera.render_to(name, &context, &mut out) {
        Ok(()) => String::from_utf8(out.0).map_err(|e| RenderError::Tera(e.to_string())),
        Err(_) if out.0.len() >= MAX_OUTPUT => Err(RenderError::Unbounded),
        Err(error) => Err(tera_error(&error)),
    }
}

/// Tera's own message is in the source of the error.
fn tera_error(error: &rocket_dyn_templates::tera::Error) -> RenderError {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    RenderError::Tera(text)
}

struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            self.0.resize(MAX_OUTPUT, b' ');
            return Err(std::io::Error::other("too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Looks at the text between Tera's brackets before the parser does.
fn scan(text: &str) -> Result<(), RenderError> {
    if text.len() > MAX_TEXT {
        return Err(RenderError::TooLong);
    }
    let mut depth = 0usize;
    let mut tags = 0usize;
    let mut rest = text;
    while let Some((tag, after)) = next_tag(rest) {
        for word in tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            if let Some(bad) = FORBIDDEN.iter().find(|f| **f == word) {
                return Err(RenderError::Forbidden(bad));
            }
            match word {
                "if" | "for" | "filter" => tags += 1,
                "endif" | "endfor" | "endfilter" => tags = tags.saturating_sub(1),
                _ => {}
            }
        }
        for c in tag.chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_NESTING || tags > MAX_NESTING {
                return Err(RenderError::TooDeep);
            }
        }
        rest = after;
    }
    Ok(())
}

/// The inside of the next `{{ }}` or `{% %}`, and what follows it.
fn next_tag(text: &str) -> Option<(&str, &str)> {
    let start = [text.find("{{"), text.find("{%")]
        .into_iter()
        .flatten()
        .min()?;
    let inside = text.get(start + 2..)?;
    let end = [inside.find("}}"), inside.find("%}")]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(inside.len());
    Some((
        inside.get(..end)?,
        inside
            .get(end..)
            .and_then(|r| r.get(2..))
            .unwrap_or_default(),
    ))
}

/// Whether an operator's text works: it renders with the mail's sample variables.
pub fn check_text(def: &MailDef, text: &str) -> Result<String, RenderError> {
    let samples: Map<String, Value> = def
        .variables
        .iter()
        .map(|v| (v.name.to_owned(), Value::String(v.sample.to_owned())))
        .collect();
    let names: BTreeSet<&str> = def.variables.iter().map(|v| v.name).collect();
    render(text, &samples, false).map_err(|error| match error {
        RenderError::Tera(detail) => RenderError::Tera(format!(
            "{detail} ({})",
            names.iter().copied().collect::<Vec<_>>().join(", ")
        )),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars() -> Map<String, Value> {
        Map::from_iter([("name".to_owned(), Value::String("<b>سارا</b>".to_owned()))])
    }

    #[test]
    fn variables_are_escaped_in_html_only() {
        assert_eq!(
            render("سلام {{ name }}", &vars(), false).unwrap(),
            "سلام <b>سارا</b>"
        );
        assert_eq!(
            render("سلام {{ name }}", &vars(), true).unwrap(),
            "سلام &lt;b&gt;سارا&lt;&#x2F;b&gt;"
        );
    }

    #[test]
    fn what_could_leak_or_hang_is_refused() {
        assert_eq!(
            render("{{ get_env(name='SARAI_SECRET_KEY') }}", &vars(), false),
            Err(RenderError::Forbidden("get_env"))
        );
        assert_eq!(
            render("{% macro a() %}{% endmacro %}", &vars(), false),
            Err(RenderError::Forbidden("macro"))
        );
        assert_eq!(
            render(&format!("{{{{ {}1 }}}}", "(".repeat(5000)), &vars(), false),
            Err(RenderError::TooDeep)
        );
        assert_eq!(
            render(&"{% if name %}".repeat(500), &vars(), false),
            Err(RenderError::TooDeep)
        );
        assert_eq!(
            render(&"x".repeat(20_001), &vars(), false),
            Err(RenderError::TooLong)
        );
        assert!(matches!(
            render("{{ secret }}", &vars(), false),
            Err(RenderError::Tera(_))
        ));
    }

    #[test]
    fn a_text_that_grows_without_bound_is_stopped() {
        let mut vars = vars();
        vars.insert("long".to_owned(), Value::String("x".repeat(1000)));
        let nested = "{% for a in long %}{% for b in long %}{{ long }}{% endfor %}{% endfor %}";
        assert!(render(nested, &vars, false).is_err());
    }
}
