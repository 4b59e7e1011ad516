//! Addresses of the reports.

pub const REVENUE: &str = "/admin/revenue";
pub const REVENUE_EXPORT: &str = "/admin/revenue/export";
pub const BOOKS: &str = "/admin/books";
pub const BOOKS_EXPORT: &str = "/admin/books/export";
