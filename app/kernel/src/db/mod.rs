//! Data: pools by role, scopes that carry a tenant into every statement, and transactions that cannot leak.
//! Everything a handler does with the database goes through `read` and `write` of one scope (house, chapter 6).
//!
//! A handler that names no scope in its signature has none, and without one there is no transaction:
//!
//! ```compile_fail,E0423
//! async fn handler_without_a_scope(made_here: kernel::db::Scope) {
//!     let db = kernel::db::TenantDb(made_here);
//! }
//! ```
//!
//! ```compile_fail,E0624
//! async fn handler_without_a_scope(app: std::sync::Arc<kernel::app::App>, who: kernel::db::Who) {
//!     let scope = kernel::db::Scope::new(app, kernel::db::Role::Platform, who);
//! }
//! ```
//!
//! And what changes rows does not run in a `read`:
//!
//! ```compile_fail,E0308
//! async fn change(tx: &mut kernel::db::Tx) {}
//! async fn handler(db: kernel::db::TenantDb) {
//!     let done = db.read(async |tx| {
//!         change(tx).await;
//!         Ok(())
//!     });
//! }
//! ```

mod capped;
pub mod catalogue;
pub mod connect;
mod connection;
mod holds;
mod newest;
mod pools;
mod scope;
mod statement;
mod trips;
mod tx;

pub use capped::{Among, Beyond, CountOf};
pub use connection::{Statements, Traced};
pub use holds::{Holds, folded};
pub use newest::First;
pub use pools::{DatabaseUrls, Pools, Role, role_password};
pub use scope::{AccountDb, JobDb, PlatformDb, PublicDb, Scope, ScopeKind, TenantDb, Who, Work};
pub use statement::{Bound, Kept, Sql, sql};
pub use tx::{OrNotFound, ReadTx, Scoped, Tx};
