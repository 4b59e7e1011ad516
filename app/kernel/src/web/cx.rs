//! `Cx`: what a view needs of the request and nothing else: language, formats, token, person, permissions.
//! Handlers and views take it by reference; it does no I/O.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use l10n::{Format, Locale};
use rocket::Request;
use rocket::request::{FromRequest, Outcome};

use super::current::{Current, SignedIn, TenantInfo};
use crate::app::App;
use crate::db::{JobDb, PlatformDb, TenantDb};

/// The context of a view.
#[derive(Clone, Copy)]
pub struct Cx<'r> {
    current: &'r Current,
    path: &'r str,
    query: &'r str,
    target: Option<&'r str>,
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

    /// The current tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<&'r TenantInfo> {
        self.user().and_then(|user| user.tenant.as_ref())
    }

    /// Whether the person has a permission; for what a view offers, never instead of `Can<…>`.
    #[must_use]
    pub fn may(&self, key: &str) -> bool {
        self.user().is_some_and(|user| {
            self.current
                .app
                .registry
                .may(key, user.tenant.as_ref().map(|t| t.role), &user.staff)
        })
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

    pub(crate) fn app(&self) -> &'r Arc<App> {
        &self.current.app
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

/// Scopes for what a page shows besides its own route's rows: widgets and search.
impl Cx<'_> {
    /// The tenant's rows, when there is a tenant.
    #[must_use]
    pub fn tenant_db(&self, app: &Arc<App>) -> Option<TenantDb> {
        self.tenant()
            .map(|tenant| JobDb::new(Arc::clone(app), self.current.who()).tenant(tenant.id))
    }

    /// All tenants' rows; only for a widget or source whose permission was checked.
    #[must_use]
    pub fn platform_db(&self, app: &Arc<App>) -> PlatformDb {
        JobDb::new(Arc::clone(app), self.current.who()).platform()
    }
}
