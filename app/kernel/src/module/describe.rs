//! The registry in words: everything declared as JSON, for `sarai modules`, snapshots and the API's document.
//! Needs no server and no database.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Audience, Registry};
use crate::texts::Named;

impl Registry {
    /// Everything that is declared, by kind.
    #[must_use]
    pub fn describe(&self) -> Value {
        let mut permissions: Vec<_> = self.permissions().values().collect();
        permissions.sort_by_key(|p| p.key);
        let mut resources: Vec<_> = self.resources().values().collect();
        resources.sort_by_key(|r| r.kind);
        json!({
            "modules": self.metas(),
            "routes": self.declarations().iter().map(|d| d.name).collect::<Vec<_>>(),
            "api": self.openapi()["paths"],
            "migrations": self.migration_versions().unwrap_or_default(),
            "replaceable": self.replaceable().iter().map(|r| r.name).collect::<Vec<_>>(),
            "nav": self.nav(),
            "permissions": permissions,
            "roles": self.roles().values().collect::<Vec<_>>(),
            "settings": self.settings().values().collect::<Vec<_>>(),
            "jobs": self.jobs().values().map(|j| json!({ "name": j.name, "max_attempts": j.max_attempts })).collect::<Vec<_>>(),
            "schedules": self.schedules(),
            "subscriptions": self.subscriptions().iter().map(|s| json!({ "key": s.fact, "job": s.job })).collect::<Vec<_>>(),
            "checks": self.checks().iter().map(|c| json!({ "key": c.key, "change": c.change })).collect::<Vec<_>>(),
            "webhooks": self.webhooks(),
            "resources": resources.iter().map(|r| json!({ "key": r.kind, "label": r.label })).collect::<Vec<_>>(),
            "widgets": self.widgets().iter().map(|w| json!({ "key": w.key, "slot": w.slot })).collect::<Vec<_>>(),
            "search": self.search().iter().map(|s| s.label()).collect::<Vec<_>>(),
            "mails": self.mails().values().collect::<Vec<_>>(),
            "health": self.health().iter().map(|h| h.key).collect::<Vec<_>>(),
            "seeds": self.seeds().iter().map(|s| s.key).collect::<Vec<_>>(),
            "commands": self.commands().values().map(|c| json!({ "name": c.name, "about": c.about })).collect::<Vec<_>>(),
            "ports": self.ports().names(),
        })
    }

    /// The `OpenAPI` 3.1 document of every module's API; made once.
    #[must_use]
    pub fn openapi(&self) -> &Value {
        self.document.get_or_init(|| crate::api::document(self))
    }

    /// What a token may be given: the permissions that some route for programs asks for, each with its label; made once.
    #[must_use]
    pub fn scopes(&self) -> &BTreeMap<&'static str, &'static str> {
        self.scopes.get_or_init(|| {
            let declared = self.declarations().iter();
            let asked = declared.filter(|d| d.audience == Audience::Api);
            asked
                .filter_map(|d| self.permissions().get(d.permission?))
                .map(|def| (def.key, def.label))
                .collect()
        })
    }

    /// Every action that the audit trail may hold, by name; made once.
    #[must_use]
    pub fn actions(&self) -> &[String] {
        let find = || self.texts().all_called(Named::Action);
        self.actions.get_or_init(find)
    }

    /// Every kind of thing that the audit trail may speak of, by name; made once.
    #[must_use]
    pub fn audited_kinds(&self) -> &[String] {
        let find = || self.texts().all_called(Named::Kind);
        self.kinds.get_or_init(find)
    }
}
