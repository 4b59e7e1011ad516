//! The customer's answers, and the conversation alone for live refreshing.

use contracts::support::CUSTOMER_TICKET;
use kernel::db::{OrNotFound, ReadTx, TenantDb};
use kernel::error::{AppResult, FieldErrors};
use kernel::files;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Raw, View, redirect, slot};
use rocket::{get, post};

use crate::forms::MessageForm;
use crate::ids::TicketId;
use crate::models::{self, Conversation, Draft, Heading, Kind, NewMessage, Ticket, Via};
use crate::permissions::OpenTickets;
use crate::settings::REOPEN_DAYS;
use crate::views::conversation::conversation_id;
use crate::views::done::{Done, sent_notice};
use crate::views::writing::Typed;
use crate::{paths, views};

/// Show the conversation alone.
#[get("/tickets/<id>/messages")]
pub async fn index(
    id: TicketId,
    _by: Can<OpenTickets>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (heading, conversation) = db.read(async |tx| read(id, tx).await).await?;
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
    let written = async {
        let place = answer(id, &form, by, &db).await?;
        if !cx.asks_for(views::writing::BOX) {
            return Ok(redirect(place).notice(sent_notice(false)).into());
        }
        let (heading, conversation) = db.read(async |tx| read(id, tx).await).await?;
        Ok(Answer::from(views::tickets::sent(
            &cx,
            &heading,
            &conversation,
            &place,
        )))
    };
    form.answer(written, async |errors| {
        page(id, &db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

/// What an act leads to: the parts of the open page that it may have changed, or the page anew.
pub async fn changed(id: TicketId, done: Done, db: &TenantDb, cx: &Cx<'_>) -> AppResult<Answer> {
    if !cx.asks_for(&conversation_id(id)) {
        let place = paths::ticket(id);
        return Ok(done.leads(place, &paths::closure(id)).into());
    }
    let (heading, conversation) = db.read(async |tx| read(id, tx).await).await?;
    Ok(views::tickets::changed(cx, &heading, &conversation, done).into())
}

/// The ticket's page, with what other modules show there.
pub async fn page(
    id: TicketId,
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let found = db.read(async |tx| {
        let draft = Draft::of_customer(id, tx).await?;
        Ok((read(id, tx).await?, draft))
    });
    let ((heading, conversation), draft) = found.await?;
    let boxes = slot(cx, CUSTOMER_TICKET, Some(&heading.ticket.as_resource())).await;
    cx.has_read(&heading.ticket.as_resource()).await;
    let typed = Typed {
        raw,
        errors,
        draft: draft.as_ref(),
    };
    Ok(views::tickets::show(
        cx,
        &heading,
        &conversation,
        &boxes,
        typed,
    ))
}

async fn read(id: TicketId, tx: &mut ReadTx) -> AppResult<(Heading, Conversation)> {
    let heading = Heading::find(id, tx).await.or_not_found("tickets.ticket")?;
    Ok((heading, Conversation::of(id, tx).await?))
}

async fn answer(
    id: TicketId,
    form: &Posted<MessageForm>,
    by: Can<OpenTickets>,
    db: &TenantDb,
) -> AppResult<String> {
    let (value, tenant) = (form.valid()?, db.tenant()?);
    if !form.files.is_empty() {
        // Bytes are stored only for a ticket that is theirs.
        db.read(async |tx| Ticket::find(id, tx).await.or_not_found("tickets.ticket"))
            .await?;
    }
    let files = files::store_uploads(db.app(), tenant, &form.files).await?;
    let reopen_days = REOPEN_DAYS.of(db.app())?;
    let written = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| {
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
                    Draft::forget(id, Kind::Customer, tx).await?;
                    Ok(paths::message(id, message))
                })
                .await
        })
        .await;
    files::keep_or_discard(db.app(), &files, written).await
}
