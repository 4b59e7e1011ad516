//! `RawBody`: the bytes of a call that speaks another service's protocol, bounded in size and time. What they say, and how
//! a fault is answered, is that protocol's; a route whose proof is our form never gets one.

use rocket::data::{FromData, Outcome};
use rocket::{Data, Request};

use super::body::BodyReader;
use super::current::Current;
use super::problem;
use crate::error::{AppError, AppResult};
use crate::module::Proof;

/// A body of at most `LIMIT` bytes.
pub struct RawBody<const LIMIT: u64> {
    bytes: Vec<u8>,
    is_json: bool,
}

impl<const LIMIT: u64> RawBody<LIMIT> {
    /// The bytes as they came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// Whether the caller says that they are JSON. No page of another site can say so without asking first.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.is_json
    }
}

#[rocket::async_trait]
impl<'r, const LIMIT: u64> FromData<'r> for RawBody<LIMIT> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match take(request, data).await {
            Ok(body) => Outcome::Success(body),
            Err(error) => Outcome::Error(problem::keep(request, error)),
        }
    }
}

async fn take<const LIMIT: u64>(
    request: &Request<'_>,
    data: Data<'_>,
) -> AppResult<RawBody<LIMIT>> {
    let declared = Current::declaration(request);
    let proof = declared.and_then(|declared| declared.proof);
    if !matches!(proof, Some(Proof::Bearer | Proof::Secret)) {
        return Err(AppError::internal(format!(
            "{} takes a RawBody without declaring `by Secret` or `by Bearer`",
            declared.map_or("?", |declared| declared.name)
        )));
    }
    let is_json = request.content_type().is_some_and(|kind| kind.is_json());
    let bytes = BodyReader::open(request, data, LIMIT).whole().await?;
    Ok(RawBody { bytes, is_json })
}
