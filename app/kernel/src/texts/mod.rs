//! Texts by key and language, from every mounted crate, with the operators' rewordings first.
//! There is no process-wide language: each call says which.

mod names;
pub mod rewording;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use l10n::Locale;
use rust_i18n::Backend;

pub use names::Named;

/// Rewordings by language and key.
pub type Overrides = HashMap<(Locale, String), String>;

/// The texts of all modules.
#[derive(Default)]
pub struct Texts {
    by_owner: HashMap<&'static str, &'static dyn Backend>,
    overrides: RwLock<Arc<Overrides>>,
}

impl Texts {
    pub(crate) fn add(&mut self, owner: &'static str, backend: &'static dyn Backend) {
        self.by_owner.insert(owner, backend);
    }

    /// Replaces the operators' rewordings, after they changed.
    pub fn set_overrides(&self, overrides: Overrides) {
        if let Ok(mut slot) = self.overrides.write() {
            *slot = Arc::new(overrides);
        }
    }

    /// The text that the crate ships, without rewording or fallback.
    #[must_use]
    pub fn default_text(&self, locale: Locale, key: &str) -> Option<Cow<'static, str>> {
        let owner = key.split_once('.').map_or(key, |(owner, _)| owner);
        let backend: &'static dyn Backend = *self.by_owner.get(owner)?;
        backend.translate(locale.tag(), key)
    }

    /// The text in `locale`, in the other language when it lacks, the key itself when both do.
    #[must_use]
    pub fn t(&self, locale: Locale, key: &str) -> String {
        let reworded = self
            .overrides
            .read()
            .ok()
            .map(|o| Arc::clone(&o))
            .filter(|o| !o.is_empty());
        if let Some(text) = reworded.and_then(|o| o.get(&(locale, key.to_owned())).cloned()) {
            return text;
        }
        self.shipped(locale, key)
    }

    /// What the crate ships, in the other language when it lacks, the key itself when both do.
    #[must_use]
    pub fn shipped(&self, locale: Locale, key: &str) -> String {
        let other = if locale == Locale::Fa {
            Locale::En
        } else {
            Locale::Fa
        };
        self.default_text(locale, key)
            .or_else(|| self.default_text(other, key))
            .map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    /// The text with its `%{variables}` filled in.
    #[must_use]
    pub fn t_with(&self, locale: Locale, key: &str, vars: &[(&str, &str)]) -> String {
        let text = self.t(locale, key);
        let (names, values): (Vec<&str>, Vec<String>) = vars
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .unzip();
        rust_i18n::replace_patterns(&text, &names, &values)
    }

    /// The text for so many things: below `key` stand `one` and `other`. The count itself is a variable like others.
    #[must_use]
    pub fn t_count(&self, locale: Locale, key: &str, count: i64, vars: &[(&str, &str)]) -> String {
        self.t_with(locale, &format!("{key}.{}", locale.plural(count)), vars)
    }
}
