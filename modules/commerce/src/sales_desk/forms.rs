//! Forms of staff's pages.

use kernel::web::Lines;

kernel::form! {
    /// Why an invoice is voided.
    pub struct VoidForm {
        /// The customer reads it.
        reason: Lines<500, 3> = "commerce.sales_desk.void_reason",
    }
}
