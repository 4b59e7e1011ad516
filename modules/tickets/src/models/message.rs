//! Messages: an answer moves the ticket, tells the facts, wakes open pages and enqueues one notification job,
//! all in one transaction.

use chrono::{DateTime, Duration, Utc};
use contracts::support::TicketReplied;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{Kept, OrNotFound, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{TenantId, UserId};
use kernel::{jobs, live, module};

use super::labels::{Kind, Status, Via};
use super::ticket::{Ticket, desk_topic, ticket_topic};
use super::turn::turn;
use crate::ids::{MessageId, TicketId};
use crate::jobs::NotifyOfMessage;
use crate::schema::{tickets_messages, tickets_tickets};

/// A message about to be written.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Whose ticket.
    pub tenant: TenantId,
    /// Which ticket.
    pub ticket: TicketId,
    /// Who speaks.
    pub kind: Kind,
    /// The person.
    pub author: Option<UserId>,
    /// The text.
    pub body: String,
    /// How it came.
    pub via: Via,
    /// Message-ID of the mail that it came by.
    pub mail_message_id: Option<String>,
}

pub(super) async fn insert_message(
    new: NewMessage,
    now: DateTime<Utc>,
    tx: &mut Tx,
) -> AppResult<MessageId> {
    let id = MessageId::fresh();
    diesel::insert_into(tickets_messages::table)
        .values((
            tickets_messages::id.eq(id),
            tickets_messages::tenant_id.eq(new.tenant),
            tickets_messages::ticket_id.eq(new.ticket),
            tickets_messages::kind.eq(new.kind),
            tickets_messages::author_id.eq(new.author),
            tickets_messages::body.eq(new.body),
            tickets_messages::via.eq(new.via),
            tickets_messages::mail_message_id.eq(new.mail_message_id),
            tickets_messages::created_at.eq(now),
        ))
        .execute(tx)
        .await?;
    Ok(id)
}

/// Notes in the conversation that something happened.
pub(super) async fn insert_event(ticket: &Ticket, word: &str, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let event = NewMessage {
        tenant: ticket.tenant_id,
        ticket: ticket.id,
        kind: Kind::Event,
        author: tx.who().user,
        body: word.to_owned(),
        via: Via::Web,
        mail_message_id: None,
    };
    insert_message(event, now, tx).await.map(|_| ())
}

/// Writes an answer or a note. A customer's answer opens a closed ticket again within `reopen_days`.
pub async fn reply(new: NewMessage, reopen_days: i64, tx: &mut Tx) -> AppResult<MessageId> {
    let ticket = Ticket::find_for_update(new.ticket, tx)
        .await
        .or_not_found("tickets.ticket")?;
    let now = tx.now();
    let status = status_after(&ticket, new.kind, now, reopen_days)?;
    let was_closed = ticket.status == Status::Closed;
    if status != Status::Closed && was_closed {
        insert_event(&ticket, "reopened", tx).await?;
    }
    let turn_at = if status == ticket.status {
        ticket.turn_at
    } else {
        turn(ticket.priority, now)
    };
    let counted = diesel::update(tickets_tickets::table.find(ticket.id)).set((
        tickets_tickets::status.eq(status),
        tickets_tickets::closed_at.eq(ticket.closed_at.filter(|_| status == Status::Closed)),
        tickets_tickets::message_count.eq(tickets_tickets::message_count + 1),
        tickets_tickets::last_activity_at.eq(now),
        tickets_tickets::turn_at.eq(turn_at),
    ));
    Kept(counted).execute(tx).await?;
    let kind = new.kind;
    let message = insert_message(
        NewMessage {
            tenant: ticket.tenant_id,
            ..new
        },
        now,
        tx,
    )
    .await?;
    let action = if kind == Kind::Note {
        "tickets.note.create"
    } else {
        "tickets.message.create"
    };
    let event = Audit::new(action, "tickets.ticket", ticket.id.0)
        .of_tenant(ticket.tenant_id)
        .before(serde_json::json!({ "status": ticket.status }))
        .after(serde_json::json!({ "status": status, "message": message }));
    audit::record(tx, event).await?;
    if kind == Kind::Note {
        live::announce(tx, &ticket_topic(ticket.id)).await?;
        return Ok(message);
    }
    live::announce_all(tx, &[&ticket_topic(ticket.id), &desk_topic()]).await?;
    let by_staff = kind == Kind::Agent;
    module::publish(
        tx,
        &TicketReplied {
            ticket: ticket.id.0,
            tenant: ticket.tenant_id.0,
            message: message.0,
            by_staff,
        },
    )
    .await?;
    jobs::enqueue(tx, &NotifyOfMessage { message }).await?;
    Ok(message)
}

/// Where the ticket stands after a message of this kind.
fn status_after(
    ticket: &Ticket,
    kind: Kind,
    now: DateTime<Utc>,
    reopen_days: i64,
) -> AppResult<Status> {
    match (kind, ticket.closed_at) {
        (Kind::Customer, Some(closed)) if now - closed > Duration::days(reopen_days) => {
            Err(AppError::Conflict("tickets.problem.closed_for_long"))
        }
        (Kind::Customer, _) => Ok(Status::Open),
        (Kind::Agent, _) => Ok(Status::Waiting),
        (Kind::Note | Kind::Event, _) => Ok(ticket.status),
    }
}
