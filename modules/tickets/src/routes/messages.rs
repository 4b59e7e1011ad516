//! The customer's answers, and the conversation alone for live refreshing.

use kernel::db::{OrNotFound, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, View, redirect};
use rocket::{get, post};

use crate::forms::MessageForm;
use crate::ids::TicketId;
use crate::models::{self, Conversation, Heading, Kind, NewMessage, Ticket, Via};
use crate::permissions::OpenTickets;
use crate::settings::REOPEN_DAYS;
use crate::{paths, views};

/// Show the conversation alone.
#[get("/tickets/<id>/messages")]
pub async fn index(
    id: TicketId,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (heading, conversation) = db
        .read(async |tx| {
            let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
            Ok((heading, Conversation::of(id, tx).await?))
        })
        .await?;
    Ok(views::tickets::refreshed(&cx, &heading, &conversation))
}

/// Answer. Idempotent by the form's key.
#[post("/tickets/<id>/messages", data = "<form>")]
pub async fn create(
    id: TicketId,
    form: Posted<MessageForm>,
    by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let result = match form.value() {
        Ok(value) => answer(id, &form, value, by, &db).await,
        Err(errors) => Err(AppError::Invalid(errors.clone())),
    };
    match result {
        Ok(location) => Ok(redirect(location).into()),
        Err(AppError::Invalid(errors)) => {
            let (heading, conversation) = db
                .read(async |tx| {
                    let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
                    Ok((heading, Conversation::of(id, tx).await?))
                })
                .await?;
            let view = views::tickets::show(&cx, &heading, &conversation, &form.raw, Some(&errors));
            Ok(view.status(form.refusal_status()).into())
        }
        Err(error) => Err(error),
    }
}

async fn answer(
    id: TicketId,
    form: &Posted<MessageForm>,
    value: &MessageForm,
    by: Can<OpenTickets>,
    db: &TenantDb,
) -> AppResult<String> {
    let tenant = db
        .who()
        .tenant
        .ok_or(AppError::Forbidden("kernel.problem.no_tenant"))?;
    if !form.files.is_empty() {
        // Bytes are stored only for a ticket that is theirs.
        db.read(async |tx| {
            Ticket::find(id, tx)
                .await
                .or_not_found("tickets.ticket")
                .map(|_| ())
        })
        .await?;
    }
    let files = models::store(db.app(), tenant, models::read_incoming(&form.files).await?).await?;
    let reopen_days = db.app().settings.integer(REOPEN_DAYS);
    let written = db
        .write(async |tx| {
            if let Some(earlier) = form.receipt.earlier(tx).await? {
                return Ok((earlier, false));
            }
            let new = NewMessage {
                tenant,
                ticket: id,
                kind: Kind::Customer,
                author: Some(by.user_id()),
                body: value.body.clone(),
                via: Via::Web,
                mail_message_id: None,
            };
            let message = models::reply(new, reopen_days, tx).await?;
            models::attach(&files, message, false, tx).await?;
            let location = format!(
                "{}#{}",
                paths::ticket(id),
                ui::dom_id("message", message, "row")
            );
            form.receipt.keep(tx, &location).await?;
            Ok((location, true))
        })
        .await;
    models::keep_or_discard(db.app(), &files, written).await
}
