//! A mounted route: who it is for, whose rows it touches, who may, and its unique name.
//! The declaration is enforced before any guard of the handler runs, and printed by `sarai routes`.

use std::sync::Arc;

use rocket::http::Method;
use rocket::route::{Handler, Outcome};
use rocket::{Data, Request, Route};
use serde::Serialize;

use super::permission::Side;
use crate::db::ScopeKind;
use crate::error::AppError;
use crate::web::Current;

/// For whom a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Anybody.
    Public,
    /// Signed-in people.
    Customer,
    /// Members of a shop.
    Shop,
    /// The platform's staff.
    Staff,
    /// Programs, with a token.
    Api,
    /// Other services that call us.
    Webhook,
    /// The operator's probes.
    Ops,
    /// Developers, never in production; a route of theirs may reach all rows without a permission.
    Dev,
}

impl Audience {
    /// Whether somebody must have signed in.
    #[must_use]
    pub fn signed_in(self) -> bool {
        matches!(self, Self::Customer | Self::Shop | Self::Staff)
    }
}

/// What a route declares.
#[derive(Clone, Debug, Serialize)]
pub struct Declaration {
    /// HTTP method.
    pub method: &'static str,
    /// Path in Rocket's notation.
    pub path: String,
    /// Owner: `kernel` or a module's id.
    pub module: &'static str,
    /// For whom.
    pub audience: Audience,
    /// Whose rows.
    pub scope: ScopeKind,
    /// Who may.
    pub permission: Option<&'static str>,
    /// Whether it also admits those who have the permission over some things alone, and looks at that itself.
    pub limited: bool,
    /// Whether it changes something and therefore stands under CSRF.
    pub unsafe_csrf: bool,
    /// By what a request that changes something shows that it is meant; `None` where nothing changes.
    pub proof: Option<Proof>,
    /// Whether a route for programs needs no token.
    #[serde(skip)]
    pub is_open: bool,
    /// `<module>.<resource>.<verb>`, unique.
    pub name: &'static str,
}

/// How a request that changes something shows that whoever sends it means it. A route has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// The CSRF token of a form of ours.
    Form,
    /// A token in the `Authorization` header, which no browser adds by itself.
    Bearer,
    /// The caller's signature over the raw body: the handler takes a `SignedBody`.
    Signature,
    /// A secret in a JSON body, such as a refresh token; the handler of another audience than `Api` takes a `RawBody`.
    Secret,
    /// A JSON body, which no browser sends to another site unasked. In development only.
    Json,
}

impl Declaration {
    /// Whether it changes something.
    #[must_use]
    pub fn unsafe_method(&self) -> bool {
        matches!(self.method, "POST" | "PUT" | "PATCH" | "DELETE")
    }

    /// In which capacity somebody asks for it.
    #[must_use]
    pub fn side(&self) -> Side {
        if self.audience == Audience::Staff || self.scope == ScopeKind::Platform {
            Side::Staff
        } else {
            Side::Member
        }
    }

    /// Pages of a tenant or of the staff may also read the person's own rows.
    pub(crate) fn account_beside(&self, kind: ScopeKind) -> bool {
        kind == ScopeKind::Account && matches!(self.scope, ScopeKind::Tenant | ScopeKind::Platform)
    }
}

/// The declaration of the route that Rocket matched.
pub(crate) fn declared_of<'r>(request: &'r Request<'_>) -> Option<&'r Declaration> {
    request.local_cache(Declared::default).0.as_deref()
}

/// One route with its declaration.
pub struct Mount {
    /// What it declares.
    pub declaration: Declaration,
    route: Route,
}

impl Mount {
    /// Declares a route. Several routes of one handler (with different ranks) are not supported: one name, one route.
    #[must_use]
    pub fn new(name: &'static str, audience: Audience, scope: ScopeKind, route: Route) -> Self {
        let changes = matches!(
            route.method,
            Method::Post | Method::Put | Method::Patch | Method::Delete
        );
        let declaration = Declaration {
            method: route.method.as_str(),
            path: route.uri.to_string(),
            module: name.split_once('.').map_or(name, |(module, _)| module),
            audience,
            scope,
            permission: None,
            limited: false,
            unsafe_csrf: changes && !matches!(audience, Audience::Api | Audience::Webhook),
            proof: match audience {
                Audience::Api => changes.then_some(Proof::Bearer),
                Audience::Webhook => None,
                _ => changes.then_some(Proof::Form),
            },
            is_open: false,
            name,
        };
        Self { declaration, route }
    }

    /// Declares who may.
    #[must_use]
    pub fn may(mut self, permission: &'static str) -> Self {
        self.declaration.permission = Some(permission);
        self
    }

    /// Declares a route for programs that needs no token; one that changes something then brings another proof.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.declaration.is_open = true;
        if self.declaration.proof == Some(Proof::Bearer) {
            self.declaration.proof = None;
        }
        self
    }

    /// Admits those whose permission is limited to some things, too: the handler asks [`Can::over`](super::Can::over) or
    /// narrows its list by [`Can::reach`](super::Can::reach).
    #[must_use]
    pub fn limited(mut self) -> Self {
        self.declaration.limited = true;
        self
    }

    /// Declares what proves a request, where it is not the token of our own forms.
    #[must_use]
    pub fn by(mut self, proof: Proof) -> Self {
        self.declaration.proof = Some(proof);
        self.declaration.unsafe_csrf &= proof == Proof::Form;
        self
    }

    /// The route that enforces its declaration.
    #[must_use]
    pub fn into_route(self) -> Route {
        let Self {
            declaration,
            mut route,
        } = self;
        route.name = Some(declaration.name.into());
        route.handler = Box::new(Enforced {
            declared: Declared(Some(Arc::new(declaration))),
            inner: route.handler.clone(),
        });
        route
    }
}

/// The declaration in the request's local cache.
#[derive(Clone, Default)]
pub(crate) struct Declared(pub(crate) Option<Arc<Declaration>>);

#[derive(Clone)]
struct Enforced {
    declared: Declared,
    inner: Box<dyn Handler>,
}

#[rocket::async_trait]
impl Handler for Enforced {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        request.local_cache(|| self.declared.clone());
        let admitted = match readable(request) {
            Ok(()) => Current::admit(request).await,
            // Whose language the refusal speaks, and whether it is JSON, is a matter of the request's context.
            Err(error) => Current::of(request).await.and(Err(error)),
        };
        match admitted {
            Ok(()) => self.inner.handle(request, data).await,
            Err(error) => refuse(request, data, error).await,
        }
    }
}

/// PostgreSQL keeps no NUL, and no address of ours has one: refused here, so that no filter, cursor or id meets it.
fn readable(request: &Request<'_>) -> Result<(), AppError> {
    let uri = request.uri();
    let query = uri.query().map_or("", |query| query.as_str());
    if uri.path().as_str().contains("%00") || query.contains("%00") {
        return Err(AppError::BadRequest("a NUL in the address".to_owned()));
    }
    Ok(())
}

/// Answers a refusal; drains a small body first so that the browser reads the answer instead of a reset.
async fn refuse<'r>(request: &'r Request<'_>, data: Data<'r>, error: AppError) -> Outcome<'r> {
    if request.method().supports_payload() {
        crate::web::drain(request, data).await;
    }
    Outcome::from(request, error)
}

/// Declares routes, one a line: `mounts![Customer Tenant "tickets.tickets.index" => routes::tickets::index, …]`;
/// `may KEY` after the name declares the permission; `may KEY, limited` also admits who has it over some things alone.
/// `by Signature` before that declares the proof.
#[macro_export]
macro_rules! mounts {
    ($($audience:ident $scope:ident $name:literal $(by $proof:ident)? $(may $permission:expr $(, $limited:ident)?)? => $route:path),+ $(,)?) => {
        vec![$({
            let route = rocket::routes![$route].swap_remove(0);
            let mount = $crate::module::Mount::new(
                $name, $crate::module::Audience::$audience, $crate::db::ScopeKind::$scope, route);
            $(let mount = mount.by($crate::module::Proof::$proof);)?
            $(let mount = mount.may($permission)$(.$limited())?;)?
            mount
        }),+]
    };
}
