//! Addresses of documents.

use rocket::uri;

use crate::ids::DocumentId;
use crate::routes;

/// The staff's preview.
pub const PREVIEW: &str = "/admin/documents";

/// The page that verifies a document.
pub(crate) fn verify(token: &str) -> String {
    uri!(routes::verify::show(token)).to_string()
}
/// A document for its holder and for the shop that issued it.
#[must_use]
pub fn document(id: DocumentId) -> String {
    uri!(routes::documents::show(id)).to_string()
}
/// A document for staff.
#[must_use]
pub fn inspected(id: DocumentId) -> String {
    uri!(routes::documents::inspect(id)).to_string()
}
/// A sample of a kind.
pub(crate) fn sample(kind: &str, locale: &str) -> String {
    uri!(routes::preview::sample(kind, locale)).to_string()
}
