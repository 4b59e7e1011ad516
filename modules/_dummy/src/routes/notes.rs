//! The tenant's notes: the list with the form that writes one, one note, and the basket.
//! Each handler is a sentence: proof, scope, one finder or verb, one view.

use kernel::db::{OrNotFound, TenantDb};
use kernel::error::{AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, PageQuery, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use crate::forms::NoteForm;
use crate::ids::NoteId;
use crate::models::{NewNote, Note};
use crate::permissions::{EraseNotes, WriteNotes};
use crate::{mails, paths, views};

/// List the notes, newest first.
#[get("/_dummy?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<WriteNotes>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    list(
        &PageQuery::new(after, before),
        &Raw::default(),
        None,
        &db,
        &cx,
    )
    .await
}

/// Write a note. Idempotent by the form's key.
#[post("/_dummy", data = "<form>")]
pub async fn create(
    form: Posted<NoteForm>,
    by: Can<WriteNotes>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let (id, tenant, by) = (NoteId::fresh(), db.tenant()?, Some(by.user_id()));
    let (location, reader) = (paths::note(id), cx.signed_in()?);
    let written = form.write(
        db.clone(),
        &location,
        "_dummy.notice.written",
        async |note, tx| {
            let body = &note.body;
            let new = NewNote {
                id,
                tenant,
                by,
                body,
            };
            Note::write(&new, tx).await?;
            mails::written(reader, cx.locale(), body, &location, tx).await
        },
    );
    let first = PageQuery::default();
    form.answer(written, async |errors| {
        list(&first, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// Show a note.
#[get("/_dummy/<id>")]
pub async fn show(id: NoteId, _by: Can<WriteNotes>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let note = db
        .read(async |tx| Note::find(id, tx).await.or_not_found("_dummy.note"))
        .await?;
    Ok(views::notes::show(&cx, &note))
}

/// Throw a note away.
#[delete("/_dummy/<id>", data = "<_form>")]
pub async fn destroy(
    id: NoteId,
    _form: Posted<Pressed>,
    by: Can<EraseNotes>,
    db: TenantDb,
) -> AppResult<Redirection> {
    by.over("_dummy.note", id.0, "_dummy.note")?;
    db.write(async |tx| Note::erase(id, tx).await).await?;
    Ok(redirect(paths::NOTES).notice("_dummy.notice.erased"))
}

async fn list(
    query: &PageQuery,
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let page = db.read(async |tx| Ok(Note::page(query, tx).await?)).await?;
    Ok(views::notes::index(cx, &page, raw, errors))
}
