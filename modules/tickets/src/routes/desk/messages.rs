//! Staff answers and internal notes, and the conversation alone for live refreshing.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, View, redirect};
use rocket::{get, post};

use super::tickets::read_side;
use crate::forms::MessageForm;
use crate::ids::TicketId;
use crate::models::{self, Conversation, Heading, Kind, NewMessage, Ticket, Via};
use crate::permissions::AnswerTickets;
use crate::{paths, views};

/// Show the conversation alone.
#[get("/admin/tickets/<id>/messages")]
pub async fn index(
    id: TicketId,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (heading, conversation) = db
        .read(async |tx| {
            let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
            Ok((heading, Conversation::of(id, tx).await?))
        })
        .await?;
    Ok(views::desk::ticket::refreshed(&cx, &heading, &conversation))
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
    let result = match form.value() {
        Ok(value) => answer(id, &form, value, by, &db).await,
        Err(errors) => Err(AppError::Invalid(errors.clone())),
    };
    match result {
        Ok(location) => Ok(redirect(location).into()),
        Err(AppError::Invalid(errors)) => {
            let (side, conversation) = db
                .read(async |tx| Ok((read_side(id, tx).await?, Conversation::of(id, tx).await?)))
                .await?;
            let view =
                views::desk::ticket::show(&cx, &side, &conversation, &form.raw, Some(&errors));
            Ok(view.status(form.refusal_status()).into())
        }
        Err(error) => Err(error),
    }
}

async fn answer(
    id: TicketId,
    form: &Posted<MessageForm>,
    value: &MessageForm,
    by: Can<AnswerTickets>,
    db: &PlatformDb,
) -> AppResult<String> {
    let ticket = db
        .read(async |tx| Ticket::find(id, tx).await.or_not_found("tickets.ticket"))
        .await?;
    let tenant = ticket.tenant_id;
    let files = models::store(db.app(), tenant, models::read_incoming(&form.files).await?).await?;
    let kind = if value.is_note {
        Kind::Note
    } else {
        Kind::Agent
    };
    let written = db
        .write(async |tx| {
            if let Some(earlier) = form.receipt.earlier(tx).await? {
                return Ok((earlier, false));
            }
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
            let location = format!(
                "{}#{}",
                paths::desk_ticket(id),
                ui::dom_id("message", message, "row")
            );
            form.receipt.keep(tx, &location).await?;
            Ok((location, true))
        })
        .await;
    models::keep_or_discard(db.app(), &files, written).await
}
