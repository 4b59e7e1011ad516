//! What can go wrong, by what the visitor can do next. The text for people is a key; the detail is for the log.
//! `web::problem` gives every variant one face as page, fragment and JSON.

use std::collections::BTreeMap;

use rocket::http::Status;

use crate::api::ApiProblem;

/// The result of verbs and handlers.
pub type AppResult<T> = Result<T, AppError>;

/// Errors of a form by field; the field "" holds what concerns the form as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<String, FieldError>);

/// One error of a field: a text key and its variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Key of the text.
    pub key: &'static str,
    /// Variables of the text.
    pub vars: Vec<(&'static str, String)>,
}

impl FieldErrors {
    /// One error for one field.
    #[must_use]
    pub fn one(field: &str, key: &'static str) -> Self {
        let mut errors = Self::default();
        errors.add(field, key);
        errors
    }
    /// Adds an error; the first of a field stays.
    pub fn add(&mut self, field: &str, key: &'static str) {
        self.add_with(field, key, Vec::new());
    }
    /// Adds an error with variables.
    pub fn add_with(&mut self, field: &str, key: &'static str, vars: Vec<(&'static str, String)>) {
        self.0
            .entry(field.to_owned())
            .or_insert(FieldError { key, vars });
    }
    /// The error of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&FieldError> {
        self.0.get(field)
    }
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// All, by field name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FieldError)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v))
    }
    /// Takes over another form's errors.
    pub fn merge(&mut self, other: Self) {
        for (field, error) in other.0 {
            self.0.entry(field).or_insert(error);
        }
    }
}

/// An error with a way on.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// It is not there, or not theirs: look elsewhere. The key names the thing.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// Sign in, then come back.
    #[error("sign in first")]
    SignInFirst,
    /// They may not; ask whoever may.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// The form was open too long or came from elsewhere: open it again.
    #[error("csrf token missing or stale")]
    Stale,
    /// A call from outside whose proof does not hold; it is told nothing more.
    #[error("the proof of a call does not hold")]
    Unproven,
    /// What was typed needs mending, field by field.
    #[error("invalid input: {0:?}")]
    Invalid(FieldErrors),
    /// Somebody else was quicker: look again. The key says what happened.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Wait this many seconds.
    #[error("too many tries; wait {0} s")]
    TooMany(u32),
    /// The body is larger than this many bytes.
    #[error("body larger than {0} bytes")]
    TooLarge(u64),
    /// The body came too slowly: send it again over a better connection.
    #[error("body too slow")]
    TooSlow,
    /// A kind of body that this address does not take.
    #[error("unsupported kind of body")]
    MediaType,
    /// The request cannot be read; the text is for developers.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// What only programs meet: a token, a scope, a key.
    #[error("{0}")]
    Api(ApiProblem),
    /// A service that we depend on did not answer.
    #[error("upstream: {0}")]
    Upstream(String),
    /// The database is away: try again soon.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Our fault; the text goes to the log only.
    #[error("internal: {0}")]
    Internal(String),
}

impl AppError {
    /// Our fault, with a detail for the log.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::Internal(detail.into())
    }

    /// Invalid input in one field.
    #[must_use]
    pub fn invalid(field: &str, key: &'static str) -> Self {
        Self::Invalid(FieldErrors::one(field, key))
    }

    /// A lost race; `write` runs the work again.
    #[must_use]
    pub fn lost_race() -> Self {
        Self::Conflict(RETRY)
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::NotFound(_) => Status::NotFound,
            Self::SignInFirst | Self::Unproven => Status::Unauthorized,
            Self::Forbidden(_) | Self::Stale => Status::Forbidden,
            Self::Invalid(_) => Status::UnprocessableEntity,
            Self::Conflict(_) => Status::Conflict,
            Self::TooMany(_) => Status::TooManyRequests,
            Self::TooLarge(_) => Status::PayloadTooLarge,
            Self::TooSlow => Status::RequestTimeout,
            Self::MediaType => Status::UnsupportedMediaType,
            Self::BadRequest(_) => Status::BadRequest,
            Self::Api(problem) => problem.status(),
            Self::Upstream(_) => Status::BadGateway,
            Self::Unavailable(_) => Status::ServiceUnavailable,
            Self::Internal(_) => Status::InternalServerError,
        }
    }

    /// Whether the same transaction may succeed when it is run again: a deadlock or a serialization failure.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Conflict(key) if *key == RETRY)
    }
}

/// Key of the conflict that a lost race leaves when its retries are used up.
const RETRY: &str = "kernel.problem.race";

impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match &error {
            Error::NotFound => Self::NotFound("kernel.thing"),
            Error::DatabaseError(Kind::SerializationFailure, _) => Self::Conflict(RETRY),
            Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            Error::DatabaseError(_, info) if info.message() == "deadlock detected" => {
                Self::Conflict(RETRY)
            }
            // Mostly it waited for a row that others hold, such as the wallet from which everybody buys at once.
            Error::DatabaseError(_, info) if info.message() == GIVEN_UP => {
                Self::Unavailable(info.message().to_owned())
            }
            Error::DatabaseError(_, info) if is_shutdown(info.message()) => {
                Self::Unavailable(info.message().to_owned())
            }
            Error::BrokenTransactionManager => Self::Unavailable("connection lost".to_owned()),
            _ => Self::Internal(format!("database: {error}")),
        }
    }
}

/// What PostgreSQL says when `statement_timeout` is over.
const GIVEN_UP: &str = "canceling statement due to statement timeout";

fn is_shutdown(message: &str) -> bool {
    message.starts_with("terminating connection")
        || message.starts_with("the database system is")
        || message.contains("connection closed")
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("json: {error}"))
    }
}
