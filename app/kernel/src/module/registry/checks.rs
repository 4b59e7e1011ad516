//! What a registry refuses: keys that clash or are not the module's own, routes without their proof, references and texts
//! that are not there.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::Refusal;
use super::super::contribution::{ApiMount, LOCALES, ModuleMeta, SettingDef, WebhookDef};
use super::super::mount::{Audience, Declaration, Proof};
use super::super::permission::Side;
use super::Registry;
use crate::texts::Named;

impl Registry {
    pub(super) fn check_references(&self) -> Result<(), Refusal> {
        let known = |place: &str, permission: Option<&'static str>| match permission {
            Some(key) if !self.permissions.contains_key(key) => Err(Refusal::UnknownPermission {
                place: place.to_owned(),
                permission: key.to_owned(),
            }),
            _ => Ok(()),
        };
        for item in &self.nav {
            known(item.key, item.permission)?;
        }
        for widget in &self.widgets {
            known(widget.key, widget.permission)?;
            if widget.slot.side() == Side::Staff && widget.permission.is_none() {
                return Err(Refusal::OpenPlatform(widget.key.to_owned()));
            }
        }
        for kind in self.resources.values() {
            for key in kind.permissions {
                known(kind.kind, Some(key))?;
            }
        }
        for role in self.roles.values() {
            for key in role.permissions {
                known(role.key, Some(key))?;
            }
        }
        facts_once(&self.webhooks)?;
        let mut names = BTreeSet::new();
        for route in &self.declarations {
            known(route.name, route.permission)?;
            if !names.insert(route.name) {
                return Err(Refusal::Duplicate {
                    kind: "route",
                    key: route.name.to_owned(),
                });
            }
            proven(route)?;
            let is_proven = route.proof == Some(Proof::Signature);
            let is_open =
                route.permission.is_none() && !is_proven && route.audience != Audience::Dev;
            if route.scope == crate::db::ScopeKind::Platform && is_open {
                return Err(Refusal::OpenPlatform(route.name.to_owned()));
            }
        }
        let named = self
            .schedules
            .iter()
            .map(|s| (s.key, s.job))
            .chain(self.subscriptions.iter().map(|s| (s.fact, s.job)));
        for (place, job) in named {
            if !self.jobs.contains_key(job) {
                return Err(Refusal::UnknownJob {
                    place: place.to_owned(),
                    job: job.to_owned(),
                });
            }
        }
        self.migration_versions().map(|_| ())
    }

    pub(super) fn check_texts(&self) -> Result<(), Refusal> {
        let labels = self
            .metas
            .iter()
            .map(|m| m.label)
            .chain(self.permissions.values().map(|p| p.label))
            .chain(self.roles.values().map(|r| r.label))
            .chain(self.settings.values().map(|s| s.label))
            .chain(self.nav.iter().map(|n| n.label))
            .chain(self.resources.values().map(|r| r.label))
            .chain(self.webhooks.iter().map(|w| w.label))
            .chain(self.search.iter().map(|s| s.label()))
            .map(str::to_owned)
            .chain(self.mails.keys().flat_map(|k| {
                [
                    format!("{k}.subject"),
                    format!("{k}.body"),
                    format!("{k}.label"),
                ]
            }))
            .chain(self.settings.values().flat_map(SettingDef::word_labels))
            .chain(self.jobs.keys().map(|name| Named::Job.key(name)))
            .chain(self.schedules.iter().map(|s| Named::Schedule.key(s.key)))
            .chain(self.health.iter().map(|check| Named::Check.key(check.key)));
        for key in labels {
            for locale in LOCALES {
                if self.texts.default_text(locale, &key).is_none() {
                    return Err(Refusal::MissingText {
                        key,
                        locale: locale.tag(),
                    });
                }
            }
        }
        Ok(())
    }
}

pub(super) fn check_metas(metas: &[ModuleMeta]) -> Result<(), Refusal> {
    let mut ids = BTreeSet::new();
    for meta in metas {
        if !ids.insert(meta.id) {
            return Err(Refusal::DuplicateModule(meta.id.to_owned()));
        }
    }
    for meta in metas {
        if let Some(missing) = meta.requires.iter().find(|id| !ids.contains(**id)) {
            return Err(Refusal::MissingRequirement {
                module: meta.id.to_owned(),
                missing: (*missing).to_owned(),
            });
        }
    }
    Ok(())
}

pub(in crate::module) fn own_key(id: &str, kind: &'static str, key: &str) -> Result<(), Refusal> {
    if key
        .strip_prefix(id)
        .is_some_and(|rest| rest.starts_with('.'))
    {
        Ok(())
    } else {
        Err(Refusal::ForeignKey {
            module: id.to_owned(),
            kind,
            key: key.to_owned(),
        })
    }
}

/// A route for programs is described by its handler.
pub(super) fn documented(api: &ApiMount) -> Result<(), Refusal> {
    if api.operation.is_null() {
        return Err(Refusal::Undocumented(api.mount.declaration.name.to_owned()));
    }
    Ok(())
}

/// A name in the document means one thing, whichever module uses it.
pub(super) fn one_meaning(known: &mut Map<String, Value>, api: &ApiMount) -> Result<(), Refusal> {
    for (name, schema) in api.schemas.as_object().into_iter().flatten() {
        let meaning = known.entry(name).or_insert_with(|| schema.clone());
        if meaning != schema {
            return Err(Refusal::DuplicateSchema(name.clone()));
        }
    }
    Ok(())
}

/// What changes something has a proof; what programs may call asks for a permission, or says that it is open. The
/// kernel's exchange takes any token, since it gives no more than the token has.
fn proven(declared: &Declaration) -> Result<(), Refusal> {
    let is_developers = declared.audience == Audience::Dev;
    if declared.unsafe_method() != declared.proof.is_some()
        || declared.proof == Some(Proof::Json) && !is_developers
    {
        return Err(Refusal::NoProof(declared.name.to_owned()));
    }
    let is_free = declared.is_open || declared.permission.is_some() || declared.module == "kernel";
    if declared.audience == Audience::Api && !is_free {
        return Err(Refusal::OpenApi(declared.name.to_owned()));
    }
    Ok(())
}

/// Refuses a key that a map had before.
pub(super) fn once<V>(kind: &'static str, key: &str, before: Option<V>) -> Result<(), Refusal> {
    match before {
        None => Ok(()),
        Some(_) => Err(Refusal::Duplicate {
            kind,
            key: key.to_owned(),
        }),
    }
}

/// Takes over things that are found by a key; each key is the module's own and stands once.
pub(super) fn keyed<T>(
    kind: &'static str,
    own: impl Fn(&'static str, &str) -> Result<(), Refusal>,
    all: &mut Vec<T>,
    more: Vec<T>,
    key: impl Fn(&T) -> &'static str,
) -> Result<(), Refusal> {
    for one in more {
        own(kind, key(&one))?;
        let again = all.iter().any(|before| key(before) == key(&one));
        once(kind, key(&one), again.then_some(()))?;
        all.push(one);
    }
    Ok(())
}

/// A fact is offered to outsiders by one module.
fn facts_once(webhooks: &[WebhookDef]) -> Result<(), Refusal> {
    let mut facts = BTreeSet::new();
    for webhook in webhooks {
        once(
            "webhook",
            webhook.fact,
            (!facts.insert(webhook.fact)).then_some(()),
        )?;
    }
    Ok(())
}
