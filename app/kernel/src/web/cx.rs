//! `Cx`: what a view needs of the request and nothing else: language, formats, token, person, permissions.
//! Handlers and views take it by reference; it does no I/O.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chrono::{DateTime, Utc};
use l10n::{Format, Locale};
use maud::Markup;
use rocket::Request;
use rocket::request::{FromRequest, Outcome};

use super::current::{Current, SignedIn, TenantInfo};
use super::reading;
use crate::app::App;
use crate::db::{JobDb, PlatformDb, PublicDb, TenantDb};
use crate::error::{AppError, AppResult};
use crate::module::{Declaration, Link, ResourceRef, Side};
use crate::texts::Named;

/// The context of a view.
#[derive(Clone, Copy)]
pub struct Cx<'r> {
    current: &'r Current,
    path: &'r str,
    query: &'r str,
    target: Option<&'r str>,
    is_reading: bool,
    side: Side,
}

impl<'r> Cx<'r> {
    pub(crate) fn known(request: &'r Request<'_>) -> Option<Self> {
        Current::known(request).map(|current| Self::over(request, current))
    }

    fn over(request: &'r Request<'_>, current: &'r Current) -> Self {
        let uri = request.uri();
        Self {
            current,
            path: uri.path().as_str(),
            query: uri.query().map_or("", |q| q.as_str()),
            target: asked_target(request),
            is_reading: reading::is_reading(request),
            side: Current::declaration(request).map_or(Side::Member, Declaration::side),
        }
    }

    /// The text of a key in the reader's language.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.current.app.registry.texts().t(self.locale(), key)
    }

    /// The text of a key with its variables.
    #[must_use]
    pub fn t_with(&self, key: &str, vars: &[(&str, &str)]) -> String {
        self.current
            .app
            .registry
            .texts()
            .t_with(self.locale(), key, vars)
    }

    /// The text of a key for so many things, with `%{count}` and its other variables.
    #[must_use]
    pub fn t_count(&self, key: &str, count: i64, vars: &[(&str, &str)]) -> String {
        let shown = self.fmt().number(count);
        let mut all = vec![("count", shown.as_str())];
        all.extend_from_slice(vars);
        let texts = self.current.app.registry.texts();
        texts.t_count(self.locale(), key, count, &all)
    }

    /// What a machine name is called in the reader's language.
    #[must_use]
    pub fn called(&self, named: Named, name: &str) -> String {
        let texts = self.current.app.registry.texts();
        texts
            .called(self.locale(), named, name)
            .unwrap_or_else(|| self.t("kernel.names.gone"))
    }

    /// What a machine name is called, with the name itself small beneath.
    #[must_use]
    pub fn named(&self, named: Named, name: &str) -> Markup {
        ui::keyed(self.called(named, name), name)
    }

    /// Formats of the reader: calendar, digits, money, time zone.
    #[must_use]
    pub fn fmt(&self) -> &'r Format {
        &self.current.format
    }

    /// The reader's language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.current.format.locale
    }

    /// `light`, `dark` or `system`.
    #[must_use]
    pub fn theme(&self) -> &'r str {
        &self.current.theme
    }

    /// The CSRF token for this page's forms; another page has another.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.current.csrf_token().to_owned()
    }

    /// The signed-in person.
    #[must_use]
    pub fn user(&self) -> Option<&'r SignedIn> {
        self.current.user.as_ref().ok().and_then(Option::as_ref)
    }

    /// The signed-in person, of whom something is shown or done that needs one.
    pub fn signed_in(&self) -> AppResult<&'r SignedIn> {
        self.user().ok_or(AppError::SignInFirst)
    }

    /// The current tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<&'r TenantInfo> {
        self.user().and_then(|user| user.tenant.as_ref())
    }

    /// The current tenant, of which something is shown or done that needs one.
    pub fn in_tenant(&self) -> AppResult<&'r TenantInfo> {
        self.tenant()
            .ok_or(AppError::Forbidden("kernel.problem.no_tenant"))
    }

    /// Whether the person has a permission, over anything at all, on the side of this page: staff's pages ask for what
    /// staff may, all others for what members may. For what a view offers, never instead of `Can<…>`.
    #[must_use]
    pub fn may(&self, key: &str) -> bool {
        self.may_as(self.side, key)
    }

    /// The same on a chosen side, for a page that looks at both.
    #[must_use]
    pub fn may_as(&self, side: Side, key: &str) -> bool {
        self.user()
            .is_some_and(|user| self.current.reach_of(user, side, key).is_some())
    }

    /// Whether something of a module, `<module>.<name>`, is for the reader: their tenant uses the module, which matters to
    /// members alone, and they have the permission.
    pub(super) fn offers(&self, side: Side, key: &str, permission: Option<&str>) -> bool {
        let module = key.split('.').next().unwrap_or_default();
        let is_on = side == Side::Staff || self.tenant().is_none_or(|tenant| tenant.uses(module));
        is_on && permission.is_none_or(|key| self.may_as(side, key))
    }

    /// In which capacity this page is read.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }

    /// Where a thing of any module is; `None` when its module is not mounted, has no page for this side, or would refuse
    /// the reader.
    #[must_use]
    pub fn link(&self, to: &ResourceRef) -> Option<Link> {
        let registry = &self.current.app.registry;
        let asked = registry.resources().get(to.kind.as_str())?.permissions;
        let may = asked.is_empty() || asked.iter().any(|key| self.may(key));
        registry.link(to, self.side).filter(|_| may)
    }

    /// The time of the program's Clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.current.app.clock.now()
    }

    /// The incident id of this request.
    #[must_use]
    pub fn incident(&self) -> String {
        self.current.request_id.to_string()
    }

    /// Whether htmx wants only the part of the page with this id; its view then renders no more.
    #[must_use]
    pub fn asks_for(&self, id: &str) -> bool {
        self.target == Some(id)
    }

    /// The path of this request.
    #[must_use]
    pub fn path(&self) -> &'r str {
        self.path
    }

    /// The query of this request, without `?`.
    #[must_use]
    pub fn query(&self) -> &'r str {
        self.query
    }

    /// The program's state: settings, ports.
    #[must_use]
    pub fn app(&self) -> &'r Arc<App> {
        &self.current.app
    }

    /// Whether somebody reads this page, which no look-ahead and no part that is fetched again does.
    pub(super) fn is_reading(&self) -> bool {
        self.is_reading
    }

    /// Notifications read by reading this page.
    pub(super) fn read_here(&self) -> &'r AtomicI64 {
        &self.current.read_here
    }

    pub(crate) fn statements(&self) -> u32 {
        self.current.statements.count()
    }
}

/// The id of the element that htmx will fill (`div#id`), when it asks for a part.
fn asked_target<'r>(request: &'r Request<'_>) -> Option<&'r str> {
    let target = request.headers().get_one("HX-Target")?;
    super::view::wants_fragment(request).then(|| target.split_once('#').map(|(_, id)| id))?
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Cx<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match Current::of(request).await {
            Ok(current) => Outcome::Success(Self::over(request, current)),
            Err(error) => Current::refuse(request, error),
        }
    }
}

/// Scopes for what a page shows besides its own route's rows: search, and parts of other modules.
impl Cx<'_> {
    pub(super) fn scopes(&self) -> JobDb {
        JobDb::new(Arc::clone(self.app()), self.current.who())
    }

    /// The tenant's rows, for a member who has the permission there.
    #[must_use]
    pub fn tenant_db(&self, permission: &str) -> Option<TenantDb> {
        self.own_rows()
            .filter(|_| self.may_as(Side::Member, permission))
    }

    /// All tenants' rows, for somebody whose roles on the staff give the permission; never by a role in a tenant.
    #[must_use]
    pub fn platform_db(&self, permission: &str) -> Option<PlatformDb> {
        self.may_as(Side::Staff, permission)
            .then(|| self.scopes().platform())
    }

    /// What anybody may see.
    #[must_use]
    pub fn public_db(&self) -> PublicDb {
        self.scopes().public()
    }

    /// The tenant's rows, for a slot whose widgets' permissions were asked.
    pub(super) fn own_rows(&self) -> Option<TenantDb> {
        let tenant = self.tenant()?;
        Some(self.scopes().tenant(tenant.id))
    }

    /// All rows, for a slot whose widgets' permissions were asked.
    pub(super) fn all_rows(&self) -> PlatformDb {
        self.scopes().platform()
    }
}
