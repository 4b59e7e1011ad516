//! The registry: everything that the kernel and the mounted modules declare, checked and sorted once at boot.
//! Order is by (order, module, key), never by registration, so that the same features give the same program.

mod checks;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel_migrations::EmbeddedMigrations;
use serde_json::{Map, Value};

use super::contribution::{
    ApiMount, CommandDef, HealthCheck, Link, MailDef, ModuleMeta, NavItem, Replaceable,
    ResourceKind, ResourceRef, SearchSource, Seed, SettingDef, Slot, WebhookDef, Widget,
};
use super::facts::{Check, Subscription};
use super::mount::{Declaration, Mount};
use super::permission::{
    GivenRole, PermissionDef, PlatformRole, Reach, RoleDef, Side, TenantKind, TenantRole,
};
use super::ports::Ports;
use super::{Module, Refusal};
use crate::jobs::{JobDef, Schedule};
use crate::texts::Texts;

pub(super) use checks::own_key;
use checks::{check_metas, documented, keyed, once, one_meaning};

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
    commands: BTreeMap<&'static str, CommandDef>,
    declarations: Vec<Declaration>,
    texts: Texts,
    ports: Ports,
    /// What the names of the document mean.
    pub(crate) schemas: Map<String, Value>,
    pub(super) document: OnceLock<Value>,
    pub(super) scopes: OnceLock<BTreeMap<&'static str, &'static str>>,
    pub(super) actions: OnceLock<Vec<String>>,
    pub(super) kinds: OnceLock<Vec<String>>,
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
        for def in module.commands() {
            once("command", def.name, self.commands.insert(def.name, def))?;
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
            one_meaning(&mut self.schemas, part)?;
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
    /// Commands of modules, by the word that is typed.
    commands: BTreeMap<&'static str, CommandDef>,
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
