//! Kinds of documents: what one is called, what it is filled with, and how that becomes a sheet. The four of commerce are
//! here; a module declares further ones and offers them by the port [`Kinds`].

use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::app::App;
use kernel::error::{AppError, AppResult};
use kernel::texts::Texts;
use l10n::{Format, Locale, Money, MoneyUnit};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::invoice::{CreditNote, Invoice, ProForma, Receipt};
use crate::number::Number;
use crate::render::Template;
use crate::sheet::{Sheet, Verify};

/// What a document is filled with. It is frozen as JSON when the document is issued: a later version of the type must read
/// what an earlier one wrote.
pub trait Paper: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// What lists and the page that verifies show of it.
    fn summary(&self) -> Summary;
    /// Refuses what does not add up. Asked before it is frozen.
    fn check(&self) -> Result<(), &'static str>;
    /// Fills the form.
    fn sheet(&self, frame: &Frame<'_>) -> Sheet;
}

/// What is said of a document without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Who issues it.
    pub seller: String,
    /// For whom.
    pub buyer: Option<String>,
    /// What it comes to.
    pub total: Option<Money>,
}

/// All of a document that is not what it is filled with.
pub struct Frame<'a> {
    pub(crate) texts: &'a Texts,
    /// How its reader sees values: their language, sums in rial.
    pub fmt: Format,
    /// What it is called.
    pub title: String,
    /// Its number, when it has one.
    pub number: Option<Number>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The document that it corrects: its number and day.
    pub credits: Option<(Option<Number>, DateTime<Utc>)>,
    /// The page that verifies it.
    pub verify: Option<Verify>,
    /// Whether it is a sample.
    pub sample: bool,
}

impl Frame<'_> {
    /// A text in the document's language.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.t(self.fmt.locale, key)
    }
}

/// A document's way to see values: rial, whatever its reader likes on screens.
#[must_use]
pub fn format(locale: Locale) -> Format {
    Format {
        money_unit: MoneyUnit::Rial,
        ..Format::for_locale(locale)
    }
}

/// A kind of document that is filled with a `P`.
pub struct Kind<P> {
    name: &'static str,
    label: &'static str,
    numbered: bool,
    template: &'static Template,
    paper: PhantomData<fn() -> P>,
}

impl<P: Paper> Kind<P> {
    /// `name` is kept in the rows; `label` is the text key of what it is called, on the document too.
    #[must_use]
    pub const fn new(
        name: &'static str,
        label: &'static str,
        numbered: bool,
        template: &'static Template,
    ) -> Self {
        Self {
            name,
            label,
            numbered,
            template,
            paper: PhantomData,
        }
    }
    /// What a module offers by [`Kinds`].
    #[must_use]
    pub fn def(&self) -> KindDef {
        KindDef {
            name: self.name,
            label: self.label,
            numbered: self.numbered,
            template: self.template,
            sheet: |data, frame| Ok(serde_json::from_value::<P>(data)?.sheet(frame)),
        }
    }
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// A kind, whatever it is filled with.
#[derive(Clone, Copy)]
pub struct KindDef {
    /// As the rows have it.
    pub name: &'static str,
    /// Text key of what it is called.
    pub label: &'static str,
    /// Whether it takes a number when it is issued.
    pub numbered: bool,
    /// How it is laid out.
    pub template: &'static Template,
    pub(crate) sheet: fn(Value, &Frame<'_>) -> AppResult<Sheet>,
}

/// The port by which a module declares kinds of documents; offered as `<module>.kinds`.
pub trait Kinds: Send + Sync {
    /// Its kinds.
    fn kinds(&self) -> Vec<KindDef>;
}

/// Every form that is laid out as an invoice is.
pub static INVOICE_SHEET: Template = Template {
    name: "invoice",
    version: 1,
    source: include_str!("../templates/sheet.typ"),
};

/// An invoice: a sale has taken place.
pub const INVOICE: Kind<Invoice> =
    Kind::new("invoice", "documents.kinds.invoice", true, &INVOICE_SHEET);
/// What corrects an invoice, in full or in part.
pub const CREDIT_NOTE: Kind<CreditNote> = Kind::new(
    "credit_note",
    "documents.kinds.credit_note",
    true,
    &INVOICE_SHEET,
);
/// Money was received; nothing was sold.
pub const RECEIPT: Kind<Receipt> =
    Kind::new("receipt", "documents.kinds.receipt", true, &INVOICE_SHEET);
/// What something would cost; without a number, and the only kind that can be voided.
pub const PRO_FORMA: Kind<ProForma> = Kind::new(
    "pro_forma",
    "documents.kinds.pro_forma",
    false,
    &INVOICE_SHEET,
);

impl<'a> Frame<'a> {
    /// A document of this kind without a number, which its address verifies.
    pub(crate) fn of(
        app: &'a App,
        kind: &KindDef,
        locale: Locale,
        issued_at: DateTime<Utc>,
        url: &str,
    ) -> Self {
        let texts = app.registry.texts();
        Self {
            texts,
            fmt: format(locale),
            title: texts.t(locale, kind.label),
            number: None,
            issued_at,
            credits: None,
            verify: Some(Verify {
                label: texts.t(locale, "documents.paper.verify"),
                url: url.to_owned(),
            }),
            sample: false,
        }
    }
}

/// The kinds of this crate.
pub(crate) struct OfTheHouse;

impl Kinds for OfTheHouse {
    fn kinds(&self) -> Vec<KindDef> {
        vec![
            INVOICE.def(),
            CREDIT_NOTE.def(),
            RECEIPT.def(),
            PRO_FORMA.def(),
        ]
    }
}

/// The declared kind of this name.
pub(crate) fn named(app: &App, name: &str) -> AppResult<KindDef> {
    let offered: Vec<(&str, Arc<dyn Kinds>)> = app.registry.ports().all::<dyn Kinds>();
    offered
        .iter()
        .flat_map(|(_, kinds)| kinds.kinds())
        .find(|kind| kind.name == name)
        .ok_or_else(|| AppError::internal(format!("no kind of document is called {name}")))
}
