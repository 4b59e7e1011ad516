//! Documents: what is frozen and for whom, numbers without gaps, files that come once, and the page that verifies.

use documents::{
    CREDIT_NOTE, CreditNote, Document, DocumentId, INVOICE, Invoice, Issued, Line, NewDocument,
    PRO_FORMA, Party, ProForma, Quantity,
};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kit::{Member, TestApp};
use l10n::Currency;
use ledger::BookId;

mod numbers;
mod pages;
mod rights;
pub mod scene;

/// A sale of one line.
pub fn sale(net: i64, buyer: &str) -> Invoice {
    let party = |name: &str| Party {
        name: name.to_owned(),
        ..Party::default()
    };
    Invoice {
        currency: Currency::Irr,
        seller: party("فروشگاه آزمون"),
        buyer: Some(party(buyer)),
        lines: vec![Line {
            description: "پشتیبانی ماهانه".to_owned(),
            code: String::new(),
            quantity: Quantity::whole(1),
            unit: "ماه".to_owned(),
            unit_price: net,
            amount: net,
            discount: 0,
            vat_rate: 1_000,
            vat: net / 10,
        }],
        payments: Vec::new(),
        terms: None,
        due_at: None,
        notes: Vec::new(),
        footer: String::new(),
    }
}

/// An invoice of the platform.
pub fn invoice(to: TenantId, key: &str) -> NewDocument {
    let new = NewDocument::of(
        &INVOICE,
        BookId::PLATFORM,
        key,
        &sale(1_000_000, "سارا احمدی"),
    );
    new.unwrap().held_by(to)
}

pub fn credit_note(to: TenantId, key: &str, net: i64, of: DocumentId) -> NewDocument {
    let paper = CreditNote(sale(net, "سارا احمدی"));
    let new = NewDocument::of(&CREDIT_NOTE, BookId::PLATFORM, key, &paper);
    new.unwrap().held_by(to).credits(of)
}

pub fn pro_forma(to: TenantId, key: &str) -> NewDocument {
    let paper = ProForma(sale(500_000, "سارا احمدی"));
    let new = NewDocument::of(&PRO_FORMA, BookId::PLATFORM, key, &paper);
    new.unwrap().held_by(to)
}

pub async fn try_issue(app: &TestApp, new: &NewDocument) -> AppResult<Issued> {
    app.platform()
        .write(async |tx| documents::issue(tx, new).await)
        .await
}

pub async fn issue(app: &TestApp, new: &NewDocument) -> DocumentId {
    try_issue(app, new).await.unwrap().id
}

pub async fn find(app: &TestApp, id: DocumentId) -> Document {
    app.platform()
        .read(async |tx| Ok(documents::find(id, tx).await?))
        .await
        .unwrap()
}

/// The numbers of the platform's documents, as they were issued.
pub async fn numbers(app: &TestApp) -> Vec<i64> {
    let sql = "SELECT coalesce(array_agg(number ORDER BY number), '{}') FROM documents_documents";
    app.value(sql, &[]).await
}

/// The page that a document's code leads to.
pub async fn verify_page(app: &TestApp, id: DocumentId) -> String {
    let sql = "SELECT token FROM documents_documents WHERE id = $1";
    let token: String = app.value(sql, &[&id.0]).await;
    format!("/verify/{token}")
}

/// An invoice of Sara's that is finished.
pub async fn finished(app: &TestApp, sara: &Member, key: &str) -> DocumentId {
    let id = issue(app, &invoice(sara.tenant, key)).await;
    app.run_jobs().await;
    id
}
