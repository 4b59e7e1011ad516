//! What the shop tells of money that came in.

use kernel::ids::TenantId;
use kernel::module::Fact;
use l10n::Currency;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A gateway's payment has arrived: it is in the tenant's wallet, and the invoice it was for is paid from there if it can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSettled {
    /// The payment.
    pub payment: Uuid,
    /// Whose money it is.
    pub tenant: TenantId,
    /// The invoice for which it was made; none for a top-up.
    pub invoice: Option<Uuid>,
    /// Through which gateway.
    pub gateway: String,
    /// How much, in smallest units of the currency.
    pub amount: i64,
    /// In which currency.
    pub currency: Currency,
}

impl Fact for PaymentSettled {
    const NAME: &'static str = "billing.payment_settled.v1";
    fn tenant(&self) -> Option<TenantId> {
        Some(self.tenant)
    }
}
