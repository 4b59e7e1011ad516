//! Staff answers and internal notes, and what an open page fetches when something has changed.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::files;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, View};
use rocket::{get, post};

use super::tickets::{page, refreshed, sent};
use crate::forms::MessageForm;
use crate::ids::TicketId;
use crate::models::{self, Draft, Kind, NewMessage, Ticket, Via, Way};
use crate::paths;
use crate::permissions::AnswerTickets;
use crate::views::done::sent_notice;

/// Show what may have changed: the conversation, and beside it the rest.
#[get("/admin/tickets/<id>/messages?<from>")]
pub async fn index(
    id: TicketId,
    from: Way,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    refreshed(id, &from, &db, &cx).await
}

/// Answer or note. Idempotent by the form's key.
#[post("/admin/tickets/<id>/messages?<from>", data = "<form>")]
pub async fn create(
    id: TicketId,
    from: Way,
    form: Posted<MessageForm>,
    by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let written = async {
        let place = write(id, &form, by, &from, &db).await?;
        let notice = sent_notice(form.valid()?.is_note);
        sent(id, &from, place, notice, &db, &cx).await
    };
    form.answer(written, async |errors| {
        page(id, &from, &db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

async fn write(
    id: TicketId,
    form: &Posted<MessageForm>,
    by: Can<AnswerTickets>,
    way: &Way,
    db: &PlatformDb,
) -> AppResult<String> {
    let value = form.valid()?;
    let ticket = db
        .read(async |tx| Ticket::find(id, tx).await.or_not_found("tickets.ticket"))
        .await?;
    let (tenant, kind) = (ticket.tenant_id, Kind::of_staff(value.is_note));
    let files = files::store_uploads(db.app(), tenant, &form.files).await?;
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
                    Draft::forget(id, kind, tx).await?;
                    Ok(paths::desk_message(id, message, way))
                })
                .await
        })
        .await;
    files::keep_or_discard(db.app(), &files, written).await
}
