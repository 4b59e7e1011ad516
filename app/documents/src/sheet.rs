//! What the template is filled with: words, digits and order are decided here and by whoever makes a sheet; the template
//! decides where they stand.

use l10n::{Digits, Format};
use serde::Serialize;

/// One filled-in form.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// Language of the words.
    pub lang: &'static str,
    /// Its direction.
    pub dir: &'static str,
    /// A broad table wants the page on its side.
    pub wide: bool,
    /// The day of issue for the file's own record: year, month and day of the Gregorian calendar.
    pub day: (i32, u32, u32),
    /// What it is called.
    pub title: String,
    /// Its number, or nothing.
    pub number: String,
    /// Who issues it.
    pub seller: String,
    /// What somebody must know before reading on: that it is a sample, that it is no invoice.
    pub mark: Option<String>,
    /// Number, date and the like, at the head of every page.
    pub facts: Vec<(String, String)>,
    /// Both sides.
    pub parties: Vec<PartyBox>,
    /// Head of the table.
    pub columns: Vec<Column>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
    /// Sums below the last columns.
    pub sums: Vec<String>,
    /// What stands before them.
    pub sums_label: String,
    /// From the amounts to what is due; true for what must be seen first.
    pub totals: Vec<(String, String, bool)>,
    /// The total in words, after its label.
    pub words: Option<(String, String)>,
    /// How it was paid.
    pub payments: Payments,
    /// Terms, reasons and remarks, after their labels.
    pub notes: Vec<(String, String)>,
    /// Who signs.
    pub signatures: Vec<String>,
    /// Below each page.
    pub footer: String,
    /// Where it is verified.
    pub verify: Option<Verify>,
    /// The words before a page's number and before the number of pages.
    pub pages: (String, String),
    /// The digit one, which tells Typst how to count.
    pub numeral: &'static str,
}

/// One side of a document.
#[derive(Debug, Serialize)]
pub struct PartyBox {
    /// Seller or buyer.
    pub title: String,
    /// What is known of it, after its labels; true for what needs a row of its own.
    pub rows: Vec<(String, String, bool)>,
}

/// One column of the table.
#[derive(Debug, Serialize)]
pub struct Column {
    /// Its head; may have two lines.
    pub label: String,
    /// Share of what is left of the width; 0 for as much as it needs.
    pub share: u8,
    /// Whether its cells are numbers.
    pub number: bool,
}

impl Column {
    /// As broad as its longest word.
    pub(crate) fn text(label: String) -> Self {
        Self {
            label,
            share: 0,
            number: false,
        }
    }
    /// As broad as its longest number.
    pub(crate) fn number(label: String) -> Self {
        Self {
            label,
            share: 0,
            number: true,
        }
    }
    /// What the others leave.
    pub(crate) fn rest(label: String) -> Self {
        Self {
            label,
            share: 1,
            number: false,
        }
    }
}

/// The table of payments.
#[derive(Debug, Default, Serialize)]
pub struct Payments {
    /// Its head.
    pub columns: Vec<String>,
    /// When, how, under which reference, how much.
    pub rows: Vec<[String; 4]>,
}

/// The way to the page that verifies a document.
#[derive(Clone, Debug, Serialize)]
pub struct Verify {
    /// What the code is for.
    pub label: String,
    /// The page.
    pub url: String,
}

/// The digit one as Typst counts by it.
pub(crate) fn numeral(fmt: Format) -> &'static str {
    match fmt.digits {
        Digits::Persian => "۱",
        Digits::Latin => "1",
    }
}
