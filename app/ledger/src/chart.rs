//! The chart of accounts: what a module declares as statics, and the accounts that come of it.
//! The ledger knows no account by name; a module offers its [`Chart`], so that reports can label what they show.

use std::sync::Arc;

use kernel::app::App;
use kernel::ids::TenantId;

use crate::ids::{AccountId, BookId};
use crate::unit::Unit;

kernel::words! {
    /// What an account is, which decides the direction in which its balance grows.
    pub enum AccountKind {
        /// What the entity has, or is owed: grows by debits.
        Asset = "asset",
        /// What it owes: grows by credits.
        Liability = "liability",
        /// What its owners have in it: grows by credits.
        Equity = "equity",
        /// What it earns: grows by credits.
        Income = "income",
        /// What it spends: grows by debits.
        Expense = "expense",
    }
}

impl AccountKind {
    /// Its name's text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asset => "ledger.kind.asset",
            Self::Liability => "ledger.kind.liability",
            Self::Equity => "ledger.kind.equity",
            Self::Income => "ledger.kind.income",
            Self::Expense => "ledger.kind.expense",
        }
    }

    /// 1 when debits make its balance grow, -1 when credits do.
    #[must_use]
    pub fn side(self) -> i64 {
        match self {
            Self::Asset | Self::Expense => 1,
            Self::Liability | Self::Equity | Self::Income => -1,
        }
    }
}

/// How the balance of an account is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// In a row, and never below this (zero, or less: a credit). Postings to the account wait for each other.
    Floor(i64),
    /// In a row, however low. For accounts of which there are many: what one customer owes.
    Row,
    /// As the sum of its lines. For accounts to which everybody posts: income, taxes, a bank.
    Sum,
}

/// A kind of account that a module declares: `static WALLET: AccountDef = AccountDef { code: "commerce.wallet", … }`.
#[derive(Debug)]
pub struct AccountDef {
    /// `<module>.<name>`; all accounts of a code in a book are of one kind.
    pub code: &'static str,
    /// What it is.
    pub kind: AccountKind,
    /// What is counted on it.
    pub unit: Unit,
    /// How its balance is known.
    pub keeping: Keeping,
    /// Whether a tenant may pay into it in another's book, from an account with a floor that it holds.
    pub tenant_may_pay: bool,
    /// Text key of its name.
    pub label: &'static str,
}

impl AccountDef {
    /// The account of this kind in a book.
    #[must_use]
    pub fn of(&'static self, book: BookId) -> Account {
        Account {
            def: self,
            book,
            part: String::new(),
            holder: None,
        }
    }
}

/// One account, named without a look-up.
#[derive(Clone, Debug)]
pub struct Account {
    pub(crate) def: &'static AccountDef,
    pub(crate) book: BookId,
    pub(crate) part: String,
    pub(crate) holder: Option<TenantId>,
}

impl Account {
    /// The one that this tenant holds: it sees it, and spends from it when it has a floor.
    #[must_use]
    pub fn held_by(self, tenant: TenantId) -> Self {
        Self {
            holder: Some(tenant),
            ..self
        }
    }

    /// The one of something that is no tenant: a gateway's, a shop's customer's; at most 80 characters, such as an id.
    #[must_use]
    pub fn part(self, name: impl std::fmt::Display) -> Self {
        Self {
            part: name.to_string(),
            ..self
        }
    }

    /// Its id: made of its name.
    #[must_use]
    pub fn id(&self) -> AccountId {
        let unit = self.def.unit.code();
        AccountId::named(self.book, unit, self.def.code, &self.part, self.holder)
    }

    /// The kind that its module declares.
    #[must_use]
    pub fn def(&self) -> &'static AccountDef {
        self.def
    }

    /// The book it is in.
    #[must_use]
    pub fn book(&self) -> BookId {
        self.book
    }
}

/// What a module offers by `ports.offer_named::<dyn Chart>("commerce.chart", …)`: the accounts it posts to.
pub trait Chart: Send + Sync {
    /// All of them.
    fn accounts(&self) -> Vec<&'static AccountDef>;
}

/// The name's text key of a code, of whichever module is mounted; `None` when its module is not.
#[must_use]
pub fn label(app: &Arc<App>, code: &str) -> Option<&'static str> {
    let charts = app.registry.ports().all::<dyn Chart>();
    let mut accounts = charts.iter().flat_map(|(_, chart)| chart.accounts());
    accounts.find(|def| def.code == code).map(|def| def.label)
}
