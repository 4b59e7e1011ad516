//! Rows of the edge for programs: tokens, and the refresh tokens that they are exchanged for.
//! Row-level security keeps every statement to the tenant of its transaction.

pub mod access;
pub mod tokens;
