//! The tenant's notes: the list with the form that writes one, and one note.
//! Each handler is a sentence: proof, scope, one finder or verb, one view.

use kernel::db::{OrNotFound, TenantDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, PageQuery, Posted, Raw, View, redirect};
use rocket::{get, post};

use crate::forms::NoteForm;
use crate::ids::NoteId;
use crate::models::{NewNote, Note};
use crate::permissions::WriteNotes;
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
    let query = PageQuery::new(after, before);
    list(&query, &Raw::default(), None, &db, &cx).await
}

/// Write a note. Idempotent by the form's key.
#[post("/_dummy", data = "<form>")]
pub async fn create(
    form: Posted<NoteForm>,
    by: Can<WriteNotes>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    match form.value() {
        Ok(value) => {
            let location = write(&form, value, &by, &db, &cx).await?;
            Ok(redirect(location).notice("_dummy.notice.written").into())
        }
        Err(errors) => {
            let view = list(&PageQuery::default(), &form.raw, Some(errors), &db, &cx).await?;
            Ok(view.status(form.refusal_status()).into())
        }
    }
}

/// Show a note.
#[get("/_dummy/<id>")]
pub async fn show(id: NoteId, _by: Can<WriteNotes>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let note = db
        .read(async |tx| Note::find(id, tx).await.or_not_found("_dummy.note"))
        .await?;
    Ok(views::notes::show(&cx, &note))
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
    value: &NoteForm,
    by: &Can<WriteNotes>,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<String> {
    let tenant = db
        .who()
        .tenant
        .ok_or(AppError::Forbidden("kernel.problem.no_tenant"))?;
    let reader = cx
        .user()
        .filter(|_| db.app().settings.switch(settings::MAIL_WRITER));
    let new = NewNote {
        id: NoteId::fresh(),
        tenant,
        by: Some(by.user_id()),
        body: &value.body,
    };
    let location = paths::note(new.id);
    let link = db.app().config.absolute(&location);
    db.write(async |tx| {
        if let Some(earlier) = form.receipt.earlier(tx).await? {
            return Ok(earlier);
        }
        Note::write(&new, tx).await?;
        if let Some(reader) = reader {
            mails::written(reader, cx.locale(), new.body, &link, tx).await?;
        }
        form.receipt.keep(tx, &location).await?;
        Ok(location.clone())
    })
    .await
}
