//! What is known of the current request: who, in which language, from where, on which declared route.
//! Found once, kept in the request's local cache; guards, views and problem pages read it from here.

use std::net::IpAddr;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, OnceLock};

use diesel::QueryableByName;
use diesel::sql_types::{
    Array, BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use l10n::{Calendar, Digits, Format, Locale, MoneyUnit};
use rocket::Request;
use rocket::http::{Cookie, CookieJar};
use rocket::request::Outcome;
use uuid::Uuid;

use super::{Cookies, LANG_COOKIE, THEME_COOKIE, client_address};
use crate::api::{Caller, admit as admit_caller, find_caller};
use crate::app::App;
use crate::db::{JobDb, ScopeKind, Statements, Who, sql};
use crate::error::{AppError, AppResult};
use crate::ids::{RequestId, SessionId, TenantId, UserId};
use crate::keys;
use crate::module::{
    Audience, Declaration, GivenRole, PlatformRole, Reach, ResourceRef, Side, TenantKind,
    TenantRole, declared_of,
};

/// The tenant that a signed-in person works in.
#[derive(Clone, Debug)]
pub struct TenantInfo {
    /// Its id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TenantKind,
    /// What the person is in it.
    pub role: TenantRole,
    /// What they are besides, by roles of modules.
    pub given: Vec<GivenRole>,
    /// Modules that its owner has switched off.
    pub modules_off: Vec<String>,
}

impl TenantInfo {
    /// Whether the tenant uses this module.
    #[must_use]
    pub fn uses(&self, module: &str) -> bool {
        !self.modules_off.iter().any(|off| off == module)
    }
}

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub id: UserId,
    /// Which sign-in; of a program, its token.
    pub session: SessionId,
    /// Address of sign-in.
    pub email: String,
    /// Name that others see.
    pub name: String,
    /// The current tenant; `None` for staff without one.
    pub tenant: Option<TenantInfo>,
    /// Roles on the platform's staff.
    pub staff: Vec<PlatformRole>,
    /// Unread notifications, at most 100.
    pub unread: i64,
    /// What this request's page has seen: the database's snapshot before its own reading.
    pub(crate) moment: String,
    /// Whether keys without Ctrl are switched off.
    pub(crate) single_keys_off: bool,
    theme: String,
    format: Format,
}

impl SignedIn {
    /// Whether they are on the staff and have no tenant: their work is at the staff's screens alone.
    #[must_use]
    pub fn is_staff_only(&self) -> bool {
        self.tenant.is_none() && !self.staff.is_empty()
    }
}

/// The current request.
pub struct Current {
    pub(crate) app: Arc<App>,
    pub(crate) request_id: RequestId,
    pub(crate) address: Option<IpAddr>,
    pub(crate) user: Result<Option<SignedIn>, String>,
    pub(crate) format: Format,
    pub(crate) theme: String,
    /// What CSRF tokens of this browser are bound to.
    pub(crate) csrf_cookie: String,
    /// Whether the browser does not have that cookie yet, and whether a form of this page needs it.
    pub(crate) visitor: Visitor,
    pub(crate) statements: Arc<Statements>,
    /// How many notifications have been read by reading this page.
    pub(crate) read_here: AtomicI64,
    /// The program, on routes for programs.
    pub(crate) caller: Caller,
}

impl Current {
    /// Finds it, once a request.
    pub(crate) async fn of<'r>(request: &'r Request<'_>) -> AppResult<&'r Current> {
        let found: &Option<Current> = request.local_cache_async(Self::find(request)).await;
        found
            .as_ref()
            .ok_or_else(|| AppError::internal("the program's state is not attached"))
    }

    /// What was found earlier in this request.
    pub(crate) fn known<'r>(request: &'r Request<'_>) -> Option<&'r Current> {
        request.local_cache(|| None::<Current>).as_ref()
    }

    async fn find(request: &Request<'_>) -> Option<Current> {
        let app = request.rocket().state::<Arc<App>>().map(Arc::clone)?;
        let statements = Arc::new(Statements::default());
        let jar = request.cookies();
        let address = client_address(request, &app.config.trusted_proxies);
        let declared = Self::declaration(request);
        let for_programs = declared.is_some_and(|d| d.audience == Audience::Api);
        // A cookie says nothing on a route for programs: no other site may speak through a browser.
        let token = jar
            .get(Cookies::session_name(&app.config))
            .filter(|_| !for_programs)
            .map(|c| c.value().to_owned());
        let (user, caller) = match (&token, for_programs) {
            (_, true) if declared.is_some_and(|d| !d.is_open) => {
                find_caller(request, &app, &statements, address).await
            }
            (Some(token), false) => {
                let found = find_session(&app, token, &statements).await;
                (found, Caller::NotAsked)
            }
            _ => (Ok(None), Caller::NotAsked),
        };
        let signed_in = user.as_ref().ok().and_then(Option::as_ref);
        // A program says which language it wants; a person's problem in its log may be another person's to read.
        let chosen = if for_programs {
            accepted_locale(request)
        } else {
            chosen_locale(request, jar)
        };
        let mut format = signed_in.map_or_else(
            || {
                Format::for_locale(
                    chosen
                        .or_else(|| accepted_locale(request))
                        .unwrap_or_default(),
                )
            },
            |user| user.format,
        );
        if let Some(locale) = chosen.filter(|locale| *locale != format.locale) {
            format = Format {
                tz: format.tz,
                money_unit: format.money_unit,
                ..Format::for_locale(locale)
            };
        }
        let theme = signed_in
            .map(|u| u.theme.clone())
            .or_else(|| jar.get(THEME_COOKIE).map(|c| c.value().to_owned()));
        let theme = theme
            .filter(|t| t == "light" || t == "dark")
            .unwrap_or_else(|| "system".to_owned());
        let (csrf_cookie, is_new) = if signed_in.is_some() {
            (token.unwrap_or_default(), false)
        } else {
            visitor(&app, jar)
        };
        Some(Current {
            request_id: RequestId::fresh(),
            address,
            user,
            format,
            theme,
            csrf_cookie,
            visitor: Visitor {
                is_new,
                csrf: OnceLock::new(),
            },
            statements,
            read_here: AtomicI64::new(0),
            caller,
            app,
        })
    }

    /// The declaration of the matched route.
    pub(crate) fn declaration<'r>(request: &'r Request<'_>) -> Option<&'r Declaration> {
        declared_of(request)
    }

    pub(crate) fn signed_in(&self) -> AppResult<Option<&SignedIn>> {
        match &self.user {
            Ok(user) => Ok(user.as_ref()),
            Err(detail) => Err(AppError::Unavailable(detail.clone())),
        }
    }

    /// Enforces the route's declaration: signed in, kind of tenant, module, permission.
    pub(crate) async fn admit(request: &Request<'_>) -> AppResult<()> {
        let Some(declared) = Self::declaration(request) else {
            return Err(AppError::internal("a route without a declaration"));
        };
        let current = Self::of(request).await?;
        if declared.audience == Audience::Api {
            return admit_caller(current, declared);
        }
        let is_for_all = declared.scope == ScopeKind::None || declared.audience == Audience::Dev;
        if is_for_all && !declared.audience.signed_in() && declared.permission.is_none() {
            return Ok(());
        }
        match current.signed_in()? {
            Some(user) => current.admit_person(declared, user),
            None if declared.audience.signed_in() || declared.permission.is_some() => {
                Err(AppError::SignInFirst)
            }
            None => Ok(()),
        }
    }

    pub(crate) fn admit_person(&self, declared: &Declaration, user: &SignedIn) -> AppResult<()> {
        if declared.scope == ScopeKind::Tenant || declared.audience == Audience::Shop {
            let Some(tenant) = &user.tenant else {
                return Err(AppError::Forbidden("kernel.problem.no_tenant"));
            };
            if declared.audience == Audience::Shop && tenant.kind != TenantKind::Shop {
                return Err(AppError::Forbidden("kernel.problem.shops_only"));
            }
            if !tenant.uses(declared.module) {
                return Err(AppError::Forbidden("kernel.problem.module_off"));
            }
        }
        let reach = match declared.permission {
            Some(key) => self.reach_of(user, declared.side(), key),
            None if declared.scope == ScopeKind::Platform => Reach::Nothing,
            None => Reach::Everything,
        };
        match reach {
            Reach::Everything => Ok(()),
            Reach::Only(_) if declared.limited => Ok(()),
            Reach::Only(_) | Reach::Nothing => Err(AppError::Forbidden("kernel.problem.forbidden")),
        }
    }

    /// How far a person has a permission on one side; what a role gives on the other side does not count.
    pub(crate) fn reach_of(&self, user: &SignedIn, side: Side, key: &str) -> Reach {
        // A program may what its scopes say, as far as its person may.
        let scoped = self.caller.known();
        if scoped.is_some_and(|caller| !caller.scopes.iter().any(|scope| scope == key)) {
            return Reach::Nothing;
        }
        let registry = &self.app.registry;
        match (side, &user.tenant) {
            (Side::Staff, _) if registry.staff_may(key, &user.staff) => Reach::Everything,
            (Side::Member, Some(tenant)) => {
                registry.member_reach(key, tenant.kind, tenant.role, &tenant.given)
            }
            (Side::Staff, _) | (Side::Member, None) => Reach::Nothing,
        }
    }

    /// The person of this request and how far the declared permission reaches for them.
    pub(crate) async fn reach(request: &Request<'_>) -> AppResult<Option<(UserId, Reach)>> {
        let current = Self::of(request).await?;
        let declared = Self::declaration(request);
        Ok(current.signed_in()?.zip(declared).map(|(user, declared)| {
            let reach = declared.permission.map_or(Reach::Nothing, |key| {
                current.reach_of(user, declared.side(), key)
            });
            (user.id, reach)
        }))
    }

    pub(crate) fn who(&self) -> Who {
        let user = self.user.as_ref().ok().and_then(Option::as_ref);
        Who {
            tenant: user.and_then(|u| u.tenant.as_ref()).map(|t| t.id),
            user: user.map(|u| u.id),
            request: Some(self.request_id),
            address: self.address,
            statements: Arc::clone(&self.statements),
        }
    }

    /// The state and the actor for a scope guard; refuses a scope that the route did not declare.
    pub(crate) async fn scope(
        request: &Request<'_>,
        kind: ScopeKind,
    ) -> AppResult<(Arc<App>, Who)> {
        let current = Self::of(request).await?;
        let declared = Self::declaration(request);
        // Anybody may look at what is published; other scopes must be the declared one.
        let fits = declared.is_some_and(|d| {
            d.scope == kind || kind == ScopeKind::Public || d.account_beside(kind)
        });
        if !fits {
            let name = declared.map_or("?", |d| d.name);
            return Err(AppError::internal(format!(
                "the route {name} uses the scope {kind:?} without declaring it"
            )));
        }
        Ok((Arc::clone(&current.app), current.who()))
    }

    /// Keeps the error for the catcher and ends the guard.
    pub(crate) fn refuse<T>(request: &Request<'_>, error: AppError) -> Outcome<T, ()> {
        Outcome::Error(super::problem::keep(request, error))
    }
}

/// The cookie that CSRF binds to before sign-in. It is set with the first page that has a form, and by no other.
pub(crate) struct Visitor {
    is_new: bool,
    csrf: OnceLock<String>,
}

impl Current {
    /// The token of this page's forms, made with the first of them: a token in each would not compress.
    pub(crate) fn csrf_token(&self) -> &str {
        self.visitor
            .csrf
            .get_or_init(|| self.app.keys.csrf_token(&self.csrf_cookie))
    }

    /// The cookie to set with this page.
    pub(crate) fn visitor_cookie(&self) -> Option<Cookie<'static>> {
        let set = self.visitor.is_new && self.visitor.csrf.get().is_some();
        set.then(|| Cookies::visitor(&self.app.config, self.csrf_cookie.clone()))
    }
}

/// The value that the browser has, or a fresh one.
fn visitor(app: &App, jar: &CookieJar<'_>) -> (String, bool) {
    match jar
        .get(Cookies::visitor_name(&app.config))
        .filter(|c| c.value().len() == 43)
    {
        Some(cookie) => (cookie.value().to_owned(), false),
        None => (keys::fresh_token().0, true),
    }
}

fn chosen_locale(request: &Request<'_>, jar: &CookieJar<'_>) -> Option<Locale> {
    let asked = request
        .query_value::<&str>("lang")
        .and_then(Result::ok)
        .and_then(|l| l.parse().ok());
    asked.or_else(|| jar.get(LANG_COOKIE).and_then(|c| c.value().parse().ok()))
}

fn accepted_locale(request: &Request<'_>) -> Option<Locale> {
    request
        .headers()
        .get_one("Accept-Language")
        .and_then(Locale::from_accept_language)
}

#[derive(QueryableByName)]
pub(crate) struct SessionRow {
    #[diesel(sql_type = SqlUuid)]
    session_id: SessionId,
    #[diesel(sql_type = SqlUuid)]
    user_id: UserId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    display_name: String,
    #[diesel(sql_type = Text)]
    locale: String,
    #[diesel(sql_type = Nullable<Text>)]
    calendar: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    digits: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    money_unit: Option<String>,
    #[diesel(sql_type = Text)]
    theme: String,
    #[diesel(sql_type = Text)]
    time_zone: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    tenant_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    tenant_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    tenant_kind: Option<TenantKind>,
    #[diesel(sql_type = Nullable<Text>)]
    tenant_role: Option<TenantRole>,
    #[diesel(sql_type = Array<Text>)]
    given_roles: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    modules_off: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    platform_roles: Vec<PlatformRole>,
    #[diesel(sql_type = BigInt)]
    unread: i64,
    #[diesel(sql_type = Text)]
    moment: String,
}

/// A session of a browser: what a program has, and what only pages ask for.
#[derive(QueryableByName)]
struct BrowserRow {
    #[diesel(embed)]
    person: SessionRow,
    #[diesel(sql_type = Bool)]
    single_keys_off: bool,
}

/// In SQL, as every page asks it and the row is a function's: planned once a connection (ADR 0016).
async fn find_session(
    app: &Arc<App>,
    token: &str,
    statements: &Arc<Statements>,
) -> Result<Option<SignedIn>, String> {
    let who = Who {
        statements: Arc::clone(statements),
        ..Who::default()
    };
    let hash = keys::token_hash(token);
    let now = app.clock.now();
    JobDb::new(Arc::clone(app), who)
        .public()
        .once(async |conn| {
            sql("SELECT * FROM session_of_token($1, $2)")
                .bind::<Binary, _>(hash.as_slice())
                .bind::<Timestamptz, _>(now)
                .get_results::<BrowserRow>(conn)
                .await
        })
        .await
        .map(|rows| rows.into_iter().next().map(SignedIn::from))
        .map_err(|error| error.to_string())
}

impl From<BrowserRow> for SignedIn {
    fn from(row: BrowserRow) -> Self {
        Self {
            single_keys_off: row.single_keys_off,
            ..row.person.into()
        }
    }
}

impl From<SessionRow> for SignedIn {
    fn from(row: SessionRow) -> Self {
        let tenant = match (
            row.tenant_id,
            row.tenant_name,
            row.tenant_kind,
            row.tenant_role,
        ) {
            (Some(id), Some(name), Some(kind), Some(role)) => Some(TenantInfo {
                id: TenantId(id),
                name,
                kind,
                role,
                given: row.given_roles.iter().map(|one| given_role(one)).collect(),
                modules_off: row.modules_off,
            }),
            _ => None,
        };
        let locale: Locale = row.locale.parse().unwrap_or_default();
        let base = Format::for_locale(locale);
        let format = Format {
            calendar: row
                .calendar
                .and_then(|c| c.parse::<Calendar>().ok())
                .unwrap_or(base.calendar),
            digits: row
                .digits
                .and_then(|d| d.parse::<Digits>().ok())
                .unwrap_or(base.digits),
            money_unit: row
                .money_unit
                .and_then(|m| m.parse::<MoneyUnit>().ok())
                .unwrap_or(base.money_unit),
            tz: row.time_zone.parse().unwrap_or(base.tz),
            ..base
        };
        Self {
            id: row.user_id,
            session: row.session_id,
            email: row.email,
            name: row.display_name,
            tenant,
            staff: row.platform_roles,
            unread: row.unread,
            moment: row.moment,
            single_keys_off: false,
            theme: row.theme,
            format,
        }
    }
}

/// `role`, or `role kind id`.
fn given_role(text: &str) -> GivenRole {
    let mut parts = text.split(' ');
    let role = parts.next().unwrap_or_default().to_owned();
    let over = parts
        .next()
        .zip(parts.next().and_then(|id| id.parse().ok()))
        .map(|(kind, id)| ResourceRef {
            kind: kind.to_owned(),
            id,
        });
    GivenRole { role, over }
}
