//! What only programs meet: no token, a scope that is missing, an hour used up, a key used twice.
//! Each names what to change; `web::problem` gives it the face of RFC 9457.

use std::sync::Arc;

use rocket::Request;
use rocket::http::{Header, Status};

use crate::app::App;
use crate::error::AppError;
use crate::module::Audience;

/// A problem of the edge for programs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiProblem {
    /// No token, or one that is unknown, revoked or expired.
    #[error("no valid token")]
    NoToken {
        /// Whether some token came.
        given: bool,
    },
    /// The token lacks this scope.
    #[error("the token lacks the scope {0}")]
    MissingScope(&'static str),
    /// The token has the scope, but its person may not (any more).
    #[error("the person of the token lacks the permission {0}")]
    NotAllowed(&'static str),
    /// The hour's requests are used up; so many seconds are left of it.
    #[error("the hour's requests are used up; {0} s left")]
    Spent(u32),
    /// An unsafe request without its key.
    #[error("no Idempotency-Key")]
    KeyMissing,
    /// A key that is too long or not plain text.
    #[error("an Idempotency-Key that cannot be kept")]
    KeyUnfit,
    /// The key was used for another request.
    #[error("the Idempotency-Key belongs to another request")]
    KeyReused,
    /// The body says that it is something else.
    #[error("the body is not JSON by its Content-Type")]
    NotJson,
    /// The address takes other methods: these.
    #[error("the address takes other methods: {0}")]
    WrongMethod(String),
    /// The body is no JSON, at this line and column.
    #[error("the body is no JSON: line {0}, column {1}")]
    Malformed(usize, usize),
}

/// No route was matched, yet the address is one of ours for programs: its methods are told.
pub(crate) fn wrong_method(request: &Request<'_>) -> Option<AppError> {
    let path = request.uri().path();
    if request.route().is_some() || !path.starts_with("/api/") {
        return None;
    }
    let app = request.rocket().state::<Arc<App>>()?;
    let declared = app.registry.declarations().iter();
    let here = declared.filter(|d| d.audience == Audience::Api && fits(&d.path, path.as_str()));
    let mut methods: Vec<&str> = here.map(|d| d.method).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    (!methods.is_empty()).then(|| ApiProblem::WrongMethod(methods.join(", ")).into())
}

/// Whether a path is one of a route's, whatever stands in its parameters.
fn fits(route: &str, path: &str) -> bool {
    let route: Vec<&str> = route
        .split('?')
        .next()
        .unwrap_or_default()
        .split('/')
        .collect();
    let path: Vec<&str> = path.split('/').collect();
    route.len() == path.len()
        && route
            .iter()
            .zip(&path)
            .all(|(part, given)| part.starts_with('<') || part == given)
}

impl From<ApiProblem> for AppError {
    fn from(problem: ApiProblem) -> Self {
        Self::Api(problem)
    }
}

impl ApiProblem {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::NoToken { .. } => Status::Unauthorized,
            Self::MissingScope(_) | Self::NotAllowed(_) => Status::Forbidden,
            Self::Spent(_) => Status::TooManyRequests,
            Self::KeyMissing | Self::KeyUnfit | Self::Malformed(..) => Status::BadRequest,
            Self::KeyReused => Status::UnprocessableEntity,
            Self::WrongMethod(_) => Status::MethodNotAllowed,
            Self::NotJson => Status::UnsupportedMediaType,
        }
    }

    /// The key of its texts, below `kernel.problem`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoToken { .. } => "api_no_token",
            Self::MissingScope(_) => "api_missing_scope",
            Self::NotAllowed(_) => "api_not_allowed",
            Self::Spent(_) => "api_spent",
            Self::KeyMissing => "api_key_missing",
            Self::KeyUnfit => "api_key_unfit",
            Self::KeyReused => "api_key_reused",
            Self::WrongMethod(_) => "api_wrong_method",
            Self::NotJson => "api_not_json",
            Self::Malformed(..) => "api_malformed",
        }
    }

    /// The variables of its texts.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::MissingScope(scope) | Self::NotAllowed(scope) => {
                vec![("scope", (*scope).to_owned())]
            }
            Self::Spent(seconds) => vec![("seconds", seconds.to_string())],
            Self::WrongMethod(methods) => vec![("methods", methods.clone())],
            Self::Malformed(line, column) => {
                vec![("line", line.to_string()), ("column", column.to_string())]
            }
            _ => Vec::new(),
        }
    }

    /// The headers that say the same to programs (RFC 6750, RFC 9110).
    #[must_use]
    pub fn headers(&self) -> Vec<Header<'static>> {
        let challenge = |more: &str| {
            let value = format!("Bearer realm=\"sarai\"{more}");
            vec![Header::new("WWW-Authenticate", value)]
        };
        match self {
            Self::NoToken { given: false } => challenge(""),
            Self::NoToken { given: true } => challenge(", error=\"invalid_token\""),
            Self::MissingScope(scope) => challenge(&format!(
                ", error=\"insufficient_scope\", scope=\"{scope}\""
            )),
            Self::Spent(seconds) => vec![Header::new("Retry-After", seconds.to_string())],
            Self::WrongMethod(methods) => vec![Header::new("Allow", methods.clone())],
            Self::NotJson => vec![Header::new("Accept-Post", "application/json")],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn parameters_fit_anything_and_words_only_themselves() {
        assert!(fits("/api/v1/notes/<id>", "/api/v1/notes/7"));
        assert!(fits("/api/v1/notes?<after>", "/api/v1/notes"));
        assert!(!fits("/api/v1/notes/<id>", "/api/v1/notes"));
        assert!(!fits("/api/v1/notes", "/api/v1/things"));
    }
}
