//! What is known of the current request: who, in which language, from where, on which declared route.
//! Found once, kept in the request's local cache; guards, views and problem pages read it from here.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use l10n::{Calendar, Digits, Format, Locale, MoneyUnit};
use rocket::Request;
use rocket::http::{Cookie, CookieJar};
use rocket::request::Outcome;
use uuid::Uuid;

use super::{Cookies, LANG_COOKIE, THEME_COOKIE, client_address};
use crate::app::App;
use crate::db::{JobDb, ScopeKind, Statements, Who, sql};
use crate::error::{AppError, AppResult};
use crate::ids::{RequestId, SessionId, TenantId, UserId};
use crate::keys;
use crate::module::{Declaration, PlatformRole, TenantRole, declared_of};

/// The tenant that a signed-in person works in.
#[derive(Clone, Debug)]
pub struct TenantInfo {
    /// Its id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// `person`, `company` or `shop`.
    pub kind: String,
    /// What the person is in it.
    pub role: TenantRole,
}

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub id: UserId,
    /// Which sign-in.
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
    theme: String,
    format: Format,
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
        let token = jar
            .get(Cookies::session_name(&app.config))
            .map(|c| c.value().to_owned());
        let user = match &token {
            Some(token) => find_session(&app, token, &statements).await,
            None => Ok(None),
        };
        let signed_in = user.as_ref().ok().and_then(Option::as_ref);
        let chosen = chosen_locale(request, jar);
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
        let address = client_address(request, &app.config.trusted_proxies);
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
            app,
        })
    }

    /// The declaration of the matched route.
    pub(crate) fn declaration<'r>(request: &'r Request<'_>) -> Option<&'r Declaration> {
        declared_of(request)
    }

    /// The signed-in person.
    pub(crate) async fn user<'r>(request: &'r Request<'_>) -> AppResult<Option<&'r SignedIn>> {
        Self::of(request).await?.signed_in()
    }

    pub(crate) fn signed_in(&self) -> AppResult<Option<&SignedIn>> {
        match &self.user {
            Ok(user) => Ok(user.as_ref()),
            Err(detail) => Err(AppError::Unavailable(detail.clone())),
        }
    }

    /// Enforces the route's declaration: signed in, permission, tenant.
    pub(crate) async fn admit(request: &Request<'_>) -> AppResult<()> {
        let Some(declared) = Self::declaration(request) else {
            return Err(AppError::internal("a route without a declaration"));
        };
        let current = Self::of(request).await?;
        if matches!(declared.scope, ScopeKind::None)
            && !declared.audience.signed_in()
            && declared.permission.is_none()
        {
            return Ok(());
        }
        let user = current.signed_in()?;
        if user.is_none() && (declared.audience.signed_in() || declared.permission.is_some()) {
            return Err(AppError::SignInFirst);
        }
        if let (Some(key), Some(user)) = (declared.permission, user)
            && !current
                .app
                .registry
                .may(key, user.tenant.as_ref().map(|t| t.role), &user.staff)
        {
            return Err(AppError::Forbidden("kernel.problem.forbidden"));
        }
        if declared.scope == ScopeKind::Platform
            && user.is_some_and(|u| !current.staff_may(u, declared.permission))
        {
            return Err(AppError::Forbidden("kernel.problem.forbidden"));
        }
        if declared.scope == ScopeKind::Tenant && user.is_some_and(|u| u.tenant.is_none()) {
            return Err(AppError::Forbidden("kernel.problem.no_tenant"));
        }
        Ok(())
    }

    /// A permission that a tenant role gives does not open the platform's rows.
    fn staff_may(&self, user: &SignedIn, key: Option<&'static str>) -> bool {
        key.is_some_and(|key| self.app.registry.may(key, None, &user.staff))
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
        let status = error.status();
        super::problem::keep(request, error);
        Outcome::Error((status, ()))
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

#[derive(diesel::QueryableByName)]
struct SessionRow {
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
    tenant_kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    tenant_role: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    platform_roles: Vec<String>,
    #[diesel(sql_type = BigInt)]
    unread: i64,
}

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
            sql("SELECT * FROM session_by_token($1, $2)")
                .bind::<Binary, _>(hash.as_slice())
                .bind::<Timestamptz, _>(now)
                .get_results::<SessionRow>(conn)
                .await
        })
        .await
        .map(|rows| rows.into_iter().next().map(SignedIn::from))
        .map_err(|error| error.to_string())
}

impl From<SessionRow> for SignedIn {
    fn from(row: SessionRow) -> Self {
        let role = row.tenant_role.as_deref().and_then(TenantRole::parse);
        let tenant = match (row.tenant_id, row.tenant_name, row.tenant_kind, role) {
            (Some(id), Some(name), Some(kind), Some(role)) => Some(TenantInfo {
                id: TenantId(id),
                name,
                kind,
                role,
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
            staff: row
                .platform_roles
                .iter()
                .filter_map(|r| PlatformRole::parse(r))
                .collect(),
            unread: row.unread,
            theme: row.theme,
            format,
        }
    }
}
