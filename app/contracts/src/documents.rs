//! Facts of documents. Who had one issued hears here that it can be sent.

use kernel::ids::TenantId;
use kernel::module::{Fact, ResourceRef};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A document has its number and its PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReady {
    /// The document.
    pub document: Uuid,
    /// Its kind: `invoice`, `credit_note`, `receipt`, `pro_forma`, or one that a module declares.
    pub kind: String,
    /// The tenant for whom it is; the shop that issued it to somebody who is no tenant.
    pub tenant: Option<Uuid>,
    /// What it is about, when somebody said so.
    pub about: Option<ResourceRef>,
}
impl Fact for DocumentReady {
    const NAME: &'static str = "documents.ready.v1";
    fn tenant(&self) -> Option<TenantId> {
        self.tenant.map(TenantId)
    }
}
