//! `JsonIn<T>`: the only way a handler of the API takes a body; `JsonOut`: how it answers. The body is bounded in size
//! and time, is JSON by its own word, and holds nothing that `T` does not know; each fault is named by a JSON pointer.

use std::io::Cursor;
use std::ops::Deref;

use rocket::data::{FromData, Outcome};
use rocket::http::{ContentType, Header, Status};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Data, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::once::Once;
use super::problem::ApiProblem;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::web::{BodyReader, Form, Raw, Reader};

/// Bytes of a body.
pub const BODY_LIMIT: u64 = 256 * 1024;

/// A JSON body of our own type.
pub struct JsonIn<T> {
    value: T,
    pub(super) once: Once,
}

impl<T> Deref for JsonIn<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

#[rocket::async_trait]
impl<'r, T: DeserializeOwned + Send> FromData<'r> for JsonIn<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match take::<T>(request, data).await {
            Ok(json) => Outcome::Success(json),
            Err(error) => Outcome::Error(crate::web::keep(request, error)),
        }
    }
}

async fn take<T: DeserializeOwned>(request: &Request<'_>, data: Data<'_>) -> AppResult<JsonIn<T>> {
    let is_json = request.content_type().is_some_and(|kind| kind.is_json());
    let bytes = BodyReader::open(request, data, BODY_LIMIT).whole().await?;
    if !is_json {
        return Err(ApiProblem::NotJson.into());
    }
    let once = Once::of(request, &bytes).await?;
    let value = parse(&bytes)?;
    Ok(JsonIn { value, once })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> AppResult<T> {
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|error| ApiProblem::Malformed(error.line(), error.column()))?;
    if let Some(pointer) = zero(&value) {
        return Err(AppError::invalid(&pointer, "kernel.invalid.zero"));
    }
    // serde would read a list as the fields in their order.
    if !value.is_object() {
        let said = vec![("error", "expected an object".to_owned())];
        let mut errors = FieldErrors::default();
        errors.add_with("", "kernel.invalid.shape", said);
        return Err(errors.into());
    }
    let mut unknown = FieldErrors::default();
    let mut note = |path: serde_ignored::Path<'_>| {
        unknown.add(
            &path.to_string().replace('.', "/"),
            "kernel.invalid.unknown",
        );
    };
    let known = serde_ignored::Deserializer::new(value, &mut note);
    let read = serde_path_to_error::deserialize(known).map_err(|error| {
        let said = vec![("error", error.inner().to_string())];
        let mut errors = FieldErrors::default();
        errors.add_with(&pointer(error.path()), "kernel.invalid.shape", said);
        AppError::Invalid(errors)
    })?;
    if unknown.is_empty() {
        Ok(read)
    } else {
        Err(unknown.into())
    }
}

/// The path of a fault as a JSON pointer without its first stroke (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let parts = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(escaped(key)),
        Segment::Enum { variant } => Some(escaped(variant)),
        Segment::Unknown => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Where a text holds the zero character, which PostgreSQL cannot keep.
fn zero(value: &Value) -> Option<String> {
    let below = |key: String, value: &Value| {
        zero(value).map(|rest| {
            if rest.is_empty() {
                key
            } else {
                format!("{key}/{rest}")
            }
        })
    };
    match value {
        Value::String(text) if text.contains('\0') => Some(String::new()),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(index, value)| below(index.to_string(), value)),
        Value::Object(map) => map
            .iter()
            .find_map(|(key, value)| below(escaped(key), value)),
        _ => None,
    }
}

/// Reads values by the rules of a form, so that a rule stands once; its errors point at the fields of the same names.
pub fn checked<F: Form>(values: &[(&str, &str)]) -> AppResult<F> {
    let raw = Raw::prefilled(values);
    let mut reader = Reader::exact(&raw);
    let form = F::read(&mut reader);
    let errors = reader.into_errors();
    if errors.is_empty() {
        Ok(form)
    } else {
        Err(errors.into())
    }
}

/// An answer to a program: a status and its JSON, as it is kept for a second sending too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonOut {
    pub(super) status: Status,
    pub(super) body: String,
    pub(super) location: Option<String>,
    pub(super) is_replay: bool,
}

impl JsonOut {
    /// 200 with this value.
    pub fn ok(value: &impl Serialize) -> AppResult<Self> {
        Ok(Self {
            status: Status::Ok,
            body: serde_json::to_string(value)?,
            location: None,
            is_replay: false,
        })
    }
    /// 201 with the new thing and its address in the API.
    pub fn created(value: &impl Serialize, location: impl Into<String>) -> AppResult<Self> {
        Ok(Self {
            status: Status::Created,
            location: Some(location.into()),
            ..Self::ok(value)?
        })
    }
    /// 204: done, and nothing to say.
    #[must_use]
    pub fn done() -> Self {
        Self {
            status: Status::NoContent,
            body: String::new(),
            location: None,
            is_replay: false,
        }
    }
}

impl<'r> Responder<'r, 'static> for JsonOut {
    fn respond_to(self, _: &'r Request<'_>) -> Rendered<'static> {
        let mut response = Response::build().status(self.status).finalize();
        if !self.body.is_empty() {
            response.set_header(ContentType::JSON);
            response.set_sized_body(self.body.len(), Cursor::new(self.body));
        }
        if let Some(location) = self.location {
            response.set_header(Header::new("Location", location));
        }
        if self.is_replay {
            response.set_header(Header::new("Idempotency-Replayed", "true"));
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)] // read by serde only
    struct Sale {
        lines: Vec<Line>,
    }
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)] // read by serde only
    struct Line {
        weight_mg: u32,
    }

    fn fault(text: &str) -> Vec<(String, &'static str)> {
        match parse::<Sale>(text.as_bytes()) {
            Err(AppError::Invalid(errors)) => errors
                .iter()
                .map(|(at, e)| (at.to_owned(), e.key))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_fault_is_named_where_it_stands() {
        let at = |place: &str, key| vec![(place.to_owned(), key)];
        let shape = fault(r#"{"lines":[{"weight_mg":1},{"weight_mg":"x"}]}"#);
        assert_eq!(shape, at("lines/1/weight_mg", "kernel.invalid.shape"));
        let unknown = fault(r#"{"lines":[{"weight_mg":1,"price":2}]}"#);
        assert_eq!(unknown, at("lines/0/price", "kernel.invalid.unknown"));
        let zero = fault("{\"lines\":[{\"weight_mg\":1}],\"a/b\":\"\\u0000\"}");
        assert_eq!(zero, at("a~1b", "kernel.invalid.zero"));
        assert_eq!(fault("{}"), at("", "kernel.invalid.shape"));
        assert_eq!(fault("[[]]"), at("", "kernel.invalid.shape"));
    }

    #[test]
    fn what_is_no_json_says_where_it_ends_to_be_some() {
        let error = parse::<Sale>(b"{\"lines\":\n[}").unwrap_err();
        assert!(
            matches!(error, AppError::Api(ApiProblem::Malformed(2, 2))),
            "{error:?}"
        );
    }
}
