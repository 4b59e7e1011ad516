//! What programs may do with the tenant's notes: the same sentences as the pages', with JSON in and out.
//! What stands here is the module's part of the document at `/api/docs`.

use chrono::{DateTime, Utc};
use kernel::api::{ApiPage, ApiQuery, JsonIn, JsonOut, checked, documented};
use kernel::db::{OrNotFound, TenantDb};
use kernel::error::AppResult;
use kernel::module::{ApiMount, Can};
use kernel::mounts;
use rocket::{get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::forms::NoteForm;
use crate::ids::NoteId;
use crate::models::{NewNote, Note};
use crate::permissions::{WRITE_NOTES, WriteNotes};

/// The handlers that the document describes.
#[derive(utoipa::OpenApi)]
#[openapi(paths(index, create, show))]
struct Document;

/// All of them.
pub fn mounts() -> Vec<ApiMount> {
    documented::<Document>(mounts![
        Api Tenant "_dummy.api_notes.index" may WRITE_NOTES => index,
        Api Tenant "_dummy.api_notes.create" may WRITE_NOTES => create,
        Api Tenant "_dummy.api_notes.show" may WRITE_NOTES => show,
    ])
}

/// A note as programs read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DummyNoteOut {
    /// Its id.
    id: NoteId,
    /// What it says.
    #[schema(example = "تماس با نمایندگی")]
    body: String,
    /// When it was written.
    created_at: DateTime<Utc>,
}

impl From<Note> for DummyNoteOut {
    fn from(note: Note) -> Self {
        Self {
            id: note.id,
            body: note.body,
            created_at: note.created_at,
        }
    }
}

/// A note as programs write it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DummyNoteIn {
    /// What it says. Holds a character that shows: what `l10n::normalise::input` cleans away does not count.
    #[schema(
        min_length = 1,
        max_length = 2000,
        pattern = r"[^\s\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]",
        example = "تماس با نمایندگی"
    )]
    body: String,
}

/// List the notes, newest first
#[utoipa::path(tag = "notes", params(ApiQuery),
    responses((status = 200, description = "A page of notes", body = ApiPage<DummyNoteOut>)))]
#[get("/api/v1/_dummy/notes")]
pub async fn index(query: ApiQuery, _by: Can<WriteNotes>, db: TenantDb) -> AppResult<JsonOut> {
    let page = db
        .read(async |tx| Ok(Note::page(&query.page(), tx).await?))
        .await?;
    JsonOut::ok(&ApiPage::<DummyNoteOut>::of(&query, page, Note::stands_at))
}

/// Write a note
#[utoipa::path(tag = "notes", request_body = DummyNoteIn,
    responses((status = 201, description = "The note", body = DummyNoteOut)))]
#[post("/api/v1/_dummy/notes", data = "<note>")]
pub async fn create(
    note: JsonIn<DummyNoteIn>,
    by: Can<WriteNotes>,
    db: TenantDb,
) -> AppResult<JsonOut> {
    let form: NoteForm = checked(&[("body", &note.body)])?;
    let new = NewNote {
        id: NoteId::fresh(),
        tenant: db.tenant()?,
        by: Some(by.user_id()),
        body: &form.body,
    };
    note.once(&db, async |tx| {
        Note::write(&new, tx).await?;
        let written = Note::find(new.id, tx).await?;
        let location = format!("/api/v1/_dummy/notes/{}", new.id);
        JsonOut::created(&DummyNoteOut::from(written), location)
    })
    .await
}

/// Show a note
#[utoipa::path(tag = "notes", params(("id" = NoteId, Path, description = "The note's id")),
    responses((status = 200, description = "The note", body = DummyNoteOut)))]
#[get("/api/v1/_dummy/notes/<id>")]
pub async fn show(id: NoteId, _by: Can<WriteNotes>, db: TenantDb) -> AppResult<JsonOut> {
    let note = db
        .read(async |tx| Note::find(id, tx).await.or_not_found("_dummy.note"))
        .await?;
    JsonOut::ok(&DummyNoteOut::from(note))
}
