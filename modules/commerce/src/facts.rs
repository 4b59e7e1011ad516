//! Facts that this module tells; ids, not copies of rows.

use kernel::ids::TenantId;
use kernel::module::Fact;
use serde::{Deserialize, Serialize};

use crate::ids::{InvoiceId, SubscriptionId};

/// An invoice was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePaid {
    /// Which.
    pub invoice: InvoiceId,
    /// Whose.
    pub tenant: TenantId,
    /// How much, in rial.
    pub total: i64,
}
impl Fact for InvoicePaid {
    const NAME: &'static str = "commerce.invoice_paid.v1";
    fn tenant(&self) -> Option<TenantId> {
        Some(self.tenant)
    }
}

/// What was bought is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceReady {
    /// Which.
    pub service: SubscriptionId,
    /// Whose.
    pub tenant: TenantId,
}
impl Fact for ServiceReady {
    const NAME: &'static str = "commerce.service_ready.v1";
    fn tenant(&self) -> Option<TenantId> {
        Some(self.tenant)
    }
}
