//! What the customer has of a credit: a word by bell, the credit note, and a mail with it.

use documents::{CREDIT_NOTE, CreditNote, DocumentId, NewDocument, Quantity, Terms};
use kernel::db::Tx;
use kernel::error::{AppError, AppResult};
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::pages;
use l10n::{Format, Locale, Money};
use ledger::BookId;

use super::credit::Credit;
use super::line::Line;
use crate::accounts::CURRENCY;
use crate::buyer;
use crate::ids::CreditId;
use crate::invoices::{self, Invoice};
use crate::paths;

const CREDITED: &str = "commerce.mail.credited";

/// Credit notes are counted apart from invoices.
const SERIES: &str = "C";

/// Mails of this area.
pub fn mails() -> Vec<MailDef> {
    const VARIABLES: &[MailVariable] = &[
        MailVariable {
            name: "name",
            sample: "سارا",
        },
        MailVariable {
            name: "number",
            sample: "C-۱۴۰۵-۳",
        },
        MailVariable {
            name: "invoice",
            sample: "۱۴۰۵-۱۲",
        },
        MailVariable {
            name: "total",
            sample: "۲۰۹٬۰۰۰ تومان",
        },
        MailVariable {
            name: "reason",
            sample: "سرویس در مهلتش آماده نشد.",
        },
        MailVariable {
            name: "link",
            sample: "https://sarai.test/invoices/0",
        },
    ];
    vec![MailDef {
        key: CREDITED,
        variables: VARIABLES,
    }]
}

/// Tells by bell what came back.
pub async fn tell(invoice: &Invoice, line: &Line, sum: i64, tx: &mut Tx) -> AppResult<()> {
    let Some(reader) = invoices::reader(invoice, tx).await? else {
        return Ok(());
    };
    let total = Format::for_locale(reader.locale).money(Money::new(sum, CURRENCY));
    let vars = [
        ("name", line.text(reader.locale)),
        ("total", total.as_str()),
    ];
    let href = paths::invoice(invoice.id);
    pages::notify(tx, reader.user, "commerce.told.credited", &vars, &href).await
}

/// Issues the credit note, after the invoice's own paper when that does not stand yet.
pub async fn issue(id: CreditId, tx: &mut Tx) -> AppResult<()> {
    let invoice = Credit::find(id, tx).await?.invoice_id;
    invoices::issue(invoice, tx).await?;
    let credit = Credit::find_for_update(id, tx).await?;
    let invoice = Invoice::find(invoice, tx).await?;
    let (None, Some(original)) = (credit.document_id, invoice.document_id) else {
        return Ok(());
    };
    let original = DocumentId(original);
    let locale = documents::find(original, tx).await?.locale();
    let paper = paper(&credit, locale, tx).await?;
    let key = format!("commerce.credit:{id}");
    let new = NewDocument::of(&CREDIT_NOTE, BookId::PLATFORM, key, &paper)?
        .held_by(credit.tenant_id)
        .about(Credit::reference(id))
        .speaking(locale)
        .series(SERIES)
        .credits(original);
    let issued = documents::issue(tx, &new).await?;
    Credit::printed(id, issued.id.0, tx).await?;
    Ok(())
}

async fn paper(credit: &Credit, locale: Locale, tx: &mut Tx) -> AppResult<CreditNote> {
    let app = std::sync::Arc::clone(tx.app());
    let buyer = buyer::party(credit.tenant_id, tx).await?;
    let text = |key: &str| app.registry.texts().t(locale, key);
    let lines = Line::of(credit.invoice_id, tx).await?;
    let of = lines
        .iter()
        .find(|line| line.n == credit.n)
        .ok_or_else(|| AppError::internal(format!("the credit {} has no line", credit.id)))?;
    let line = documents::Line {
        description: of.text(locale).to_owned(),
        code: String::new(),
        quantity: Quantity::whole(1),
        unit: text("commerce.invoice.unit"),
        unit_price: credit.net,
        amount: credit.net,
        discount: 0,
        vat_rate: of.vat_rate(),
        vat: credit.vat,
    };
    let payment = documents::Payment {
        at: credit.made_at,
        method: text("commerce.method.wallet"),
        reference: String::new(),
        amount: credit.total,
    };
    Ok(CreditNote(documents::Invoice {
        currency: CURRENCY,
        seller: documents::seller(&app, locale)?,
        buyer: Some(buyer),
        lines: vec![line],
        payments: vec![payment],
        terms: Some(Terms::Cash),
        due_at: None,
        notes: vec![credit.reason.clone()],
        footer: documents::footer(&app, locale)?,
    }))
}

/// Mails the credit note.
pub async fn send(id: CreditId, document: DocumentId, tx: &mut Tx) -> AppResult<()> {
    let credit = Credit::find(id, tx).await?;
    let invoice = Invoice::find(credit.invoice_id, tx).await?;
    let note = documents::find(document, tx).await?;
    let (Some(reader), Some(file)) = (invoices::reader(&invoice, tx).await?, note.file) else {
        return Ok(());
    };
    let original = match note.credits {
        Some(original) => documents::find(original, tx).await?.number(),
        None => None,
    };
    let (Some(number), Some(original)) = (note.number(), original) else {
        return Err(AppError::internal(format!("{id} has a file and no number")));
    };
    let fmt = Format::for_locale(reader.locale);
    let link = tx.app().config.absolute(&paths::invoice(invoice.id));
    let new = NewMail::new(CREDITED, reader.locale, &reader.email, &reader.name)
        .user(reader.user)
        .var("name", &reader.name)
        .var("number", fmt.digits(&number.to_string()))
        .var("invoice", fmt.digits(&original.to_string()))
        .var("total", fmt.money(credit.total()))
        .var("reason", &credit.reason)
        .var("link", link)
        .attach(file);
    mail::queue(tx, new).await.map(|_| ())
}
