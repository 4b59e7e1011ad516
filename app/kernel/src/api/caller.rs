//! Who calls: the token of the `Authorization` header, looked up and counted in one statement. A cookie counts for
//! nothing here, so no other site can make a browser call for somebody.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Array, Binary, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use uuid::Uuid;

use super::models::tokens::PREFIX;
use super::problem::ApiProblem;
use super::{PER_HOUR, jwt};
use crate::app::App;
use crate::db::{JobDb, PublicDb, ScopeKind, Statements, Who, sql};
use crate::error::{AppError, AppResult};
use crate::ids::{ApiTokenId, TenantId, UserId};
use crate::keys;
use crate::limits;
use crate::module::Declaration;
use crate::web::{Current, SessionRow, SignedIn};

/// The program of this request, and for whom it acts.
#[derive(Clone, Debug)]
pub struct ApiCaller {
    /// The token; of a signed access token, the one that it was exchanged for.
    pub token: ApiTokenId,
    /// The person that it acts as.
    pub person: UserId,
    /// The tenant that it acts in.
    pub tenant: TenantId,
    /// Permissions that it may use, as far as the person has them.
    pub scopes: Vec<String>,
    /// When the token ends.
    pub expires_at: DateTime<Utc>,
    /// Whether it came as an access token, which cannot be exchanged again.
    pub is_access: bool,
}

/// What a token has left of its hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Budget {
    /// Requests an hour.
    pub limit: i32,
    /// Requests left, this one counted.
    pub left: i32,
    /// Seconds until the hour is over.
    pub seconds: u32,
    /// Whether this request was one too many.
    pub is_spent: bool,
}

/// What the `Authorization` header led to.
#[derive(Debug, Default)]
pub(crate) enum Caller {
    /// This route looks for none.
    #[default]
    NotAsked,
    /// The header is missing, or holds something else than a token of ours.
    Nobody { given: bool },
    /// Too many unknown tokens came from this address.
    Paused(u32),
    /// A program.
    Known(ApiCaller, Budget),
}

impl Caller {
    pub(crate) fn known(&self) -> Option<&ApiCaller> {
        match self {
            Self::Known(caller, _) => Some(caller),
            _ => None,
        }
    }

    pub(crate) fn budget(&self) -> Option<Budget> {
        match self {
            Self::Known(_, budget) => Some(*budget),
            _ => None,
        }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    api_token_id: ApiTokenId,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    per_hour: Option<i32>,
    #[diesel(sql_type = Integer)]
    requests: i32,
    #[diesel(sql_type = Timestamptz)]
    hour_began_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
    #[diesel(embed)]
    person: SessionRow,
}

/// Which token came: a hash to look for, or what a signed access token says.
enum Given {
    Token(Vec<u8>),
    Access { token: ApiTokenId, family: Uuid },
}

/// Finds the caller of a route for programs, and the person that it acts as.
pub(crate) async fn find(
    request: &Request<'_>,
    app: &Arc<App>,
    statements: &Arc<Statements>,
    address: Option<IpAddr>,
) -> (Result<Option<SignedIn>, String>, Caller) {
    let given = request.headers().get_one("Authorization");
    let Some(token) = given.and_then(bearer) else {
        let given = given.is_some();
        return (Ok(None), Caller::Nobody { given });
    };
    let Some(given) = read(app, token) else {
        return (Ok(None), Caller::Nobody { given: true });
    };
    match look_up(&scope(app, statements, address), &given).await {
        Ok(Some(row)) => {
            let (person, caller) = known(app, row, matches!(given, Given::Access { .. }));
            (Ok(Some(person)), caller)
        }
        Ok(None) => match count_failure(&scope(app, statements, address)).await {
            Ok(0) => (Ok(None), Caller::Nobody { given: true }),
            Ok(wait) => (Ok(None), Caller::Paused(wait)),
            Err(error) => (Err(error.to_string()), Caller::NotAsked),
        },
        Err(error) => (Err(error.to_string()), Caller::NotAsked),
    }
}

/// The token of a header; the scheme's name is not case-sensitive.
pub(crate) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Anything that was never ours is told so without asking the database.
fn read(app: &App, token: &str) -> Option<Given> {
    if token.starts_with(PREFIX) {
        return Some(Given::Token(keys::token_hash(token)));
    }
    let claims = jwt::verify(app, token)?;
    Some(Given::Access {
        token: ApiTokenId(claims.token),
        family: claims.family,
    })
}

fn scope(app: &Arc<App>, statements: &Arc<Statements>, address: Option<IpAddr>) -> PublicDb {
    let who = Who {
        address,
        statements: Arc::clone(statements),
        ..Who::default()
    };
    JobDb::new(Arc::clone(app), who).public()
}

/// In SQL, as every request asks it and the row is a function's: planned once a connection (ADR 0016).
async fn look_up(db: &PublicDb, given: &Given) -> AppResult<Option<Row>> {
    let now = db.app().clock.now();
    let (hash, token, family) = match given {
        Given::Token(hash) => (Some(hash.as_slice()), None, None),
        Given::Access { token, family } => (None, Some(token.0), Some(*family)),
    };
    let rows: Vec<Row> = db
        .once(async |conn| {
            sql("SELECT * FROM api_caller($1, $2, $3, $4)")
                .bind::<Nullable<Binary>, _>(hash)
                .bind::<Nullable<SqlUuid>, _>(token)
                .bind::<Nullable<SqlUuid>, _>(family)
                .bind::<Timestamptz, _>(now)
                .get_results(conn)
                .await
        })
        .await?;
    Ok(rows.into_iter().next())
}

#[derive(QueryableByName)]
struct Wait {
    #[diesel(sql_type = Integer)]
    seconds: i32,
}

/// Counts an unknown token against its address. Only unknown ones wait: who holds a good token is not told to by others.
pub(crate) async fn count_failure(db: &PublicDb) -> AppResult<u32> {
    let (now, from) = (db.app().clock.now(), limits::origin(db.who().address));
    let pauses = limits::pauses_of(db.app())?;
    let wait: Wait = db
        .once(async |conn| {
            sql("SELECT identity_attempt('api.address', $1, $2, $3) AS seconds")
                .bind::<Text, _>(&from)
                .bind::<Timestamptz, _>(now)
                .bind::<Array<Integer>, _>(&pauses)
                .get_result(conn)
                .await
        })
        .await?;
    Ok(u32::try_from(wait.seconds).unwrap_or_default())
}

fn known(app: &App, row: Row, is_access: bool) -> (SignedIn, Caller) {
    let set = PER_HOUR
        .of(app)
        .map_or(100, |set| i32::try_from(set).unwrap_or(i32::MAX));
    let limit = row.per_hour.unwrap_or(set).max(1);
    let over = row.hour_began_at + Duration::hours(1) - app.clock.now();
    let budget = Budget {
        limit,
        left: (limit - row.requests).max(0),
        seconds: u32::try_from(over.num_seconds().max(1)).unwrap_or(1),
        is_spent: row.requests > limit,
    };
    let person = SignedIn::from(row.person);
    let caller = ApiCaller {
        token: row.api_token_id,
        person: person.id,
        tenant: person
            .tenant
            .as_ref()
            .map_or_else(|| TenantId(Uuid::nil()), |t| t.id),
        scopes: row.scopes,
        expires_at: row.expires_at,
        is_access,
    };
    (person, Caller::Known(caller, budget))
}

/// Lets a program in: a token, something left of its hour, the scope, and the person's own permission at this moment.
pub(crate) fn admit(current: &Current, declared: &Declaration) -> AppResult<()> {
    if declared.is_open {
        return Ok(());
    }
    let user = current.signed_in()?;
    let (caller, budget) = match &current.caller {
        Caller::Known(caller, budget) => (caller, budget),
        Caller::Paused(seconds) => return Err(AppError::TooMany(*seconds)),
        Caller::Nobody { given } => return Err(ApiProblem::NoToken { given: *given }.into()),
        Caller::NotAsked => return Err(ApiProblem::NoToken { given: false }.into()),
    };
    if budget.is_spent {
        return Err(ApiProblem::Spent(budget.seconds).into());
    }
    // All tenants' rows are for people at screens, never for a token.
    if matches!(declared.scope, ScopeKind::Platform | ScopeKind::Account) {
        return Err(AppError::internal("a token opens a tenant's rows only"));
    }
    let scope = declared.permission;
    if let Some(key) = scope.filter(|key| !caller.scopes.iter().any(|scope| scope == key)) {
        return Err(ApiProblem::MissingScope(key).into());
    }
    let Some(user) = user else {
        return Err(ApiProblem::NoToken { given: true }.into());
    };
    match (current.admit_person(declared, user), scope) {
        (Err(AppError::Forbidden("kernel.problem.forbidden")), Some(key)) => {
            Err(ApiProblem::NotAllowed(key).into())
        }
        (admitted, _) => admitted,
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiCaller {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match Current::of(request).await {
            Ok(current) => match current.caller.known() {
                Some(caller) => Outcome::Success(caller.clone()),
                None => Current::refuse(request, ApiProblem::NoToken { given: false }.into()),
            },
            Err(error) => Current::refuse(request, error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn only_a_bearer_is_read() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc "), Some("abc"));
        assert_eq!(bearer("Basic abc"), None);
        assert_eq!(bearer("abc"), None);
    }
}
