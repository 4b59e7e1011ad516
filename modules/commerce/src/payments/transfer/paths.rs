//! Addresses of transfers; their pages are those of payments.

use kernel::web::below;

use super::super::paths;
use crate::ids::PaymentId;

/// Where the payer hands in his receipt, and sees it again.
pub fn proof(id: PaymentId) -> String {
    below(&paths::payment(id), "proof")
}
/// The receipt as staff see it.
pub fn desk_proof(id: PaymentId) -> String {
    below(&paths::desk(id), "proof")
}
/// Where staff say that it came.
pub fn acceptance(id: PaymentId) -> String {
    below(&paths::desk(id), "acceptance")
}
/// Where staff say that it did not.
pub fn rejection(id: PaymentId) -> String {
    below(&paths::desk(id), "rejection")
}
