//! A document's row, and where its bytes are.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::ReadTx;
use kernel::error::{AppError, AppResult};
use kernel::ids::{FileId, TenantId};
use kernel::module::ResourceRef;
use l10n::{Currency, Locale, Money};
use ledger::BookId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ids::DocumentId;
use crate::number::Number;
use crate::schema::documents_documents;

/// A document that was issued.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = documents_documents)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// In whose book it is counted.
    pub book_id: BookId,
    book_tenant_id: Option<TenantId>,
    /// For whom it is.
    pub holder_tenant_id: Option<TenantId>,
    /// Name of its kind.
    pub kind: String,
    subject_kind: Option<String>,
    subject_id: Option<Uuid>,
    locale: String,
    pub(crate) data: Value,
    /// Who issued it.
    pub seller: String,
    /// For whom, by name.
    pub buyer: Option<String>,
    currency: Option<String>,
    total: Option<i64>,
    /// What it corrects.
    pub credits: Option<DocumentId>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    pub(crate) token: String,
    series: String,
    year: i16,
    pub(crate) numbering: String,
    number: Option<i64>,
    /// Its PDF, when that stands.
    #[diesel(column_name = file_id)]
    pub file: Option<FileId>,
    file_sha256: Option<Vec<u8>>,
    /// When a pro-forma was ended.
    pub voided_at: Option<DateTime<Utc>>,
}

impl Document {
    /// Its number, when it has one.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        self.number.map(|number| Number {
            series: self.series.clone(),
            year: self.year,
            number,
        })
    }
    /// What it comes to.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        let currency: Currency = self.currency.as_deref()?.parse().ok()?;
        Some(Money::new(self.total?, currency))
    }
    /// Its language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale.parse().unwrap_or_default()
    }
    /// What it is about.
    #[must_use]
    pub fn about(&self) -> Option<ResourceRef> {
        Some(ResourceRef {
            kind: self.subject_kind.clone()?,
            id: self.subject_id?,
        })
    }
    /// Whether it waits for its number.
    #[must_use]
    pub fn is_unsealed(&self) -> bool {
        self.number.is_none() && self.numbering == "sealed"
    }
    /// In whose folder its file lies: the shop's that issued it, else the holder's. The database keeps one of them there.
    pub(crate) fn folder(&self) -> AppResult<TenantId> {
        self.book_tenant_id
            .or(self.holder_tenant_id)
            .ok_or_else(|| AppError::internal(format!("the document {} is nobody's", self.id)))
    }
    /// The name of its file: `invoice-1405-12.pdf`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let id = || self.id.to_string();
        let number = self.number().map_or_else(id, |number| number.to_string());
        format!("{}-{number}.pdf", self.kind.replace('.', "-"))
    }
}

/// Finds a document of the scope.
pub async fn find(id: DocumentId, tx: &mut ReadTx) -> QueryResult<Document> {
    documents_documents::table
        .find(id)
        .select(Document::as_select())
        .get_result(tx)
        .await
}

/// The scope's documents about one thing, in the order of issuing.
pub async fn about(thing: &ResourceRef, tx: &mut ReadTx) -> QueryResult<Vec<Document>> {
    documents_documents::table
        .filter(documents_documents::subject_kind.eq(&thing.kind))
        .filter(documents_documents::subject_id.eq(thing.id))
        .order(documents_documents::id)
        .select(Document::as_select())
        .load(tx)
        .await
}

/// The bytes that were issued; `None` while they are being made.
pub async fn pdf(app: &Arc<App>, document: &Document) -> AppResult<Option<Vec<u8>>> {
    let (Some(file), Some(sum)) = (document.file, &document.file_sha256) else {
        return Ok(None);
    };
    let bytes = app.files.get(document.folder()?, file).await?;
    if Sha256::digest(&bytes).as_slice() != sum.as_slice() {
        let id = document.id;
        return Err(AppError::internal(format!(
            "the file of the document {id} is not the one that was issued"
        )));
    }
    Ok(Some(bytes))
}
