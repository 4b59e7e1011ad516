//! Lists for programs: `?after=&limit=` in, `{"data": […], "next": …}` out, paged by key as the screens are.
//! A cursor that we did not write is refused: a program that ignores it would read the first page for ever.

use chrono::{DateTime, Utc};
use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::{AppResult, FieldErrors};
use crate::web::{Current, Cursor, Page, PageQuery};

/// Rows of a page unless the program asks for fewer.
pub const MOST: usize = 50;

/// Which page a program asks for: a guard, and in `#[utoipa::path(params(ApiQuery))]` its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiQuery {
    after: Option<Cursor>,
    limit: usize,
}

/// What the document says of it. The pattern is that of every cursor that [`Cursor::encode`] writes until 2255.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)] // described, never made
struct Described {
    /// `next` of the page before.
    #[param(pattern = "^A[AB][A-Za-z0-9_-]{30}$")]
    after: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

impl IntoParams for ApiQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(place)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiQuery {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let query = request.uri().query().map_or("", |query| query.as_str());
        match Self::read(query) {
            Ok(query) => Outcome::Success(query),
            Err(error) => Current::refuse(request, error),
        }
    }
}

impl ApiQuery {
    /// From the address's query. Each parameter stands once.
    pub fn read(query: &str) -> AppResult<Self> {
        let mut errors = FieldErrors::default();
        let (mut after, mut limit) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "after" if after.is_none() && Cursor::decode(&value).is_some() => {
                    after = Cursor::decode(&value);
                }
                "after" => errors.add("?after", "kernel.invalid.cursor"),
                "limit" if limit.is_none() && rows(&value).is_some() => limit = rows(&value),
                "limit" => {
                    let most = vec![("max", MOST.to_string())];
                    errors.add_with("?limit", "kernel.invalid.limit", most);
                }
                _ => {}
            }
        }
        if errors.is_empty() {
            let limit = limit.unwrap_or(MOST);
            Ok(Self { after, limit })
        } else {
            Err(errors.into())
        }
    }

    /// The same page as the finders of screens take it.
    #[must_use]
    pub fn page(&self) -> PageQuery {
        PageQuery {
            after: self.after,
            ..PageQuery::default()
        }
    }
}

fn rows(text: &str) -> Option<usize> {
    text.parse().ok().filter(|rows| (1..=MOST).contains(rows))
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiPage<T> {
    /// The rows.
    pub data: Vec<T>,
    /// The `after` of the next page; null on the last.
    pub next: Option<String>,
}

impl<T> ApiPage<T> {
    /// The rows as programs read them; `stands_at` tells where a row stands, as [`page!`](crate::page) asks too.
    pub fn of<R>(
        query: &ApiQuery,
        page: Page<R>,
        stands_at: impl Fn(&R) -> (DateTime<Utc>, Uuid),
    ) -> Self
    where
        T: From<R>,
    {
        let Page {
            mut rows, mut next, ..
        } = page;
        if rows.len() > query.limit {
            rows.truncate(query.limit);
            next = rows.last().map(stands_at).map(|(at, id)| Cursor { at, id });
        }
        Self {
            data: rows.into_iter().map(T::from).collect(),
            next: next.map(|cursor| cursor.encode()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_did_not_write_is_refused() {
        for fine in ["", "limit=50", "limit=1&x=y"] {
            assert!(ApiQuery::read(fine).is_ok(), "{fine}");
        }
        let odd = [
            "after=x",
            "after=",
            "limit=0",
            "limit=51",
            "limit=ten",
            "limit=-1",
        ];
        for query in odd.into_iter().chain(["limit=5&limit=6"]) {
            assert!(ApiQuery::read(query).is_err(), "{query}");
        }
    }

    #[test]
    fn every_cursor_of_the_documents_pattern_is_read() {
        for text in [
            "A".repeat(32),
            format!("AB{}", "_".repeat(30)),
            format!("AA{}", "-".repeat(30)),
        ] {
            assert!(Cursor::decode(&text).is_some(), "{text}");
        }
    }
}
