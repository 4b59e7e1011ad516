//! What a buyer chooses of a product: declared once by its kind, so that the form, the check, what an operator fixes and the
//! API's description cannot differ. Values are text, whatever their kind, in a JSON object by name.

use kernel::error::FieldErrors;
use serde_json::Value;

/// One option.
#[derive(Clone, Debug)]
pub struct OptionDef {
    /// Its name in the form and in the JSON object: lower-case letters, digits, `_`.
    pub name: &'static str,
    /// Text key of its label.
    pub label: &'static str,
    /// Text key of what helps to fill it.
    pub hint: Option<&'static str>,
    /// What may stand in it.
    pub kind: OptionKind,
}

/// What may stand in an option.
#[derive(Clone, Debug)]
pub enum OptionKind {
    /// One line that must be filled, of at most so many characters.
    Line(u16),
    /// Several lines of at most so many characters; may stay empty.
    Text(u16),
    /// One of these; the first when nothing was chosen.
    Choice(Vec<Choice>),
    /// A whole number within these bounds; the lower when nothing was chosen.
    Number(i64, i64),
}

/// One of several.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The word that is stored.
    pub word: String,
    /// Text key of its label.
    pub label: &'static str,
}

impl OptionDef {
    /// What stands for it when nothing was chosen.
    #[must_use]
    pub fn default(&self) -> String {
        match &self.kind {
            OptionKind::Line(_) | OptionKind::Text(_) => String::new(),
            OptionKind::Choice(all) => all.first().map(|one| one.word.clone()).unwrap_or_default(),
            OptionKind::Number(least, _) => least.to_string(),
        }
    }

    fn fault(&self, value: &str) -> Option<&'static str> {
        let fits = |most: u16| value.chars().count() <= usize::from(most);
        let single = !value.contains(['\n', '\r']);
        match &self.kind {
            OptionKind::Line(_) if value.trim().is_empty() => Some("kernel.invalid.required"),
            OptionKind::Line(most) if !fits(*most) || !single => {
                Some("kernel.invalid.too_long_plain")
            }
            OptionKind::Text(most) if !fits(*most) => Some("kernel.invalid.too_long_plain"),
            OptionKind::Choice(all) if !all.iter().any(|one| one.word == value) => {
                Some("kernel.invalid.choice")
            }
            OptionKind::Number(least, most) => match value.parse::<i64>() {
                Ok(number) if (*least..=*most).contains(&number) => None,
                _ => Some("kernel.invalid.range"),
            },
            _ => None,
        }
    }
}

/// What is wrong with a choice, by the options' names. A name that nobody declared is wrong too.
#[must_use]
pub fn check_options(defs: &[OptionDef], options: &Value) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for def in defs {
        let given = options.get(def.name);
        let value = given.map_or_else(|| Some(def.default()), |v| v.as_str().map(str::to_owned));
        let fault = value.map_or(Some("kernel.invalid.choice"), |value| def.fault(&value));
        if let Some(key) = fault {
            errors.add(def.name, key);
        }
    }
    let names = options.as_object().into_iter().flat_map(|map| map.keys());
    for name in names {
        if !defs.iter().any(|def| def.name == name) {
            errors.add(name, "kernel.invalid.choice");
        }
    }
    errors
}
