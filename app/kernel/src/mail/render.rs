//! Renders the texts that operators edit: minijinja with nothing in it but a few filters, after `rules` has looked at
//! the text. What it may cost is bounded in steps, in letters that filters touch, and in what is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rocket_dyn_templates::minijinja::value::{Kwargs, Value as Given};
use rocket_dyn_templates::minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde_json::{Map, Value};

use super::rules;
use crate::module::MailDef;

const MAX_OUTPUT: usize = 200_000;
/// Steps of the engine; a loop over two hundred lines with ten fields takes about eight thousand.
const STEPS: u64 = 20_000;
/// Bytes that filters may read in one text.
const FILTERED: usize = 2_000_000;
/// Length of `truncate` when none is said.
const TRUNCATED: usize = 255;

/// Why a text cannot be used; the text is for the log; the form that rewords has one for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// Longer than a text may be.
    #[error("too long")]
    TooLong,
    /// More variables and blocks than a text may have.
    #[error("too many tags")]
    TooManyTags,
    /// One variable or block holds too much.
    #[error("line {line}: too much in one tag")]
    TagTooLong {
        /// Where.
        line: usize,
    },
    /// Blocks nested too deep.
    #[error("line {line}: nested too deep")]
    TooDeep {
        /// Where.
        line: usize,
    },
    /// A word or sign that texts may not use.
    #[error("line {line}: {word} is not allowed here")]
    NotAllowed {
        /// Where.
        line: usize,
        /// Which.
        word: String,
    },
    /// A variable that this mail does not have.
    #[error("line {line}: there is no variable {name}")]
    Unknown {
        /// Where.
        line: usize,
        /// Which.
        name: String,
    },
    /// A loop over something that is no list.
    #[error("line {line}: {name} is no list")]
    NotAList {
        /// Where.
        line: usize,
        /// Which.
        name: String,
    },
    /// Brackets or blocks that do not fit together.
    #[error("line {line}: not understood")]
    NotUnderstood {
        /// Where.
        line: usize,
    },
    /// It took too long or wrote too much.
    #[error("the text takes too long or grows too large")]
    Unbounded,
}

impl RenderError {
    pub(super) fn not_allowed(line: usize, word: &str) -> Self {
        let word = word.trim_matches('`').chars().take(40).collect();
        Self::NotAllowed { line, word }
    }
    pub(super) fn unknown(line: usize, name: &str) -> Self {
        let name = name.chars().take(40).collect();
        Self::Unknown { line, name }
    }
    pub(super) fn not_a_list(line: usize, name: &str) -> Self {
        let name = name.chars().take(40).collect();
        Self::NotAList { line, name }
    }
    pub(super) fn not_understood(error: &Error) -> Self {
        let line = error.line().unwrap_or(1);
        match error.kind() {
            ErrorKind::OutOfFuel | ErrorKind::WriteFailure => Self::Unbounded,
            _ => Self::NotUnderstood { line },
        }
    }
}

/// Renders `text` with `variables`; nothing else is in reach.
pub fn render(text: &str, variables: &Map<String, Value>) -> Result<String, RenderError> {
    rules::check(text, variables)?;
    let environment = environment();
    let mut out = Bounded(Vec::new());
    let written = environment
        .template_from_named_str("text", text)
        .and_then(|template| template.render_captured_to(variables, &mut out).map(drop));
    match written {
        Ok(()) => String::from_utf8(out.0).map_err(|_| RenderError::Unbounded),
        Err(error) => Err(RenderError::not_understood(&error)),
    }
}

/// An engine that knows the filters of `rules` and nothing else: no functions, no globals, no other texts.
fn environment() -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_keep_trailing_newline(rules::WHITESPACE.keep_trailing_newline);
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(STEPS));
    engine.add_test("defined", |value: &Given| !value.is_undefined());
    engine.add_test("undefined", Given::is_undefined);
    let read = Arc::new(AtomicUsize::new(0));
    let mut add = |name: &'static str, change: fn(&str) -> String| {
        let read = Arc::clone(&read);
        engine.add_filter(name, move |text: String| {
            metered(&read, &text)?;
            Ok::<_, Error>(change(&text))
        });
    };
    add("upper", str::to_uppercase);
    add("lower", str::to_lowercase);
    add("trim", |text| text.trim().to_owned());
    add("safe", str::to_owned);
    add("capitalize", capitalized);
    add("title", |text| {
        text.split_inclusive(char::is_whitespace)
            .map(capitalized)
            .collect()
    });
    engine.add_filter("default", or_default);
    engine.add_filter(
        "truncate",
        move |text: String, length: Option<usize>, named: Kwargs| {
            metered(&read, &text)?;
            let named: Option<usize> = named.get("length")?;
            Ok::<_, Error>(cut(&text, length.or(named).unwrap_or(TRUNCATED)))
        },
    );
    engine
}

/// Steps are counted by the engine; letters are counted here, for one step may read a whole message.
fn metered(read: &AtomicUsize, text: &str) -> Result<(), Error> {
    if read.fetch_add(text.len() + 1, Ordering::Relaxed) > FILTERED {
        return Err(ErrorKind::OutOfFuel.into());
    }
    Ok(())
}

fn or_default(value: Given, other: Option<Given>, named: Kwargs) -> Result<Given, Error> {
    let named: Option<Given> = named.get("value")?;
    if value.is_undefined() || value.is_none() {
        return Ok(other.or(named).unwrap_or_else(|| Given::from("")));
    }
    Ok(value)
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first
            .to_uppercase()
            .chain(letters.flat_map(char::to_lowercase))
            .collect()
    })
}

fn cut(text: &str, length: usize) -> String {
    if text.chars().nth(length).is_none() {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(length).collect();
    short.push('…');
    short
}

struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(std::io::Error::other("too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether an operator's text works: it renders with the mail's sample values.
pub fn check_text(def: &MailDef, text: &str) -> Result<String, RenderError> {
    let samples: Map<String, Value> = def
        .variables
        .iter()
        .map(|v| (v.name.to_owned(), sample(v.sample)))
        .collect();
    render(text, &samples)
}

fn sample(written: &str) -> Value {
    let list = serde_json::from_str(written).ok().filter(Value::is_array);
    list.unwrap_or_else(|| Value::String(written.to_owned()))
}

#[cfg(test)]
mod tests;
