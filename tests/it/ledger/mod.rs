//! The books: what is refused and to whom, races, holds, closing, reports, and laws over random sequences.
//! On a small chart of its own, for the ledger knows no module's.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::db::{JobDb, Role};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::module::TenantKind;
use kit::TestApp;
use ledger::{
    Account, AccountDef, AccountId, AccountKind, BookId, Entry, Keeping, LedgerResult, Posted,
    Refusal, Standing, Unit,
};
use tokio_postgres::GenericClient;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

macro_rules! account {
    ($name:ident, $code:literal, $kind:ident, $unit:ident, $keeping:expr, $pays:literal) => {
        pub static $name: AccountDef = AccountDef {
            code: $code,
            kind: AccountKind::$kind,
            unit: Unit::$unit,
            keeping: $keeping,
            tenant_may_pay: $pays,
            label: "ledger.account",
        };
    };
}

account!(
    WALLET,
    "books.wallet",
    Liability,
    IRR,
    Keeping::Floor(0),
    false
);
account!(SALES, "books.sales", Income, IRR, Keeping::Sum, true);
account!(VAT, "books.vat", Liability, IRR, Keeping::Sum, true);
account!(BANK, "books.bank", Asset, IRR, Keeping::Sum, false);
account!(OWED, "books.owed", Asset, IRR, Keeping::Row, false);
account!(GOLD, "books.gold", Asset, XAU750, Keeping::Row, false);
account!(
    GOLD_IN,
    "books.gold_in",
    Equity,
    XAU750,
    Keeping::Sum,
    false
);

pub const BOOK: BookId = BookId::PLATFORM;

/// Posts past the ledger's verbs, as any statement may: with this key, in this person's name or nobody's. Tells the outcome.
pub async fn post_bare(
    sql: &impl GenericClient,
    at: DateTime<Utc>,
    (key, by): (&str, Option<Uuid>),
    accounts: [AccountId; 2],
    amounts: [i64; 2],
) -> Result<String, tokio_postgres::Error> {
    let post = "SELECT outcome FROM ledger_post(gen_random_uuid(), $1, $2, 'books.bare', $3, NULL, NULL, NULL, $4, $5, $6)";
    let (accounts, amounts) = (accounts.map(|id| id.0).to_vec(), amounts.to_vec());
    let of: [&(dyn ToSql + Sync); 6] = [&BOOK.0, &at, &key, &by, &accounts, &amounts];
    Ok(sql.query_one(post, &of).await?.get(0))
}

/// A verb of the ledger in a transaction that commits, whether it was refused or not.
macro_rules! acting {
    ($books:expr, $by:expr, |$tx:ident| $work:expr) => {{
        let db = $books.db();
        match $by {
            crate::ledger::By::Platform => {
                db.platform()
                    .write(async |$tx| crate::ledger::refused($work.await))
                    .await
            }
            crate::ledger::By::Tenant(id) => {
                db.tenant(id)
                    .write(async |$tx| crate::ledger::refused($work.await))
                    .await
            }
        }
    }};
}

mod export;
mod holds;
mod laws;
mod periods;
mod posting;
mod races;
mod reports;
mod rights;
pub mod scene;

/// Who acts.
#[derive(Clone, Copy)]
pub enum By {
    Platform,
    Tenant(TenantId),
}

/// A program with two tenants.
pub struct Books {
    pub app: TestApp,
    pub sara: TenantId,
    pub kaveh: TenantId,
}

impl Books {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        app.leave_jobs();
        let (sara, kaveh) = (tenant(&app).await, tenant(&app).await);
        Self { app, sara, kaveh }
    }

    pub fn db(&self) -> JobDb {
        self.app.scopes()
    }

    pub async fn try_post(&self, by: By, entry: &Entry) -> AppResult<Result<Posted, Refusal>> {
        acting!(self, by, |tx| ledger::post(tx, entry))
    }

    /// Posts as the platform what must go through.
    pub async fn post(&self, entry: &Entry) -> Posted {
        self.try_post(By::Platform, entry).await.unwrap().unwrap()
    }

    /// The book of a tenant, opened.
    pub async fn open_book(&self, tenant: TenantId) -> BookId {
        let db = self.app.platform();
        db.write(async |tx| ledger::open_book(tx, tenant).await)
            .await
            .unwrap()
    }

    pub async fn top_up(&self, tenant: TenantId, amount: i64) -> Posted {
        self.post(&top_up(tenant, amount, &fresh_key())).await
    }

    pub async fn balance(&self, account: &Account) -> i64 {
        self.standing(account).await.balance
    }

    pub async fn standing(&self, account: &Account) -> Standing {
        let id = account.id();
        let db = self.app.platform();
        db.read(async |tx| ledger::standing(id, tx).await)
            .await
            .unwrap()
    }

    pub async fn roll_up(&self) -> i64 {
        ledger::roll_up(&self.app.platform()).await.unwrap()
    }

    /// What the comparison of everything finds.
    pub async fn faults(&self) -> Vec<String> {
        ledger::verify(&self.app.platform()).await.unwrap().faults
    }

    pub async fn sql(&self, role: Role) -> tokio_postgres::Client {
        self.app.sql_as(role).await
    }

    /// A bare connection of the tenants' role that says that it is this tenant.
    pub async fn sql_of(&self, tenant: TenantId) -> tokio_postgres::Client {
        let sql = self.app.sql_as(Role::Tenant).await;
        let say = "SELECT set_config('app.tenant_id', $1, false)";
        sql.execute(say, &[&tenant.to_string()]).await.unwrap();
        sql
    }

    pub fn today(&self) -> NaiveDate {
        l10n::Format::for_locale(l10n::Locale::Fa).today(self.app.clock().now())
    }
}

/// A refusal is a value; anything else went wrong.
pub fn refused<T>(result: LedgerResult<T>) -> AppResult<Result<T, Refusal>> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(error) => match error.refusal() {
            Some(refusal) => Ok(Err(refusal)),
            None => Err(AppError::from(error)),
        },
    }
}

/// A tenant without people.
pub async fn tenant(app: &TestApp) -> TenantId {
    let name = format!("tenant {}", fresh_key());
    app.platform()
        .write(async |tx| identity::seed::tenant_once(tx, &name, TenantKind::Shop).await)
        .await
        .unwrap()
}

/// A key that no other entry of this run has.
pub fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("key-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn wallet(tenant: TenantId) -> Account {
    WALLET.of(BOOK).held_by(tenant)
}

/// Money comes in for a tenant.
pub fn top_up(tenant: TenantId, amount: i64, key: &str) -> Entry {
    Entry::draft(BOOK, "books.top_up", key)
        .debit(&BANK.of(BOOK), amount)
        .credit(&wallet(tenant), amount)
        .balanced()
        .unwrap()
}

/// A tenant pays, a tenth of it as tax.
pub fn sale(tenant: TenantId, amount: i64, key: &str) -> Entry {
    let tax = amount / 10;
    Entry::draft(BOOK, "books.sale", key)
        .debit(&wallet(tenant), amount)
        .credit(&SALES.of(BOOK), amount - tax)
        .credit(&VAT.of(BOOK), tax)
        .balanced()
        .unwrap()
}

pub fn short(account: AccountId) -> Refusal {
    Refusal::Short { account }
}
