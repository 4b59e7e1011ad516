//! An entry before it is posted. What does not balance is never an [`Entry`]: the fault comes out of
//! [`Draft::balanced`], before the database is asked.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::error::AppError;
use kernel::module::ResourceRef;

use crate::chart::Account;
use crate::ids::{BookId, EntryId};
use crate::unit::{Quantity, Unit};

/// The largest amount of a line.
pub const LARGEST: i64 = 1_000_000_000_000_000;

/// Most lines of an entry.
const MOST_LINES: usize = 1000;

/// An entry that sums to zero in each of its units.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) id: EntryId,
    pub(crate) draft: Draft,
}

/// An entry that is being put together.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) book: BookId,
    pub(crate) kind: &'static str,
    pub(crate) key: String,
    pub(crate) about: Option<ResourceRef>,
    pub(crate) at: Option<DateTime<Utc>>,
    pub(crate) lines: Vec<Line>,
    fault: Option<Unsound>,
}

/// One line: debit above zero, credit below.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) account: Account,
    pub(crate) amount: i64,
}

/// Why a draft is no entry. A fault of the program, never of a visitor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// Zero, or less: a credit is not a negative debit.
    #[error("an amount of {0}")]
    NotPositive(i64),
    /// More than [`LARGEST`].
    #[error("an amount of {0}, more than an entry takes")]
    TooLarge(i64),
    /// A quantity of another unit than the account's.
    #[error("a quantity that is not in {0}")]
    OtherUnit(Unit),
    /// An account of another book.
    #[error("an account of the book {0}")]
    OtherBook(BookId),
    /// Fewer lines than two, or more than a thousand.
    #[error("{0} lines")]
    Lines(usize),
    /// Debits and credits of a unit differ by this.
    #[error("debits exceed credits in {unit} by {by}")]
    Unbalanced {
        /// The unit's code.
        unit: String,
        /// Debits less credits.
        by: i64,
    },
    /// A key or kind that is empty or too long.
    #[error("a key of 1 to 200 and a kind of 1 to 80 characters are needed")]
    Named,
}

impl Entry {
    /// Begins an entry. `kind` is the text key of what it is (`commerce.entry.sale`). `key` makes it once: posting it again
    /// under the same key of the book writes nothing.
    #[must_use]
    pub fn draft(book: BookId, kind: &'static str, key: impl Into<String>) -> Draft {
        Draft {
            book,
            kind,
            key: key.into(),
            about: None,
            at: None,
            lines: Vec::new(),
            fault: None,
        }
    }

    /// Its id, unless the key is there already.
    #[must_use]
    pub fn id(&self) -> EntryId {
        self.id
    }
}

impl Draft {
    /// What it is about.
    #[must_use]
    pub fn about(self, thing: ResourceRef) -> Self {
        Self {
            about: Some(thing),
            ..self
        }
    }

    /// When it happened, when that is not now.
    #[must_use]
    pub fn at(self, time: DateTime<Utc>) -> Self {
        Self {
            at: Some(time),
            ..self
        }
    }

    /// A line on the debit side.
    #[must_use]
    pub fn debit(self, account: &Account, amount: impl Quantity) -> Self {
        self.line(account, amount, 1)
    }

    /// A line on the credit side.
    #[must_use]
    pub fn credit(self, account: &Account, amount: impl Quantity) -> Self {
        self.line(account, amount, -1)
    }

    fn line(mut self, account: &Account, amount: impl Quantity, sign: i64) -> Self {
        let found = if account.book == self.book {
            amount_on(account, amount)
        } else {
            Err(Unsound::OtherBook(account.book))
        };
        match found {
            Ok(amount) => self.lines.push(Line {
                account: account.clone(),
                amount: amount * sign,
            }),
            Err(fault) => {
                self.fault.get_or_insert(fault);
            }
        }
        self
    }

    /// The entry, or what is wrong with it.
    pub fn balanced(self) -> Result<Entry, Unsound> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let bounded = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
        if !bounded(&self.key, 200) || !bounded(self.kind, 80) {
            return Err(Unsound::Named);
        }
        if !(2..=MOST_LINES).contains(&self.lines.len()) {
            return Err(Unsound::Lines(self.lines.len()));
        }
        let mut sums = BTreeMap::new();
        for line in &self.lines {
            // A thousand lines of the largest amount fit.
            *sums.entry(line.account.def.unit.code()).or_insert(0) += line.amount;
        }
        if let Some((unit, by)) = sums.into_iter().find(|(_, by)| *by != 0) {
            let unit = unit.to_owned();
            return Err(Unsound::Unbalanced { unit, by });
        }
        Ok(Entry {
            id: EntryId::fresh(),
            draft: self,
        })
    }
}

/// A quantity as smallest units of an account: of its unit, above zero, and not more than is ever posted.
pub(crate) fn amount_on(account: &Account, quantity: impl Quantity) -> Result<i64, Unsound> {
    let unit = &account.def.unit;
    match quantity.minor_in(unit) {
        None => Err(Unsound::OtherUnit(unit.clone())),
        Some(amount @ ..=0) => Err(Unsound::NotPositive(amount)),
        Some(amount @ 1..=LARGEST) => Ok(amount),
        Some(amount) => Err(Unsound::TooLarge(amount)),
    }
}

impl From<Unsound> for AppError {
    fn from(fault: Unsound) -> Self {
        Self::internal(format!("an entry of the ledger: {fault}"))
    }
}

#[cfg(test)]
mod tests {
    use l10n::{Milligrams, Rial};
    use proptest::prelude::*;

    use super::*;
    use crate::chart::{AccountDef, AccountKind, Keeping};

    static CASH: AccountDef = AccountDef {
        code: "test.cash",
        kind: AccountKind::Asset,
        unit: Unit::IRR,
        keeping: Keeping::Sum,
        tenant_may_pay: false,
        label: "ledger.name",
    };
    static SALES: AccountDef = AccountDef {
        code: "test.sales",
        kind: AccountKind::Income,
        unit: Unit::IRR,
        keeping: Keeping::Sum,
        tenant_may_pay: false,
        label: "ledger.name",
    };
    static GOLD: AccountDef = AccountDef {
        code: "test.gold",
        kind: AccountKind::Asset,
        unit: Unit::XAU750,
        keeping: Keeping::Row,
        tenant_may_pay: false,
        label: "ledger.name",
    };

    const BOOK: BookId = BookId::PLATFORM;

    fn sale() -> Draft {
        Entry::draft(BOOK, "test.sale", "k")
    }

    fn fault(draft: Draft) -> Unsound {
        draft.balanced().unwrap_err()
    }

    #[test]
    fn a_balanced_entry_is_one_in_each_unit() {
        let customer = GOLD.of(BOOK).part("a");
        let entry = sale()
            .debit(&CASH.of(BOOK), Rial(5))
            .credit(&SALES.of(BOOK), 5)
            .debit(&GOLD.of(BOOK), Milligrams(7))
            .credit(&customer, 7);
        assert_eq!(entry.balanced().unwrap().draft.lines.len(), 4);
    }

    #[test]
    fn each_fault_is_named_before_the_database_is_asked() {
        let (cash, sales, gold) = (CASH.of(BOOK), SALES.of(BOOK), GOLD.of(BOOK));
        assert_eq!(fault(sale().debit(&cash, 1)), Unsound::Lines(1));
        assert_eq!(
            fault(sale().debit(&cash, 0).credit(&sales, 1)),
            Unsound::NotPositive(0)
        );
        assert_eq!(
            fault(sale().debit(&cash, LARGEST + 1)),
            Unsound::TooLarge(LARGEST + 1)
        );
        assert_eq!(
            fault(sale().debit(&gold, Rial(1))),
            Unsound::OtherUnit(Unit::XAU750)
        );
        let unbalanced = |unit: &str, by| Unsound::Unbalanced {
            unit: unit.to_owned(),
            by,
        };
        assert_eq!(
            fault(sale().debit(&cash, 3).credit(&sales, 1)),
            unbalanced("IRR", 2)
        );
        // Equal numbers of different units are no balance.
        assert_eq!(
            fault(sale().debit(&cash, 3).credit(&gold, 3)),
            unbalanced("IRR", 3)
        );
        let other = BookId::of(kernel::ids::TenantId::fresh());
        assert_eq!(
            fault(sale().debit(&CASH.of(other), 1)),
            Unsound::OtherBook(other)
        );
        let nameless = Entry::draft(BOOK, "test.sale", "")
            .debit(&cash, 1)
            .credit(&sales, 1);
        assert_eq!(fault(nameless), Unsound::Named);
    }

    proptest! {
        #[test]
        fn an_entry_sums_to_zero_or_is_none(debits in prop::collection::vec(1..=LARGEST, 0..6), credits in prop::collection::vec(1..=LARGEST, 0..6)) {
            let (cash, sales) = (CASH.of(BOOK), SALES.of(BOOK));
            let draft = debits.iter().fold(sale(), |draft, amount| draft.debit(&cash, *amount));
            let draft = credits.iter().fold(draft, |draft, amount| draft.credit(&sales, *amount));
            let equal = debits.iter().sum::<i64>() == credits.iter().sum::<i64>();
            prop_assert_eq!(draft.balanced().is_ok(), equal && debits.len() + credits.len() >= 2);
        }
    }
}
