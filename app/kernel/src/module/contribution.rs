//! The small declarative types that a module's methods return.
//! Labels are text keys; the registry refuses to boot when one lacks a language.

use std::pin::Pin;
use std::sync::Arc;

use l10n::Locale;
use maud::Markup;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Audience, Mount};
use crate::app::App;
use crate::error::AppResult;
use crate::health::Finding;
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
    /// Place; ties are broken by module id and key.
    pub order: i32,
}

/// A setting that operators change while the program runs.
#[derive(Clone, Debug, Serialize)]
pub struct SettingDef {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Text key; `<label>_hint` is the explanation.
    pub label: &'static str,
    /// Type and bounds; decides the form control.
    pub kind: SettingKind,
    /// Value until somebody changes it.
    pub default: Value,
    /// Encrypted at rest and never shown again.
    pub secret: bool,
}

/// Type and bounds of a setting.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    /// One line of text, at most this many characters.
    Text(usize),
    /// A whole number in a range.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Yes or no.
    Switch,
    /// One of these values; the label of each is `<label>_<value>`.
    Choice(&'static [&'static str]),
}

/// Something that can be sold. `commerce` asks for the options form, the price and the provisioner by this key.
pub trait ProductKind: Send + Sync {
    /// `<module>.<kind>`.
    fn key(&self) -> &'static str;
    /// Text key.
    fn label(&self) -> &'static str;
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

/// A kind of thing that others may link to.
#[derive(Clone, Debug)]
pub struct ResourceKind {
    /// `vps.machine`.
    pub kind: &'static str,
    /// Text key.
    pub label: &'static str,
    /// Address of one thing.
    pub url: fn(Uuid) -> String,
    /// Who may see it beyond its tenant's members.
    pub permission: Option<&'static str>,
}

/// Where to go, and what to call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Address.
    pub href: String,
    /// Text key of the kind.
    pub label: &'static str,
}

/// A place in a screen that others may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Slot(pub &'static str);

impl Slot {
    /// The signed-in home of a customer or shop.
    pub const HOME: Slot = Slot("home");
    /// The home of the staff.
    pub const ADMIN_HOME: Slot = Slot("admin.home");
    /// The public front.
    pub const FRONT: Slot = Slot("front");
    /// Beside a customer: the subject is the tenant.
    pub const CUSTOMER_PROFILE: Slot = Slot("customer.profile");
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
    /// Who sees it.
    pub permission: Option<&'static str>,
    /// What it shows.
    pub source: Arc<dyn WidgetSource>,
}

/// Renders a widget.
#[rocket::async_trait]
pub trait WidgetSource: Send + Sync {
    /// The widget, or nothing when it has nothing to say. `subject` is what the screen shows.
    async fn render(
        &self,
        app: &Arc<App>,
        cx: &Cx<'_>,
        subject: Option<&ResourceRef>,
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
    /// At most `limit` things that the person of `cx` may see; `text` is normalised.
    async fn find(
        &self,
        app: &Arc<App>,
        cx: &Cx<'_>,
        text: &str,
        limit: i64,
    ) -> AppResult<Vec<Hit>>;
}

/// A mail that operators may reword.
#[derive(Clone, Debug, Serialize)]
pub struct MailDef {
    /// `<module>.mail.<name>`; the default texts are the keys `<key>.subject` and `<key>.body`, in Tera.
    pub key: &'static str,
    /// What the text may use.
    pub variables: &'static [MailVariable],
}

/// One variable of a mail's text.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MailVariable {
    /// Name in the text.
    pub name: &'static str,
    /// A sample, for previews and for the check that every text renders.
    pub sample: &'static str,
}

/// A route of the API with its part of the `OpenAPI` document.
pub struct ApiMount {
    /// The route; its audience is `Api`.
    pub mount: Mount,
    /// The operation object of `OpenAPI` 3.1 for this method and path.
    pub operation: Value,
}

/// A health check.
pub struct HealthCheck {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// What is fine, or what is wrong and what to do.
    pub run: fn(Arc<App>) -> BoxFuture<'static, Result<Finding, Finding>>,
}

/// Demo data; idempotent, in Persian.
pub struct Seed {
    /// `<module>.<name>`.
    pub key: &'static str,
    /// Place; ties are broken by key.
    pub order: i32,
    /// Writes it.
    pub run: fn(Arc<App>) -> BoxFuture<'static, AppResult<()>>,
}

/// All languages that a label must have.
pub(crate) const LOCALES: [Locale; 2] = [Locale::Fa, Locale::En];
