//! Issuing and voiding. A document is frozen in the caller's transaction; its file, and mostly its number, come afterwards.
//! Issuing has no event of the audit trail: the row is its own, and the caller's verb has one.

use diesel::QueryableByName;
use diesel::sql_types::{
    BigInt, Bool, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use kernel::audit::Audit;
use kernel::db::{Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::module::ResourceRef;
use kernel::{audit, jobs, keys};
use l10n::Locale;
use ledger::BookId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::document::find;
use crate::ids::DocumentId;
use crate::jobs::Finish;
use crate::kinds::{Kind, KindDef, Paper, Summary};
use crate::number::{Number, year};

/// A document about to be issued.
#[derive(Clone)]
pub struct NewDocument {
    kind: KindDef,
    book: BookId,
    key: String,
    summary: Summary,
    data: Value,
    holder: Option<TenantId>,
    about: Option<ResourceRef>,
    locale: Locale,
    series: String,
    credits: Option<DocumentId>,
}

impl NewDocument {
    /// A document of this kind in the book of who issues it. The key says what it is for: a second one under a key of the
    /// book is the first. Refused is what does not add up; that is the caller's fault, not a person's.
    pub fn of<P: Paper>(
        kind: &Kind<P>,
        book: BookId,
        key: impl Into<String>,
        paper: &P,
    ) -> AppResult<Self> {
        let kind = kind.def();
        paper
            .check()
            .map_err(|why| AppError::internal(format!("{}: {why}", kind.name)))?;
        Ok(Self {
            kind,
            book,
            key: key.into(),
            summary: paper.summary(),
            data: serde_json::to_value(paper)?,
            holder: None,
            about: None,
            locale: Locale::Fa,
            series: String::new(),
            credits: None,
        })
    }
    /// The tenant for whom it is. A document of the platform has one always.
    #[must_use]
    pub fn held_by(mut self, holder: TenantId) -> Self {
        self.holder = Some(holder);
        self
    }
    /// What it is about: an order, a payment.
    #[must_use]
    pub fn about(mut self, thing: ResourceRef) -> Self {
        self.about = Some(thing);
        self
    }
    /// Its language; Persian when nobody says.
    #[must_use]
    pub fn speaking(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }
    /// Counted apart from the book's other documents: up to eight capitals and digits.
    #[must_use]
    pub fn series(mut self, series: impl Into<String>) -> Self {
        self.series = series.into();
        self
    }
    /// The document that it corrects: of the same book and holder, and by no more than is left of it.
    #[must_use]
    pub fn credits(mut self, document: DocumentId) -> Self {
        self.credits = Some(document);
        self
    }
}

/// A document that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its id.
    pub id: DocumentId,
    /// Whether it was issued before, under the same key.
    pub again: bool,
    /// Its number, if it has one by now.
    pub number: Option<Number>,
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    document: Option<Uuid>,
    #[diesel(sql_type = Nullable<BigInt>)]
    given: Option<i64>,
}

/// Issues a document. Its number, if it takes one, is given after the commit, in the order of issuing; nobody waits for it.
pub async fn issue(tx: &mut Tx, new: &NewDocument) -> AppResult<Issued> {
    let numbering = if new.kind.numbered { "sealed" } else { "none" };
    written(tx, new, numbering).await
}

/// Issues a document and numbers it at once: the receipt of a till. Make it the last statement of the transaction, for the
/// counter is locked from here to the commit, and who issues in the same series waits.
pub async fn issue_numbered(tx: &mut Tx, new: &NewDocument) -> AppResult<(Issued, Number)> {
    if !new.kind.numbered {
        let name = new.kind.name;
        return Err(AppError::internal(format!("{name} takes no number")));
    }
    let issued = written(tx, new, "at_once").await?;
    match issued.number.clone() {
        Some(number) => Ok((issued, number)),
        None => Err(AppError::internal("a document numbered at once has none")),
    }
}

async fn written(tx: &mut Tx, new: &NewDocument, numbering: &str) -> AppResult<Issued> {
    let (now, by) = (tx.now(), tx.who().user.map(|user| user.0));
    let (token, _) = keys::fresh_token();
    let total = new.summary.total;
    let answer: Answer = sql(
        "SELECT outcome, document, given FROM documents_issue($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
         $16, $17, $18, $19, $20, $21)",
    )
    .bind::<SqlUuid, _>(DocumentId::fresh().0)
    .bind::<SqlUuid, _>(new.book.0)
    .bind::<Nullable<SqlUuid>, _>(new.holder.map(|tenant| tenant.0))
    .bind::<Text, _>(new.kind.name)
    .bind::<Text, _>(&new.key)
    .bind::<Nullable<Text>, _>(new.about.as_ref().map(|thing| thing.kind.as_str()))
    .bind::<Nullable<SqlUuid>, _>(new.about.as_ref().map(|thing| thing.id))
    .bind::<Text, _>(new.locale.tag())
    .bind::<Text, _>(new.kind.template.name)
    .bind::<Jsonb, _>(&new.data)
    .bind::<Text, _>(&new.summary.seller)
    .bind::<Nullable<Text>, _>(new.summary.buyer.as_deref())
    .bind::<Nullable<Text>, _>(total.map(|money| money.currency.code()))
    .bind::<Nullable<BigInt>, _>(total.map(|money| money.minor))
    .bind::<Nullable<SqlUuid>, _>(new.credits.map(|document| document.0))
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(by)
    .bind::<Text, _>(token)
    .bind::<Text, _>(&new.series)
    .bind::<SmallInt, _>(year(now))
    .bind::<Text, _>(numbering)
    .get_result(tx)
    .await?;
    let (id, again) = answer.read()?;
    let number = if again {
        find(id, tx).await?.number()
    } else {
        jobs::enqueue(tx, &Finish { document: id }).await?;
        answer.given.map(|number| Number {
            series: new.series.clone(),
            year: year(now),
            number,
        })
    };
    Ok(Issued { id, again, number })
}

impl Answer {
    /// The document that stands, and whether it stood before.
    fn read(&self) -> AppResult<(DocumentId, bool)> {
        match (self.outcome.as_str(), self.document) {
            ("done", Some(id)) => Ok((DocumentId(id), false)),
            ("again", Some(id)) => Ok((DocumentId(id), true)),
            ("differs", _) => Err(AppError::Conflict("documents.refused.differs")),
            ("uncredited", _) => Err(AppError::Conflict("documents.refused.credits")),
            (other, _) => Err(AppError::internal(format!("documents_issue said {other}"))),
        }
    }
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Bool)]
    done: bool,
}

/// Ends a pro-forma that was not paid. What has taken a number is corrected by a credit note instead.
pub async fn void(tx: &mut Tx, document: DocumentId) -> AppResult<()> {
    let (now, by) = (tx.now(), tx.who().user.map(|user| user.0));
    let Done { done } = sql("SELECT documents_void($1, $2, $3) AS done")
        .bind::<SqlUuid, _>(document.0)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<SqlUuid>, _>(by)
        .get_result(tx)
        .await?;
    if !done {
        return Err(AppError::Conflict("documents.refused.void"));
    }
    let event = Audit::new("documents.document.void", "documents.document", document.0);
    audit::record(tx, event.after(json!({ "voided_at": now }))).await
}
