//! A note: its row, the list's page, the search, and writing one.
//! Foreign ids are not found: row-level security hides them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{Holds, OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{TenantId, UserId};
use kernel::web::{Page, PageQuery};
use kernel::{jobs, module};
use l10n::normalise;
use serde_json::json;
use uuid::Uuid;

use crate::facts::NoteWritten;
use crate::ids::NoteId;
use crate::jobs::CountNotes;
use crate::schema::_dummy_notes;
use crate::settings::MOST_NOTES;

/// A note's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = _dummy_notes)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// What is said of a new note.
pub struct NewNote<'a> {
    /// Its id; a second writing with the same id changes nothing.
    pub id: NoteId,
    /// Whose it is.
    pub tenant: TenantId,
    /// Who writes it; nobody when a job does.
    pub by: Option<UserId>,
    /// What it says.
    pub body: &'a str,
}

impl Note {
    /// Finds one in the scope.
    pub async fn find(id: NoteId, tx: &mut ReadTx) -> QueryResult<Self> {
        _dummy_notes::table
            .find(id)
            .select(Self::as_select())
            .get_result(tx)
            .await
    }

    /// A page of the scope's notes, newest first, by key: the 200th costs what the first does.
    pub async fn page(query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        let notes = _dummy_notes::table.select(Self::as_select());
        let (at, id) = (_dummy_notes::created_at, _dummy_notes::id);
        kernel::page!(tx, query, notes, at, id, Self::stands_at)
    }

    /// Where it stands in the list.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.created_at, self.id.0)
    }

    /// Notes that hold this normalised text, newest first.
    pub async fn search(text: &str, limit: i64, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        _dummy_notes::table
            .filter(Holds::words(_dummy_notes::search_text, text))
            .order((_dummy_notes::created_at.desc(), _dummy_notes::id.desc()))
            .limit(limit)
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Writes a note, audits it, tells of it and has the notes counted again; refuses one more than the tenant may
    /// have, whoever writes it. Idempotent by its id.
    pub async fn write(new: &NewNote<'_>, tx: &mut Tx) -> AppResult<()> {
        let now = tx.now();
        let row = (
            _dummy_notes::id.eq(new.id),
            _dummy_notes::tenant_id.eq(new.tenant),
            _dummy_notes::body.eq(new.body),
            _dummy_notes::search_text.eq(normalise::search_text(new.body)),
            _dummy_notes::created_at.eq(now),
            _dummy_notes::created_by.eq(new.by),
        );
        let insert = diesel::insert_into(_dummy_notes::table)
            .values(row)
            .on_conflict_do_nothing();
        if insert.execute(tx).await? == 0 {
            return Ok(());
        }
        let notes = _dummy_notes::table.filter(_dummy_notes::tenant_id.eq(new.tenant));
        let count: i64 = notes.count().get_result(tx).await?;
        if count > MOST_NOTES.get_for(new.tenant, tx).await? {
            return Err(AppError::Conflict("_dummy.full"));
        }
        let event = Audit::new("_dummy.note.write", "_dummy.note", new.id.0)
            .of_tenant(new.tenant)
            .after(json!({ "body": new.body }));
        audit::record(tx, event).await?;
        let fact = NoteWritten {
            note: new.id,
            tenant: new.tenant,
        };
        module::publish(tx, &fact).await?;
        jobs::enqueue(tx, &CountNotes {}).await
    }

    /// Throws a note away.
    pub async fn erase(id: NoteId, tx: &mut Tx) -> AppResult<()> {
        let body: String = diesel::delete(_dummy_notes::table.find(id))
            .returning(_dummy_notes::body)
            .get_result(tx)
            .await
            .or_not_found("_dummy.note")?;
        let event = Audit::new("_dummy.note.erase", "_dummy.note", id.0);
        audit::record(tx, event.before(json!({ "body": body }))).await?;
        jobs::enqueue(tx, &CountNotes {}).await
    }
}
