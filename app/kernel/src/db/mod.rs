//! Data: pools by role, scopes that carry a tenant into every statement, and transactions that cannot leak.
//! Everything a handler does with the database goes through `read` and `write` of one scope (house, chapter 6).

mod capped;
pub mod catalogue;
mod connection;
mod pools;
mod scope;
mod statement;
mod tx;

pub use capped::{Among, Beyond, CountOf};
pub use connection::{Statements, Traced};
pub use pools::{DatabaseUrls, Pools, Role, role_password};
pub use scope::{AccountDb, JobDb, PlatformDb, PublicDb, Scope, ScopeKind, TenantDb, Who, Work};
pub use statement::{Bound, Sql, sql};
pub use tx::{OrNotFound, ReadTx, Scoped, Tx};
