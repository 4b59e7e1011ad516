//! What staff do with a ticket besides answering: close, open again, assign, tag, move, rank.
//! Each is audited and wakes the open pages.

use contracts::support::TicketClosed;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, Tx};
use kernel::error::AppResult;
use kernel::ids::UserId;
use kernel::{live, module};
use serde_json::json;

use super::labels::{Priority, Status};
use super::message::insert_event;
use super::ticket::{Ticket, desk_topic, ticket_topic};
use super::turn::turn;
use crate::ids::{DepartmentId, TicketId};
use crate::schema::{tickets_tags, tickets_tickets};

async fn announce(ticket: TicketId, tx: &mut Tx) -> AppResult<()> {
    live::announce_all(tx, &[&ticket_topic(ticket), &desk_topic()]).await
}

/// Closes a ticket. Idempotent.
pub async fn close(id: TicketId, tx: &mut Tx) -> AppResult<()> {
    let ticket = Ticket::find_for_update(id, tx)
        .await
        .or_not_found("tickets.ticket")?;
    if ticket.status == Status::Closed {
        return Ok(());
    }
    let (now, by) = (tx.now(), tx.who().user);
    diesel::update(tickets_tickets::table.find(id))
        .set((
            tickets_tickets::status.eq(Status::Closed),
            tickets_tickets::closed_at.eq(now),
            tickets_tickets::closed_by.eq(by),
            tickets_tickets::last_activity_at.eq(now),
        ))
        .execute(tx)
        .await?;
    insert_event(&ticket, "closed", tx).await?;
    let event = Audit::new("tickets.ticket.close", "tickets.ticket", id.0)
        .of_tenant(ticket.tenant_id)
        .before(json!({ "status": ticket.status }))
        .after(json!({ "status": "closed" }));
    audit::record(tx, event).await?;
    module::publish(
        tx,
        &TicketClosed {
            ticket: id.0,
            tenant: ticket.tenant_id.0,
        },
    )
    .await?;
    announce(id, tx).await
}

/// Opens a closed ticket again. Idempotent.
pub async fn reopen(id: TicketId, tx: &mut Tx) -> AppResult<()> {
    let ticket = Ticket::find_for_update(id, tx)
        .await
        .or_not_found("tickets.ticket")?;
    if ticket.status != Status::Closed {
        return Ok(());
    }
    let now = tx.now();
    diesel::update(tickets_tickets::table.find(id))
        .set((
            tickets_tickets::status.eq(Status::Open),
            tickets_tickets::closed_at.eq(None::<chrono::DateTime<chrono::Utc>>),
            tickets_tickets::closed_by.eq(None::<UserId>),
            tickets_tickets::last_activity_at.eq(now),
            tickets_tickets::turn_at.eq(turn(ticket.priority, now)),
        ))
        .execute(tx)
        .await?;
    insert_event(&ticket, "reopened", tx).await?;
    let event = Audit::new("tickets.ticket.reopen", "tickets.ticket", id.0)
        .of_tenant(ticket.tenant_id)
        .before(json!({ "status": "closed" }))
        .after(json!({ "status": "open" }));
    audit::record(tx, event).await?;
    announce(id, tx).await
}

/// Gives a ticket to somebody, or to nobody.
pub async fn assign(id: TicketId, to: Option<UserId>, tx: &mut Tx) -> AppResult<()> {
    let ticket = Ticket::find_for_update(id, tx)
        .await
        .or_not_found("tickets.ticket")?;
    diesel::update(tickets_tickets::table.find(id))
        .set(tickets_tickets::assignee_id.eq(to))
        .execute(tx)
        .await?;
    let event = Audit::new("tickets.ticket.assign", "tickets.ticket", id.0)
        .of_tenant(ticket.tenant_id)
        .before(json!({ "assignee": ticket.assignee_id }))
        .after(json!({ "assignee": to }));
    audit::record(tx, event).await?;
    announce(id, tx).await
}

/// Sets department, priority and whether it is put aside.
pub async fn triage(
    id: TicketId,
    department: DepartmentId,
    priority: Priority,
    on_hold: bool,
    tx: &mut Tx,
) -> AppResult<()> {
    let ticket = Ticket::find_for_update(id, tx)
        .await
        .or_not_found("tickets.ticket")?;
    let status = match (ticket.status, on_hold) {
        (Status::Open | Status::Waiting, true) => Status::OnHold,
        (Status::OnHold, false) => Status::Open,
        (status, _) => status,
    };
    diesel::update(tickets_tickets::table.find(id))
        .set((
            tickets_tickets::department_id.eq(department),
            tickets_tickets::priority.eq(priority),
            tickets_tickets::status.eq(status),
            tickets_tickets::turn_at.eq(ticket.turn_as(priority)),
        ))
        .execute(tx)
        .await?;
    let was = json!({ "department": ticket.department_id, "priority": ticket.priority.number(), "status": ticket.status });
    let is = json!({ "department": department, "priority": priority.number(), "status": status });
    let event = Audit::new("tickets.ticket.triage", "tickets.ticket", id.0)
        .of_tenant(ticket.tenant_id)
        .before(was)
        .after(is);
    audit::record(tx, event).await?;
    announce(id, tx).await
}

/// Says how soon, and leaves the rest as it is. Idempotent.
pub async fn rank(id: TicketId, priority: Priority, tx: &mut Tx) -> AppResult<()> {
    let ticket = Ticket::find_for_update(id, tx)
        .await
        .or_not_found("tickets.ticket")?;
    if ticket.priority == priority {
        return Ok(());
    }
    diesel::update(tickets_tickets::table.find(id))
        .set((
            tickets_tickets::priority.eq(priority),
            tickets_tickets::turn_at.eq(ticket.turn_as(priority)),
        ))
        .execute(tx)
        .await?;
    let event = Audit::new("tickets.ticket.triage", "tickets.ticket", id.0)
        .of_tenant(ticket.tenant_id)
        .before(json!({ "priority": ticket.priority.number() }))
        .after(json!({ "priority": priority.number() }));
    audit::record(tx, event).await?;
    announce(id, tx).await
}

/// Puts a tag on, or takes it off. Idempotent.
pub async fn set_tag(id: TicketId, tag: &str, on: bool, tx: &mut Tx) -> AppResult<()> {
    let ticket = Ticket::find(id, tx).await.or_not_found("tickets.ticket")?;
    let (now, by) = (tx.now(), tx.who().user);
    let changed = if on {
        diesel::insert_into(tickets_tags::table)
            .values((
                tickets_tags::ticket_id.eq(id),
                tickets_tags::tag.eq(tag),
                tickets_tags::created_at.eq(now),
                tickets_tags::created_by.eq(by),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?
    } else {
        diesel::delete(tickets_tags::table.find((id, tag)))
            .execute(tx)
            .await?
    };
    if changed == 0 {
        return Ok(());
    }
    let action = if on {
        "tickets.tag.add"
    } else {
        "tickets.tag.remove"
    };
    let event = Audit::new(action, "tickets.ticket", id.0)
        .of_tenant(ticket.tenant_id)
        .after(json!({ "tag": tag }));
    audit::record(tx, event).await?;
    announce(id, tx).await
}
