//! A signed call of an outside service writes a note. Told twice, it is written once, and both are answered alike.
//! The receipt of the call and the note commit together.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult};
use kernel::people;
use kernel::web::SignedBody;
use rocket::http::Status;
use rocket::post;

use crate::calls::{NoteCall, NoteCalls};
use crate::forms::BODY_LIMIT;
use crate::ids::NoteId;
use crate::models::{NewNote, Note};

/// Write the note that the call brings.
#[post("/webhooks/_dummy", data = "<signed>")]
pub async fn create(signed: SignedBody<NoteCalls>, db: PlatformDb) -> AppResult<Status> {
    let call: NoteCall = signed.json()?;
    if call.body.trim().is_empty() || call.body.chars().count() > usize::from(BODY_LIMIT) {
        return Err(AppError::BadRequest("a note's length".to_owned()));
    }
    let new = NewNote {
        id: NoteId::fresh(),
        tenant: call.tenant,
        by: None,
        body: &call.body,
    };
    db.write(async |tx| {
        if !people::is_tenant(call.tenant, tx).await? {
            return Err(AppError::BadRequest("no such tenant".to_owned()));
        }
        if signed.first_time(tx).await? {
            Note::write(&new, tx).await?;
        }
        Ok(())
    })
    .await?;
    Ok(Status::NoContent)
}
