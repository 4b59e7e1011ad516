//! The books: double entry, append-only, in whole smallest units, for the platform and for each shop. Always compiled in,
//! below the modules; it knows of no wallet, invoice or shop.
//!
//! A module declares its accounts ([`AccountDef`]), offers them ([`Chart`]), and posts:
//!
//! ```no_run
//! # use kernel::{AppResult, db::Tx, ids::TenantId};
//! # use ledger::*;
//! static WALLET: AccountDef = AccountDef {
//!     code: "commerce.wallet",
//!     kind: AccountKind::Liability,
//!     unit: Unit::IRR,
//!     keeping: Keeping::Floor(0),
//!     tenant_may_pay: false,
//!     label: "commerce.accounts.wallet",
//! };
//! static SALES: AccountDef = AccountDef {
//!     code: "commerce.sales",
//!     kind: AccountKind::Income,
//!     unit: Unit::IRR,
//!     keeping: Keeping::Sum,
//!     tenant_may_pay: true,
//!     label: "commerce.accounts.sales",
//! };
//! # async fn sell(tx: &mut Tx, buyer: TenantId) -> AppResult<()> {
//! let book = BookId::PLATFORM;
//! let entry = Entry::draft(book, "commerce.entry.sale", "order-17")
//!     .debit(&WALLET.of(book).held_by(buyer), 250_000)
//!     .credit(&SALES.of(book), 250_000)
//!     .balanced()?;
//! match post(tx, &entry).await {
//!     Ok(_) => Ok(()),
//!     Err(error) => match error.refusal() {
//!         Some(Refusal::Short { .. }) => Ok(()), // nothing was written: ask for a top-up
//!         _ => Err(error.into()),
//!     },
//! }
//! # }
//! ```

mod balances;
mod chart;
mod entry;
mod export;
mod holds;
mod ids;
pub mod jobs;
mod periods;
mod post;
mod refusal;
mod reports;
mod rollups;
mod schema;
mod statement;
mod unit;
mod verify;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::jobs::{JobDef, Schedule};
use kernel::module::{Backend, HealthCheck, Module, ModuleMeta, Replaceable};

pub use balances::{Standing, available, available_of, balance, balance_before, standing};
pub use chart::{Account, AccountDef, AccountKind, Chart, Keeping, label};
pub use entry::{Draft, Entry, LARGEST, Unsound};
pub use export::{account_name, statement_file, trial_file};
pub use holds::{Hold, HoldState, NewHold, capture, hold, release};
pub use ids::{AccountId, BookId, EntryId, HoldId};
pub use periods::{ClosedPeriod, Closing, Period, close_period, closed_periods};
pub use post::{Posted, open, open_book, post, post_all, reverse};
pub use refusal::{LedgerResult, NotPosted, Refusal};
pub use reports::{Grain, Sum, TrialLine, sums, trial_balance};
pub use rollups::{rebuild_rollups, roll_up};
pub use statement::{Head, Statement, StatementRow, head, statement, whole_statement};
pub use unit::{Quantity, Unit};
pub use verify::{Verification, verify};

rust_i18n::i18n!("../../i18n/ledger");

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/ledger");

macro_rules! replaceable {
    ($($name:literal),+) => {
        &[$(Replaceable {
            name: concat!("ledger/", $name),
            sql: include_str!(concat!("../../../migrations/_replaceable/ledger/", $name)),
        }),+]
    };
}

/// The ledger's part of the registry.
pub struct Ledger;

impl Module for Ledger {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "ledger",
            label: "ledger.name",
            order: 2,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        kernel::texts!()
    }
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        Some(MIGRATIONS)
    }
    fn replaceable(&self) -> &'static [Replaceable] {
        replaceable![
            "accounts.sql",
            "entries.sql",
            "holds.sql",
            "periods.sql",
            "rollups.sql",
            "verify.sql"
        ]
    }
    fn jobs(&self) -> Vec<JobDef> {
        jobs::all()
    }
    fn schedules(&self) -> Vec<Schedule> {
        jobs::schedules()
    }
    fn health(&self) -> Vec<HealthCheck> {
        vec![HealthCheck {
            key: "ledger.books",
            run: |db| Box::pin(verify::health(db)),
        }]
    }
}
