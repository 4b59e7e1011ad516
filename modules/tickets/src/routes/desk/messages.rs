//! Staff answers and internal notes, and what an open page fetches when something has changed.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::files;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, View, redirect};
use rocket::{get, post};

use super::tickets::{page, refreshed};
use crate::forms::MessageForm;
use crate::ids::TicketId;
use crate::models::{self, Kind, NewMessage, Ticket, Via};
use crate::paths;
use crate::permissions::AnswerTickets;

/// Show what may have changed: the conversation, and beside it the rest.
#[get("/admin/tickets/<id>/messages")]
pub async fn index(
    id: TicketId,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    refreshed(id, &db, &cx).await
}

/// Answer or note. Idempotent by the form's key.
#[post("/admin/tickets/<id>/messages", data = "<form>")]
pub async fn create(
    id: TicketId,
    form: Posted<MessageForm>,
    by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let written = async { Ok(redirect(answer(id, &form, by, &db).await?)) };
    form.answer(written, async |errors| {
        page(id, &db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

async fn answer(
    id: TicketId,
    form: &Posted<MessageForm>,
    by: Can<AnswerTickets>,
    db: &PlatformDb,
) -> AppResult<String> {
    let value = form.valid()?;
    let ticket = db
        .read(async |tx| Ticket::find(id, tx).await.or_not_found("tickets.ticket"))
        .await?;
    let tenant = ticket.tenant_id;
    let files = files::store_uploads(db.app(), tenant, &form.files).await?;
    let kind = if value.is_note {
        Kind::Note
    } else {
        Kind::Agent
    };
    let written = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| {
                    let new = NewMessage {
                        tenant,
                        ticket: id,
                        kind,
                        author: Some(by.user_id()),
                        body: value.body.clone(),
                        via: Via::Web,
                        mail_message_id: None,
                    };
                    let message = models::reply(new, 0, tx).await?;
                    models::attach(&files, message, value.is_note, tx).await?;
                    Ok(paths::desk_message(id, message))
                })
                .await
        })
        .await;
    files::keep_or_discard(db.app(), &files, written).await
}
