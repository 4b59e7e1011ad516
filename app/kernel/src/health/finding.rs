//! What a check found, as a text key and its variables: programs and logs get it in English, people in their language.

use l10n::Locale;

use crate::error::AppError;
use crate::texts::Texts;
use crate::web::Cx;

/// What is fine, or what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    key: &'static str,
    vars: Vec<(&'static str, Value)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Number(i64),
    Text(String),
}

impl Finding {
    /// The text `key`.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            vars: Vec::new(),
        }
    }
    /// What could not be asked because the database is away says so and advises nothing; anything else says `missing`, with
    /// `%{error}`.
    #[must_use]
    pub fn unread(error: &AppError, missing: &'static str) -> Self {
        match error {
            AppError::Unavailable(_) => Self::new("kernel.health.not_asked"),
            _ => Self::new(missing).code("error", error),
        }
    }
    /// A number of the text, written in the reader's digits.
    #[must_use]
    pub fn number(mut self, name: &'static str, value: i64) -> Self {
        self.vars.push((name, Value::Number(value)));
        self
    }
    /// A name or code of the text, written as it is.
    #[must_use]
    pub fn code(mut self, name: &'static str, value: impl ToString) -> Self {
        self.vars.push((name, Value::Text(value.to_string())));
        self
    }

    /// In English, for `sarai doctor`, `/readyz` and logs.
    #[must_use]
    pub fn english(&self, texts: &Texts) -> String {
        self.text(
            |key, vars| texts.t_with(Locale::En, key, vars),
            |n| n.to_string(),
        )
    }

    /// In the reader's language, for screens.
    #[must_use]
    pub fn shown(&self, cx: &Cx<'_>) -> String {
        self.text(|key, vars| cx.t_with(key, vars), |n| cx.fmt().number(n))
    }

    fn text(
        &self,
        t: impl Fn(&str, &[(&str, &str)]) -> String,
        number: impl Fn(i64) -> String,
    ) -> String {
        let shown = self.vars.iter().map(|(name, value)| match value {
            Value::Number(n) => (*name, number(*n)),
            Value::Text(text) => (*name, text.clone()),
        });
        let shown: Vec<_> = shown.collect();
        let vars: Vec<_> = shown.iter().map(|(n, v)| (*n, v.as_str())).collect();
        t(self.key, &vars)
    }
}
