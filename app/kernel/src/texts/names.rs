//! What machine names are called: jobs, schedules, health checks, and the words of the audit trail. The key of the text
//! follows from the name, so that no screen shows a name alone and no module can forget one without being told.

use l10n::{Locale, normalise};

use super::Texts;

/// What a machine name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A background job.
    Job,
    /// What runs by the clock.
    Schedule,
    /// A health check.
    Check,
    /// What was done, in the audit trail.
    Action,
    /// On what it was done, in the audit trail.
    Kind,
    /// One of the values before and after, in the audit trail.
    Field,
}

impl Named {
    const fn group(self) -> &'static str {
        match self {
            Self::Job => "jobs",
            Self::Schedule => "schedules",
            Self::Check => "checks",
            Self::Action => "actions",
            Self::Kind => "kinds",
            Self::Field => "fields",
        }
    }

    /// The key of its text: the job `kernel.tidy` is called `kernel.names.jobs.tidy`.
    #[must_use]
    pub fn key(self, name: &str) -> String {
        let (owner, rest) = name.split_once('.').unwrap_or((name, name));
        format!("{owner}.names.{}.{rest}", self.group())
    }

    /// The name that a text is for; `None` for any other text.
    fn of_key(self, key: &str) -> Option<String> {
        let (owner, rest) = key.split_once(".names.")?;
        let name = rest.strip_prefix(self.group())?.strip_prefix('.')?;
        Some(format!("{owner}.{name}"))
    }
}

impl Texts {
    /// What a name is called; `None` when no mounted part calls it anything.
    #[must_use]
    pub fn called(&self, locale: Locale, named: Named, name: &str) -> Option<String> {
        let key = named.key(name);
        self.default_text(locale, &key)
            .is_some()
            .then(|| self.t(locale, &key))
    }

    /// Whether the part that owns a name is mounted but calls it nothing.
    #[must_use]
    pub fn lacks(&self, named: Named, name: &str) -> bool {
        let owner = name.split('.').next().unwrap_or_default();
        let is_silent = |locale| self.default_text(locale, &named.key(name)).is_none();
        self.by_owner.contains_key(owner) && [Locale::Fa, Locale::En].into_iter().any(is_silent)
    }

    /// Every name of this sort that is called something, in order.
    #[must_use]
    pub fn all_called(&self, named: Named) -> Vec<String> {
        let tables = self.by_owner.values();
        let texts = tables.filter_map(|table| table.messages_for_locale(Locale::En.tag()));
        let mut names: Vec<String> = texts
            .flatten()
            .filter_map(|(key, _)| named.of_key(&key))
            .collect();
        names.sort_unstable();
        names
    }

    /// Those of `names` that somebody means who writes `words`: part of what it is called in either language, or of the
    /// name itself.
    #[must_use]
    pub fn meant<'a>(
        &self,
        named: Named,
        names: impl IntoIterator<Item = &'a str>,
        words: &str,
    ) -> Vec<&'a str> {
        let words = normalise::search_text(words);
        let holds = |text: &str| normalise::search_text(text).contains(&words);
        let is_meant = |name: &&str| {
            let called = [Locale::Fa, Locale::En].map(|locale| self.called(locale, named, name));
            holds(name) || called.iter().flatten().any(|text| holds(text))
        };
        names.into_iter().filter(is_meant).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_follows_from_the_name_and_leads_back_to_it() {
        let key = Named::Action.key("kernel.session.open");
        assert_eq!(key, "kernel.names.actions.session.open");
        assert_eq!(
            Named::Action.of_key(&key).as_deref(),
            Some("kernel.session.open")
        );
        assert_eq!(Named::Kind.of_key(&key), None);
        assert_eq!(Named::Kind.key("probe"), "probe.names.kinds.probe");
    }

    #[test]
    fn a_name_is_found_by_its_words_in_either_language_and_by_itself() {
        let mut texts = Texts::default();
        texts.add("kernel", crate::texts!());
        let names = ["kernel.tidy", "kernel.deliver_mail"];
        let meant = |words: &str| texts.meant(Named::Job, names, words);
        assert_eq!(meant("ايميل"), ["kernel.deliver_mail"]);
        assert_eq!(meant("E-MAIL"), ["kernel.deliver_mail"]);
        assert_eq!(meant("tidy"), ["kernel.tidy"]);
        assert_eq!(meant("").len(), 2);
    }

    #[test]
    fn a_name_without_a_text_is_missed_when_its_part_is_mounted() {
        let mut texts = Texts::default();
        texts.add("kernel", crate::texts!());
        assert!(texts.lacks(Named::Job, "kernel.no_such"));
        assert!(!texts.lacks(Named::Job, "kernel.tidy"));
        assert!(!texts.lacks(Named::Job, "absent.job"));
        assert!(
            texts
                .all_called(Named::Action)
                .contains(&"kernel.session.open".to_owned())
        );
    }
}
