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
use crate::{mails, paths, settings, views};

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
    let written = async {
        let location = write(&form, &by, &db, &cx).await?;
        Ok(redirect(location).notice("_dummy.notice.written"))
    };
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

async fn write(
    form: &Posted<NoteForm>,
    by: &Can<WriteNotes>,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<String> {
    let new = NewNote {
        id: NoteId::fresh(),
        tenant: db.tenant()?,
        by: Some(by.user_id()),
        body: &form.valid()?.body,
    };
    let location = paths::note(new.id);
    let is_mailed = settings::MAIL_WRITER.of(db.app())?;
    let reader = cx.user().filter(|_| is_mailed);
    db.write(async |tx| {
        let written = form.receipt.once(tx, async |tx| {
            Note::refuse_when_full(tx).await?;
            Note::write(&new, tx).await?;
            if let Some(reader) = reader {
                mails::written(reader, cx.locale(), new.body, &location, tx).await?;
            }
            Ok(location.clone())
        });
        written.await.map(|(location, _)| location)
    })
    .await
}
