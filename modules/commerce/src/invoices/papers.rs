//! The paper of a paid invoice: issued by a job once the money has moved, mailed when its PDF stands.

use contracts::documents::DocumentReady;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use documents::{DocumentId, INVOICE, NewDocument, Quantity, Terms};
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::jobs::{Job, JobCx};
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::people::Contact;
use l10n::{Format, Locale};
use ledger::BookId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::invoice::{Invoice, SUBJECT};
use super::lines::Line;
use crate::accounts::CURRENCY;
use crate::facts::InvoicePaid;
use crate::ids::InvoiceId;
use crate::orders::Order;
use crate::schema::commerce_invoices;
use crate::{buyer, paths, reader};

const PAID: &str = "commerce.mail.paid";

/// Mails of this area.
pub fn mails() -> Vec<MailDef> {
    const VARIABLES: &[MailVariable] = &[
        MailVariable {
            name: "name",
            sample: "سارا",
        },
        MailVariable {
            name: "number",
            sample: "۱۴۰۵-۱۲",
        },
        MailVariable {
            name: "total",
            sample: "۲۰۹٬۰۰۰ تومان",
        },
        MailVariable {
            name: "link",
            sample: "https://sarai.test/invoices/0",
        },
    ];
    vec![MailDef {
        key: PAID,
        variables: VARIABLES,
    }]
}

/// The job: issue the paper of an invoice that was paid.
#[derive(Serialize, Deserialize)]
pub struct IssueInvoice {
    invoice: InvoiceId,
}

impl From<InvoicePaid> for IssueInvoice {
    fn from(fact: InvoicePaid) -> Self {
        Self {
            invoice: fact.invoice,
        }
    }
}

impl Job for IssueInvoice {
    const NAME: &'static str = "commerce.issue_invoice";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        db.write(async |tx| issue(self.invoice, tx).await).await
    }
}

/// Issues the paper of a paid invoice, when it has none.
pub async fn issue(id: InvoiceId, tx: &mut Tx) -> AppResult<()> {
    let invoice = Invoice::find_for_update(id, tx).await?;
    if invoice.document_id.is_some() || invoice.total == 0 {
        return Ok(());
    }
    let reader = reader(&invoice, tx).await?;
    let locale = reader.map_or_else(Locale::default, |contact| contact.locale);
    let paper = paper(&invoice, locale, tx).await?;
    let key = format!("commerce.invoice:{id}");
    let new = NewDocument::of(&INVOICE, BookId::PLATFORM, key, &paper)?
        .held_by(invoice.tenant_id)
        .about(Invoice::reference(id))
        .speaking(locale);
    let issued = documents::issue(tx, &new).await?;
    let row = commerce_invoices::table.find(id);
    diesel::update(row)
        .set(commerce_invoices::document_id.eq(issued.id.0))
        .execute(tx)
        .await?;
    Ok(())
}

async fn paper(invoice: &Invoice, locale: Locale, tx: &mut Tx) -> AppResult<documents::Invoice> {
    let app = std::sync::Arc::clone(tx.app());
    let buyer = buyer::party(invoice.tenant_id, tx).await?;
    let text = |key: &str| app.registry.texts().t(locale, key);
    let lines = Line::of(invoice.id, tx).await?;
    // What begins by the hour stands in the order, and costs nothing here.
    let paid = lines.iter().filter(|line| line.net > 0);
    let lines = paid.map(|line| documents::Line {
        description: line.text(locale).to_owned(),
        code: String::new(),
        quantity: Quantity::whole(i64::from(line.quantity)),
        unit: text("commerce.invoice.unit"),
        unit_price: line.unit_net,
        amount: line.net,
        discount: 0,
        vat_rate: i64::from(line.vat_rate),
        vat: line.vat,
    });
    let payment = documents::Payment {
        at: invoice.paid_at.unwrap_or_else(|| tx.now()),
        method: text("commerce.method.wallet"),
        reference: String::new(),
        amount: invoice.total,
    };
    Ok(documents::Invoice {
        currency: CURRENCY,
        seller: documents::seller(&app, locale)?,
        buyer: Some(buyer),
        lines: lines.collect(),
        payments: vec![payment],
        terms: Some(Terms::Cash),
        due_at: None,
        notes: Vec::new(),
        footer: documents::footer(&app, locale)?,
    })
}

/// Who gets it: whoever ordered, else the account's owner.
pub async fn reader(invoice: &Invoice, tx: &mut ReadTx) -> AppResult<Option<Contact>> {
    let buyer = match invoice.order_id {
        Some(order) => Order::placed_by(order, tx).await?,
        None => None,
    };
    reader::of(buyer, invoice.tenant_id, tx).await
}

/// The job: mail the paper of an invoice to whoever ordered.
#[derive(Serialize, Deserialize)]
pub struct MailInvoice {
    document: Uuid,
    invoice: Option<InvoiceId>,
}

impl MailInvoice {
    /// Mail it again, because somebody asked.
    #[must_use]
    pub fn again(invoice: InvoiceId, document: DocumentId) -> Self {
        Self {
            document: document.0,
            invoice: Some(invoice),
        }
    }
}

impl From<DocumentReady> for MailInvoice {
    fn from(fact: DocumentReady) -> Self {
        let invoice = fact.about.filter(|thing| thing.kind == SUBJECT);
        Self {
            document: fact.document,
            invoice: invoice.map(|thing| InvoiceId(thing.id)),
        }
    }
}

impl Job for MailInvoice {
    const NAME: &'static str = "commerce.mail_invoice";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let Some(invoice) = self.invoice else {
            return Ok(());
        };
        let document = DocumentId(self.document);
        let db = cx.db.platform();
        db.write(async |tx| send(invoice, document, tx).await).await
    }
}

async fn send(id: InvoiceId, document: DocumentId, tx: &mut Tx) -> AppResult<()> {
    let invoice = Invoice::find(id, tx).await?;
    let document = documents::find(document, tx).await?;
    let (Some(reader), Some(file)) = (reader(&invoice, tx).await?, document.file) else {
        return Ok(());
    };
    let fmt = Format::for_locale(reader.locale);
    let number = document
        .number()
        .ok_or_else(|| AppError::internal(format!("{id} has a file and no number")))?;
    let link = tx.app().config.absolute(&paths::invoice(id));
    let new = NewMail::new(PAID, reader.locale, &reader.email, &reader.name)
        .user(reader.user)
        .var("name", &reader.name)
        .var("number", fmt.digits(&number.to_string()))
        .var("total", fmt.money(invoice.total()))
        .var("link", link)
        .attach(file);
    mail::queue(tx, new).await.map(|_| ())
}
