//! Pages of documents: the PDF for those whose it is, the page that verifies for everybody, the staff's preview.

pub mod documents;
pub mod preview;
pub mod verify;

use kernel::module::{Mount, Permission as _};
use kernel::mounts;

use crate::permissions::{InspectDocuments, PreviewDocuments, ReadDocuments};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Public Public "documents.verification.show" => verify::show,
        Customer Tenant "documents.documents.show" may ReadDocuments::KEY => documents::show,
        Staff Platform "documents.documents.inspect" may InspectDocuments::KEY => documents::inspect,
        Staff None "documents.preview.index" may PreviewDocuments::KEY => preview::index,
        Staff None "documents.preview.show" may PreviewDocuments::KEY => preview::sample,
    ]
}
