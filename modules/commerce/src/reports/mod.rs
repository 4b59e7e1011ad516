//! What came in, for staff. Owns nothing: every sum of money is read from the ledger, all of a page in one snapshot, so that
//! its figures fit each other and the books to the rial.

pub mod paths;
mod recurring;
mod revenue;
mod routes;
mod sheet;
mod span;
mod views;

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::MANAGE_SALES;

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "commerce.revenue.show" may MANAGE_SALES => routes::revenue,
        Staff Platform "commerce.revenue.export" may MANAGE_SALES => routes::export,
        Staff Platform "commerce.books.show" may MANAGE_SALES => routes::books,
        Staff Platform "commerce.books.export" may MANAGE_SALES => routes::books_export,
    ]
}
