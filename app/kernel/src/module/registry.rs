//! The registry: everything that the kernel and the mounted modules declare, checked and sorted once at boot.
//! Order is by (order, module, key), never by registration, so that the same features give the same program.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel_migrations::EmbeddedMigrations;
use serde_json::Value;

use super::contribution::{
    ApiMount, HealthCheck, LOCALES, Link, MailDef, ModuleMeta, NavItem, Replaceable, ResourceKind,
    ResourceRef, SearchSource, Seed, SettingDef, Slot, WebhookDef, Widget,
};
use super::facts::{Check, Subscription};
use super::mount::{Audience, Declaration, Mount, Proof};
use super::permission::{
    GivenRole, PermissionDef, PlatformRole, Reach, RoleDef, Side, TenantKind, TenantRole,
};
use super::ports::Ports;
use super::{Module, Refusal};
use crate::jobs::{JobDef, Schedule};
use crate::texts::Texts;

/// All that is declared. Build with [`Registry::new`] and [`Registry::with`], then [`Registry::finish`].
#[derive(Default)]
pub struct Registry {
    modules: Vec<Box<dyn Module>>,
    metas: Vec<ModuleMeta>,
    permissions: HashMap<&'static str, PermissionDef>,
    roles: BTreeMap<&'static str, RoleDef>,
    nav: Vec<NavItem>,
    settings: BTreeMap<&'static str, SettingDef>,
    jobs: BTreeMap<&'static str, JobDef>,
    schedules: Vec<Schedule>,
    subscriptions: Vec<Subscription>,
    checks: Vec<Check>,
    webhooks: Vec<WebhookDef>,
    resources: HashMap<&'static str, ResourceKind>,
    widgets: Vec<Widget>,
    search: Vec<Arc<dyn SearchSource>>,
    mails: BTreeMap<&'static str, MailDef>,
    health: Vec<HealthCheck>,
    seeds: Vec<Seed>,
    declarations: Vec<Declaration>,
    texts: Texts,
    ports: Ports,
    pub(super) document: OnceLock<Value>,
    pub(super) scopes: OnceLock<BTreeMap<&'static str, &'static str>>,
}

impl Registry {
    /// A registry with the kernel alone.
    #[must_use]
    pub fn new() -> Self {
        Self::default().with(crate::Kernel)
    }

    /// Adds a module.
    #[must_use]
    pub fn with(mut self, module: impl Module) -> Self {
        self.modules.push(Box::new(module));
        self
    }

    /// Checks and sorts; the first fault found is returned.
    pub fn finish(mut self) -> Result<Self, Refusal> {
        self.modules.sort_by_key(|m| (m.meta().order, m.meta().id));
        self.metas = self.modules.iter().map(|m| m.meta()).collect();
        check_metas(&self.metas)?;
        let modules = std::mem::take(&mut self.modules);
        for module in &modules {
            self.collect(module.as_ref())?;
        }
        self.modules = modules;
        self.sort();
        self.check_references()?;
        self.check_texts()?;
        Ok(self)
    }

    fn collect(&mut self, module: &dyn Module) -> Result<(), Refusal> {
        let id = module.meta().id;
        let own = |kind: &'static str, key: &str| own_key(id, kind, key);
        self.texts.add(id, module.texts());
        for def in module.permissions() {
            own("permission", def.key)?;
            once(
                "permission",
                def.key,
                self.permissions.insert(def.key, *def),
            )?;
        }
        for def in module.roles() {
            own("role", def.key)?;
            once("role", def.key, self.roles.insert(def.key, *def))?;
        }
        for def in module.settings() {
            own("setting", def.key)?;
            once("setting", def.key, self.settings.insert(def.key, def))?;
        }
        for def in module.jobs() {
            own("job", def.name)?;
            once("job", def.name, self.jobs.insert(def.name, def))?;
        }
        for def in module.mails() {
            own("mail", def.key)?;
            once("mail", def.key, self.mails.insert(def.key, def))?;
        }
        for def in module.resources() {
            // A kind of a kernel's table has the kernel's name; whoever has the page of it declares it.
            if own_key("kernel", "resource", def.kind).is_err() {
                own("resource", def.kind)?;
            }
            once(
                "resource",
                def.kind,
                self.resources.insert(def.kind, def.clone()),
            )?;
        }
        let api = module.api();
        for part in &api {
            documented(part)?;
        }
        for mount in module
            .routes()
            .iter()
            .chain(api.iter().map(|api| &api.mount))
        {
            own("route", mount.declaration.name)?;
            self.declarations.push(mount.declaration.clone());
        }
        for item in module.nav() {
            own("nav item", item.key)?;
            self.nav.push(item);
        }
        for widget in module.widgets() {
            own("widget", widget.key)?;
            self.widgets.push(widget);
        }
        keyed(
            "schedule",
            own,
            &mut self.schedules,
            module.schedules(),
            |s| s.key,
        )?;
        keyed("check", own, &mut self.checks, module.checks(), |c| c.key)?;
        keyed(
            "health check",
            own,
            &mut self.health,
            module.health(),
            |h| h.key,
        )?;
        keyed("seed", own, &mut self.seeds, module.seeds(), |s| s.key)?;
        keyed("search", own, &mut self.search, module.search(), |s| {
            s.label()
        })?;
        // A fact has its name from its field of trade; the module that declares it shows by the label.
        keyed("webhook", own, &mut self.webhooks, module.webhooks(), |w| {
            w.label
        })?;
        self.subscriptions.extend(module.subscriptions());
        self.ports.owned_by(id);
        module.offer(&mut self.ports);
        self.ports.settle()
    }

    fn sort(&mut self) {
        self.nav.sort_by_key(|n| (n.order, n.key));
        self.widgets
            .sort_by_key(|w| (w.slot.name(), w.order, w.key));
        self.seeds.sort_by_key(|s| (s.order, s.key));
        self.checks.sort_by_key(|c| c.key);
        self.subscriptions.sort_by_key(|s| (s.fact, s.job));
        self.schedules.sort_by_key(|s| s.key);
        self.declarations
            .sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
    }

    fn check_references(&self) -> Result<(), Refusal> {
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
            let is_open = route.permission.is_none() && route.proof != Some(Proof::Signature);
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

    fn check_texts(&self) -> Result<(), Refusal> {
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
            .chain(self.settings.values().flat_map(SettingDef::word_labels));
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

    /// Each module's embedded migrations with its id.
    #[must_use]
    pub fn migration_sources(&self) -> Vec<(&'static str, EmbeddedMigrations)> {
        self.modules
            .iter()
            .filter_map(|m| m.migrations().map(|source| (m.meta().id, source)))
            .collect()
    }

    /// The versions of all migrations, in order.
    pub fn migration_versions(&self) -> Result<Vec<String>, Refusal> {
        let merged = merge_migrations(&self.migration_sources())?;
        Ok(merged
            .iter()
            .map(|(_, m)| m.name().version().to_string())
            .collect())
    }

    /// The SQL that is re-created at every migration, in module order.
    #[must_use]
    pub fn replaceable(&self) -> Vec<Replaceable> {
        self.modules
            .iter()
            .flat_map(|m| m.replaceable().iter().copied())
            .collect()
    }

    /// Fresh mounts of every module, API included.
    #[must_use]
    pub fn mounts(&self) -> Vec<Mount> {
        self.modules
            .iter()
            .flat_map(|m| {
                m.routes()
                    .into_iter()
                    .chain(m.api().into_iter().map(|api| api.mount))
            })
            .collect()
    }

    /// The API's routes with their documentation.
    #[must_use]
    pub fn api(&self) -> Vec<ApiMount> {
        self.modules.iter().flat_map(|m| m.api()).collect()
    }

    /// How far a member has the permission: by their own role, or by roles of modules that were given to them.
    #[must_use]
    pub fn member_reach(
        &self,
        key: &str,
        kind: TenantKind,
        role: TenantRole,
        given: &[GivenRole],
    ) -> Reach {
        let mut reach = Reach::Nothing;
        let exists = |kinds: &[TenantKind]| kinds.is_empty() || kinds.contains(&kind);
        let Some(def) = self.permissions.get(key).filter(|def| exists(def.kinds)) else {
            return reach;
        };
        if def.tenant_roles.contains(&role) {
            return Reach::Everything;
        }
        for one in given {
            let def = self.roles.get(one.role.as_str());
            if def.is_some_and(|def| exists(def.kinds) && def.permissions.contains(&key)) {
                reach.add(one.over.as_ref());
            }
        }
        reach
    }

    /// Whether one of these roles on the staff gives the permission.
    #[must_use]
    pub fn staff_may(&self, key: &str, roles: &[PlatformRole]) -> bool {
        let def = self.permissions.get(key);
        def.is_some_and(|def| roles.iter().any(|role| def.platform_roles.contains(role)))
    }

    /// The roles that can be given in a tenant of this kind.
    pub fn roles_in(&self, kind: TenantKind) -> impl Iterator<Item = &RoleDef> {
        let roles = self.roles.values();
        roles.filter(move |role| role.kinds.is_empty() || role.kinds.contains(&kind))
    }

    /// Where a thing of any module is, for a reader of this side; `None` when its module is not mounted or has no page
    /// for them. Whether they may see it is [`crate::web::Cx::link`]'s to ask.
    #[must_use]
    pub fn link(&self, to: &ResourceRef, side: Side) -> Option<Link> {
        let kind = self.resources.get(to.kind.as_str())?;
        Some(Link {
            href: (kind.url)(to.id, side)?,
            label: kind.label,
        })
    }

    /// Who is told of a fact.
    pub fn subscribers<'a>(&'a self, fact: &'a str) -> impl Iterator<Item = &'a Subscription> {
        self.subscriptions.iter().filter(move |s| s.fact == fact)
    }

    /// Who is asked about a change.
    #[must_use]
    pub fn checks_of(&self, change: &str) -> Vec<Check> {
        self.checks
            .iter()
            .filter(|c| c.change == change)
            .copied()
            .collect()
    }

    /// What stands in a slot.
    pub fn widgets_in(&self, slot: Slot) -> impl Iterator<Item = &Widget> {
        self.widgets.iter().filter(move |w| w.slot == slot)
    }
}

macro_rules! getters {
    ($($(#[$meta:meta])* $name:ident: $type:ty),+ $(,)?) => { impl Registry { $(
        $(#[$meta])*
        #[must_use]
        pub fn $name(&self) -> &$type { &self.$name }
    )+ } };
}
getters! {
    /// The mounted modules, in order; the kernel is the first.
    metas: [ModuleMeta],
    /// Every route's declaration, by path.
    declarations: [Declaration],
    /// The navigation, in order.
    nav: [NavItem],
    /// Every setting, by key.
    settings: BTreeMap<&'static str, SettingDef>,
    /// Every permission, by key.
    permissions: HashMap<&'static str, PermissionDef>,
    /// Roles of modules, by key.
    roles: BTreeMap<&'static str, RoleDef>,
    /// Every job, by name.
    jobs: BTreeMap<&'static str, JobDef>,
    /// What runs by the clock.
    schedules: [Schedule],
    /// Who hears of what.
    subscriptions: [Subscription],
    /// Who may refuse what.
    checks: [Check],
    /// Facts for outsiders.
    webhooks: [WebhookDef],
    /// Kinds of things.
    resources: HashMap<&'static str, ResourceKind>,
    /// What stands in slots.
    widgets: [Widget],
    /// What the global search asks.
    search: [Arc<dyn SearchSource>],
    /// Every mail, by key.
    mails: BTreeMap<&'static str, MailDef>,
    /// Health checks.
    health: [HealthCheck],
    /// Demo data, in order.
    seeds: [Seed],
    /// Texts of all modules.
    texts: Texts,
    /// Offered ports.
    ports: Ports,
}

/// A migration with its owner's id.
pub type OwnedMigration = (&'static str, Box<dyn Migration<Pg>>);

/// All migrations of all modules in one list by version. A version stands once.
pub fn merge_migrations(
    sources: &[(&'static str, EmbeddedMigrations)],
) -> Result<Vec<OwnedMigration>, Refusal> {
    let mut by_version = BTreeMap::new();
    for (id, source) in sources {
        let list = MigrationSource::<Pg>::migrations(source).map_err(|e| Refusal::Migrations {
            module: (*id).to_owned(),
            detail: e.to_string(),
        })?;
        for migration in list {
            let version = migration.name().version().to_string();
            if by_version
                .insert(version.clone(), (*id, migration))
                .is_some()
            {
                return Err(Refusal::Duplicate {
                    kind: "migration",
                    key: version,
                });
            }
        }
    }
    Ok(by_version.into_values().collect())
}

fn check_metas(metas: &[ModuleMeta]) -> Result<(), Refusal> {
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

pub(super) fn own_key(id: &str, kind: &'static str, key: &str) -> Result<(), Refusal> {
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
fn documented(api: &ApiMount) -> Result<(), Refusal> {
    if api.operation.is_null() {
        return Err(Refusal::Undocumented(api.mount.declaration.name.to_owned()));
    }
    Ok(())
}

/// What changes something has a proof; what programs may call asks for a permission, or says that it is open. The
/// kernel's exchange takes any token, since it gives no more than the token has.
fn proven(declared: &Declaration) -> Result<(), Refusal> {
    if declared.unsafe_method() != declared.proof.is_some() {
        return Err(Refusal::NoProof(declared.name.to_owned()));
    }
    let is_free = declared.is_open || declared.permission.is_some() || declared.module == "kernel";
    if declared.audience == Audience::Api && !is_free {
        return Err(Refusal::OpenApi(declared.name.to_owned()));
    }
    Ok(())
}

/// Refuses a key that a map had before.
fn once<V>(kind: &'static str, key: &str, before: Option<V>) -> Result<(), Refusal> {
    match before {
        None => Ok(()),
        Some(_) => Err(Refusal::Duplicate {
            kind,
            key: key.to_owned(),
        }),
    }
}

/// Takes over things that are found by a key; each key is the module's own and stands once.
fn keyed<T>(
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
