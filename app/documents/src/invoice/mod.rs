//! What invoices, pro-formas, credit notes and receipts are filled with. One type for the first three: they differ in what
//! they say, not in what they hold. Sums are never given, they are added up.

mod check;
mod sheet;

use chrono::{DateTime, Utc};
use l10n::{Currency, Money};
use serde::{Deserialize, Serialize};

use self::sheet::Variant;
use crate::kinds::{Frame, Paper, Summary};
use crate::sheet::Sheet;

/// A sale, as the invoice says it. All amounts are in smallest units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// In what it is counted.
    pub currency: Currency,
    /// Who sells.
    pub seller: Party,
    /// Who buys; nobody when a shop sells to somebody unknown.
    pub buyer: Option<Party>,
    /// What is sold.
    pub lines: Vec<Line>,
    /// What was paid so far.
    #[serde(default)]
    pub payments: Vec<Payment>,
    /// At once or later.
    #[serde(default)]
    pub terms: Option<Terms>,
    /// By when it is to be paid.
    #[serde(default)]
    pub due_at: Option<DateTime<Utc>>,
    /// Remarks, a line each; of a credit note, its reason.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Below each page, in the seller's words.
    #[serde(default)]
    pub footer: String,
}

/// The same, for what has not been sold yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProForma(pub Invoice);

/// The same, for what is taken back: its amounts are above zero, and lower what the invoice says that it corrects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreditNote(pub Invoice);

/// Money that was received, such as into a wallet. No sale, so no tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// In what it is counted.
    pub currency: Currency,
    /// Who received it.
    pub seller: Party,
    /// From whom.
    pub buyer: Option<Party>,
    /// What for.
    pub lines: Vec<ReceiptLine>,
    /// How it came.
    #[serde(default)]
    pub payments: Vec<Payment>,
    /// Remarks, a line each.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Below each page, in the seller's words.
    #[serde(default)]
    pub footer: String,
}

/// One line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// What the money is for.
    pub description: String,
    /// How much.
    pub amount: i64,
}

/// One side of a document. Digits are ASCII; what is empty is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Full or registered name.
    pub name: String,
    /// Person or company, with the identifier that each has.
    #[serde(default)]
    pub identity: Identity,
    /// Number with the tax office.
    #[serde(default)]
    pub economic_number: String,
    /// Where it is.
    #[serde(default)]
    pub address: String,
    /// Ten digits.
    #[serde(default)]
    pub postcode: String,
    /// How it is called.
    #[serde(default)]
    pub phone: String,
}

/// What the tax office calls the kind of a buyer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Not told.
    #[default]
    Untold,
    /// A person, by national code.
    Natural(String),
    /// A company.
    Legal {
        /// Eleven digits.
        national_id: String,
        /// At the registry of companies; may be empty.
        registration_number: String,
    },
}

/// One line: `amount - discount` is its net, `net + vat` its total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What is sold.
    pub description: String,
    /// Number in the tax office's list of goods and services; may be empty.
    #[serde(default)]
    pub code: String,
    /// How much of it.
    pub quantity: Quantity,
    /// In what it is counted: piece, month, hour, gram.
    pub unit: String,
    /// Price of one unit.
    pub unit_price: i64,
    /// Quantity times price, rounded by the seller's rule.
    pub amount: i64,
    /// What is taken off.
    pub discount: i64,
    /// In hundredths of a percent.
    pub vat_rate: i64,
    /// The tax, rounded by the seller's rule.
    pub vat: i64,
}

/// A decimal without floats: 2.5 is `Quantity { units: 25, places: 1 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// So many of the last place.
    pub units: i64,
    /// Decimal places, at most nine.
    pub places: u8,
}

impl Quantity {
    /// A whole number.
    #[must_use]
    pub const fn whole(units: i64) -> Self {
        Self { units, places: 0 }
    }
}

/// A payment on a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// When.
    pub at: DateTime<Utc>,
    /// How, in the document's language.
    pub method: String,
    /// What the bank calls it; may be empty.
    #[serde(default)]
    pub reference: String,
    /// How much.
    pub amount: i64,
}

/// How a sale is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// At once.
    Cash,
    /// Later.
    Credit,
}

impl Line {
    /// What is taxed.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.amount - self.discount
    }
    /// What is to be paid.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.net() + self.vat
    }
}

/// What a document's lines come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Before discounts.
    pub amount: i64,
    /// What is taken off.
    pub discount: i64,
    /// What is taxed.
    pub net: i64,
    /// The tax.
    pub vat: i64,
    /// What is to be paid.
    pub total: i64,
    /// What was paid.
    pub paid: i64,
}

impl Totals {
    /// What is still to be paid.
    #[must_use]
    pub fn due(&self) -> i64 {
        self.total - self.paid
    }
}

impl Invoice {
    /// The sums of its lines and payments.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let sum = |of: fn(&Line) -> i64| self.lines.iter().map(of).sum();
        Totals {
            amount: sum(|line| line.amount),
            discount: sum(|line| line.discount),
            net: sum(Line::net),
            vat: sum(|line| line.vat),
            total: sum(Line::total),
            paid: self.payments.iter().map(|payment| payment.amount).sum(),
        }
    }
}

impl Paper for Invoice {
    fn summary(&self) -> Summary {
        Summary {
            seller: self.seller.name.clone(),
            buyer: self.buyer.as_ref().map(|party| party.name.clone()),
            total: Some(Money::new(self.totals().total, self.currency)),
        }
    }
    fn check(&self) -> Result<(), &'static str> {
        check::invoice(self)
    }
    fn sheet(&self, frame: &Frame<'_>) -> Sheet {
        sheet::invoice(self, Variant::Invoice, frame)
    }
}

macro_rules! laid_out_as_an_invoice {
    ($($name:ident),+) => { $(
        impl Paper for $name {
            fn summary(&self) -> Summary {
                self.0.summary()
            }
            fn check(&self) -> Result<(), &'static str> {
                self.0.check()
            }
            fn sheet(&self, frame: &Frame<'_>) -> Sheet {
                sheet::invoice(&self.0, Variant::$name, frame)
            }
        }
    )+ };
}

laid_out_as_an_invoice!(ProForma, CreditNote);

impl Paper for Receipt {
    fn summary(&self) -> Summary {
        Summary {
            seller: self.seller.name.clone(),
            buyer: self.buyer.as_ref().map(|party| party.name.clone()),
            total: Some(Money::new(self.total(), self.currency)),
        }
    }
    fn check(&self) -> Result<(), &'static str> {
        check::receipt(self)
    }
    fn sheet(&self, frame: &Frame<'_>) -> Sheet {
        sheet::receipt(self, frame)
    }
}

impl Receipt {
    /// What was received.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.amount).sum()
    }
}
