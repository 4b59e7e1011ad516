//! The small declarative types that a module's methods return.
//! Labels are text keys; the registry refuses to boot when one lacks a language.

use std::pin::Pin;
use std::sync::Arc;

use diesel::QueryResult;
use l10n::Locale;
use maud::Markup;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

use super::permission::Side;
use super::{Audience, Mount};
use crate::db::{JobDb, ReadTx, ScopeKind};
use crate::error::AppResult;
use crate::health::Finding;
pub use crate::settings::{SettingDef, SettingKind};
use crate::web::Cx;

/// A future that a declaration holds.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Who a module is.
#[derive(Clone, Debug, Serialize)]
pub struct ModuleMeta {
    /// Crate = table prefix = i18n root = settings prefix = permission prefix = static folder.
    pub id: &'static str,
    /// Text key of its name.
    pub label: &'static str,
    /// Place among the modules; ties are broken by id.
    pub order: i32,
    /// Ids of modules without which it cannot work.
    pub requires: &'static [&'static str],
    /// Whether a tenant's owner may switch it off for the tenant. What the platform itself needs is always on.
    pub optional: bool,
}

/// SQL that is re-created at every migration: functions, triggers, views.
#[derive(Clone, Copy, Debug)]
pub struct Replaceable {
    /// File name, for the log.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// One entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// `<module>.<place>`.
    pub key: &'static str,
    /// Text key.
    pub label: &'static str,
    /// Name of an icon in the sprite.
    pub icon: &'static str,
    /// Address.
    pub href: &'static str,
    /// In whose navigation it stands.
    pub audience: Audience,
    /// Who sees it; everybody of the audience when `None`.
    pub permission: Option<&'static str>,
    /// Order within its place; ties are broken by module id and key.
    pub order: i32,
    /// Where it stands.
    pub place: Place,
}

/// Where an entry of the navigation stands.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// In the bar of its audience.
    Bar,
    /// There too, under a heading (text key) that entries of other modules may share. Where one looks for many places at
    /// once, headings are read first.
    Under(&'static str),
    /// A section of the person's own settings, for whom this says yes.
    Account(fn(&Cx<'_>) -> bool),
    /// A section of the business that the person works in, for whom this says yes.
    Business(fn(&Cx<'_>) -> bool),
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Self::Bar | Self::Under(_) => "bar",
            Self::Account(_) => "account",
            Self::Business(_) => "business",
        })
    }
}

/// A fact that outsiders may subscribe to.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookDef {
    /// Name of the fact, with its version.
    pub fact: &'static str,
    /// Text key.
    pub label: &'static str,
}

/// A thing of some module, without knowing the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceRef {
    /// `vps.machine`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
}

impl std::fmt::Display for ResourceRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

impl std::str::FromStr for ResourceRef {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let read = text.split_once(':').map(|(kind, id)| (kind, id.parse()));
        match read {
            Some((kind, Ok(id))) => Ok(Self {
                kind: kind.to_owned(),
                id,
            }),
            _ => Err("a thing is written as kind:id"),
        }
    }
}

/// A kind of thing that others may link to.
#[derive(Clone)]
pub struct ResourceKind {
    /// `vps.machine`.
    pub kind: &'static str,
    /// Text key.
    pub label: &'static str,
    /// Address of one thing on this side; `None` when that side has no page for it.
    pub url: fn(Uuid, Side) -> Option<String>,
    /// What a reader must be allowed, on their own side, to see it; any reader of the scope when empty, otherwise who has
    /// one of these.
    pub permissions: &'static [&'static str],
    /// Names things, so that forms can offer them; `None` when nobody chooses one.
    pub source: Option<Arc<dyn ResourceSource>>,
}

/// Names the things of a kind.
#[rocket::async_trait]
pub trait ResourceSource: Send + Sync {
    /// The name of one thing of the scope; `None` when the scope does not see it.
    async fn name(&self, id: Uuid, tx: &mut ReadTx) -> QueryResult<Option<String>>;
    /// At most `limit` things of the scope, by name.
    async fn list(&self, limit: u32, tx: &mut ReadTx) -> QueryResult<Vec<(Uuid, String)>>;
}

/// Where to go, and what to call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Address.
    pub href: String,
    /// Text key of the kind.
    pub label: &'static str,
}

/// A place in a screen that others may fill. A module opens one of its own with
/// `Slot::of("vps.machine", ScopeKind::Tenant)` and shows it with [`crate::web::slot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Slot {
    name: &'static str,
    scope: ScopeKind,
}

impl Slot {
    /// The signed-in home of a customer or shop.
    pub const HOME: Slot = Slot::of("home", ScopeKind::Tenant);
    /// The home of the staff.
    pub const ADMIN_HOME: Slot = Slot::of("staff.home", ScopeKind::Platform);
    /// The public front.
    pub const FRONT: Slot = Slot::of("front", ScopeKind::Public);
    /// Beside a customer: the subject is the tenant.
    pub const CUSTOMER_PROFILE: Slot = Slot::of("customer.profile", ScopeKind::Platform);

    /// A place of this name, filled from the rows of this scope: the public's, a tenant's, or everybody's for staff.
    #[must_use]
    pub const fn of(name: &'static str, scope: ScopeKind) -> Self {
        Self { name, scope }
    }
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }
    /// From whose rows it is filled.
    #[must_use]
    pub fn scope(self) -> ScopeKind {
        self.scope
    }
    /// Who reads it.
    #[must_use]
    pub fn side(self) -> Side {
        if self.scope == ScopeKind::Platform {
            Side::Staff
        } else {
            Side::Member
        }
    }
}

/// Something shown in a slot.
#[derive(Clone)]
pub struct Widget {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Where.
    pub slot: Slot,
    /// Place within the slot.
    pub order: i32,
    /// Who sees it; staff's slots need one.
    pub permission: Option<&'static str>,
    /// What it shows.
    pub source: Arc<dyn WidgetSource>,
}

/// Renders a widget.
#[rocket::async_trait]
pub trait WidgetSource: Send + Sync {
    /// The widget, or nothing when it has nothing to say. `subject` is what the screen shows. All widgets of a screen share
    /// one transaction, `tx`, in the slot's scope: keep to one statement.
    async fn render(
        &self,
        cx: &Cx<'_>,
        subject: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>>;
}

/// One result of the global search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What is found.
    pub title: String,
    /// One line about it.
    pub text: String,
    /// Where it is.
    pub href: String,
}

/// Finds things by words.
#[rocket::async_trait]
pub trait SearchSource: Send + Sync {
    /// `<module>.<name>`; the label of its results is this key's text.
    fn label(&self) -> &'static str;
    /// At most `limit` things that the person of `cx` may see, through [`Cx::tenant_db`] or [`Cx::platform_db`]; `text` is
    /// normalised.
    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>>;
}

/// A mail that operators may reword.
#[derive(Clone, Debug, Serialize)]
pub struct MailDef {
    /// `<module>.mail.<name>`; the default texts are the keys `<key>.subject` and `<key>.body`.
    pub key: &'static str,
    /// What the text may use.
    pub variables: &'static [MailVariable],
}

/// One variable of a mail's text.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MailVariable {
    /// Name in the text.
    pub name: &'static str,
    /// A sample, for previews and for the check that every text renders. A list, for `for`, is written as JSON: `[…]`.
    pub sample: &'static str,
}

/// A route of the API with its part of the `OpenAPI` document; made by [`crate::api::documented`].
pub struct ApiMount {
    /// The route; its audience is `Api`.
    pub mount: Mount,
    /// The operation object of `OpenAPI` 3.1 for this method and path.
    pub operation: Value,
    /// The schemas that it refers to.
    pub schemas: Value,
}

/// A health check.
pub struct HealthCheck {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// What is fine, or what is wrong and what to do.
    pub run: fn(JobDb) -> BoxFuture<'static, Result<Finding, Finding>>,
}

/// Demo data; idempotent, in Persian.
pub struct Seed {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Place; ties are broken by key.
    pub order: i32,
    /// Writes it.
    pub run: fn(JobDb) -> BoxFuture<'static, AppResult<()>>,
}

/// A command of the program, `sarai NAME`, for operators: in English, as all that is typed there.
pub struct CommandDef {
    /// The word after `sarai`; whatever it begins with, no other module has it.
    pub name: &'static str,
    /// What `sarai --help` says of it.
    pub about: &'static str,
    /// Adds its arguments.
    pub arguments: fn(clap::Command) -> clap::Command,
    /// Does it, and gives the lines to be printed.
    pub run: fn(JobDb, clap::ArgMatches) -> BoxFuture<'static, CommandResult>,
}

/// The lines that a command prints.
pub type CommandResult = Result<Vec<String>, CommandError>;

/// Why a command did not do it, in words for an operator.
pub type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// All languages that a label must have.
pub(crate) const LOCALES: [Locale; 2] = [Locale::Fa, Locale::En];
