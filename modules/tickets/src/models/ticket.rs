//! A ticket: opening one, and finding one with what its page shows.
//! Foreign ids are not found: row-level security hides them.

use chrono::{DateTime, Utc};
use contracts::support::{OpeningTicket, TicketOpened};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{TenantId, UserId};
use kernel::live;
use kernel::module::{self, ResourceRef};
use kernel::web::Cursor;
use l10n::normalise;

use super::about::About;
use super::labels::{Kind, Priority, Standing, Status, Via};
use super::message::{NewMessage, insert_message};
use super::turn::{Order, turn, waiting_since};
use crate::ids::{DepartmentId, MessageId, TicketId};
use crate::schema::{people, tenants, tickets_departments, tickets_search, tickets_tickets};

/// The topic of one ticket's conversation.
#[must_use]
pub fn ticket_topic(id: TicketId) -> String {
    live::topic("ticket", id.0)
}

/// The topic of the desk's queue.
#[must_use]
pub fn desk_topic() -> String {
    "ticket-desk".to_owned()
}

/// A ticket's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = tickets_tickets)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Its number, for people.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// For whom in the staff.
    pub department_id: DepartmentId,
    /// How soon.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// Who opened it.
    pub requester_id: UserId,
    /// Who answers it.
    pub assignee_id: Option<UserId>,
    about_kind: Option<String>,
    about_id: Option<uuid::Uuid>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When somebody last wrote.
    pub last_activity_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether it came by mail and nothing proves that its requester wrote it.
    pub unproven_sender: bool,
    /// How many messages and notes it has.
    #[diesel(column_name = message_count)]
    pub messages: i32,
    pub(super) turn_at: DateTime<Utc>,
}

impl Ticket {
    /// The ticket as others name it.
    #[must_use]
    pub fn as_resource(&self) -> ResourceRef {
        ResourceRef {
            kind: "tickets.ticket".to_owned(),
            id: self.id.0,
        }
    }
    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self.status, self.assignee_id.is_some(), self.messages)
    }
    /// Its place in a list of this order.
    #[must_use]
    pub fn place(&self, order: Order) -> Cursor {
        order.place(self.id, self.last_activity_at, self.turn_at)
    }
    /// Its turn when it is as urgent as this.
    pub(super) fn turn_as(&self, priority: Priority) -> DateTime<Utc> {
        turn(priority, waiting_since(self.priority, self.turn_at))
    }
    /// The thing that it is about.
    #[must_use]
    pub fn about(&self) -> Option<ResourceRef> {
        self.about_kind
            .clone()
            .zip(self.about_id)
            .map(|(kind, id)| ResourceRef { kind, id })
    }
    /// Finds one in the scope.
    pub async fn find(id: TicketId, tx: &mut ReadTx) -> QueryResult<Self> {
        tickets_tickets::table
            .find(id)
            .select(Self::as_select())
            .get_result(tx)
            .await
    }
    /// Finds one and keeps others from changing it until the transaction ends.
    pub async fn find_for_update(id: TicketId, tx: &mut Tx) -> QueryResult<Self> {
        tickets_tickets::table
            .find(id)
            .select(Self::as_select())
            .for_update()
            .get_result(tx)
            .await
    }
}

/// What stands at the top of a ticket's page.
#[derive(Clone, Debug, Queryable)]
pub struct Heading {
    /// The ticket.
    pub ticket: Ticket,
    /// Persian name of the department.
    pub department_fa: String,
    /// English name of the department.
    pub department_en: String,
    /// Name of who opened it.
    pub requester: String,
    /// Name of who answers it.
    pub assignee: Option<String>,
    /// Name of the tenant.
    pub tenant: String,
}

impl Heading {
    /// One statement for the top of the page.
    pub async fn find(id: TicketId, tx: &mut ReadTx) -> QueryResult<Self> {
        let assignee = diesel::alias!(people as assignee);
        tickets_tickets::table
            .inner_join(
                tickets_departments::table
                    .on(tickets_departments::id.eq(tickets_tickets::department_id)),
            )
            .inner_join(people::table.on(people::user_id.eq(tickets_tickets::requester_id)))
            .inner_join(tenants::table.on(tenants::id.eq(tickets_tickets::tenant_id)))
            .left_join(
                assignee.on(assignee
                    .field(people::user_id)
                    .nullable()
                    .eq(tickets_tickets::assignee_id)),
            )
            .filter(tickets_tickets::id.eq(id))
            .select((
                Ticket::as_select(),
                tickets_departments::name_fa,
                tickets_departments::name_en,
                people::display_name,
                assignee.field(people::display_name).nullable(),
                tenants::name,
            ))
            .get_result(tx)
            .await
    }
}

/// What is said of a new ticket.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// Whose it is.
    pub tenant: TenantId,
    /// Who opens it.
    pub requester: UserId,
    /// What it is about.
    pub subject: String,
    /// For whom in the staff.
    pub department: DepartmentId,
    /// How soon.
    pub priority: Priority,
    /// The thing it is about.
    pub about: Option<ResourceRef>,
    /// The first message.
    pub body: String,
    /// How it came.
    pub via: Via,
    /// Message-ID of the mail that it came by.
    pub mail_message_id: Option<String>,
}

/// Opens a ticket with its first message; checks of other modules may refuse it.
pub async fn open(new: NewTicket, tx: &mut Tx) -> AppResult<(TicketId, MessageId)> {
    let change = OpeningTicket {
        tenant: new.tenant.0,
        subject: new.subject.clone(),
    };
    module::ask_checks(tx, &change).await?;
    if let Some(about) = &new.about
        && About::find(about, tx).await?.is_none()
    {
        return Err(AppError::invalid("about", "tickets.problem.about_gone"));
    }
    let (id, now) = (TicketId::fresh(), tx.now());
    let found = diesel::insert_into(tickets_tickets::table)
        .values((
            tickets_tickets::id.eq(id),
            tickets_tickets::tenant_id.eq(new.tenant),
            tickets_tickets::subject.eq(&new.subject),
            tickets_tickets::department_id.eq(new.department),
            tickets_tickets::priority.eq(new.priority),
            tickets_tickets::status.eq(Status::Open),
            tickets_tickets::requester_id.eq(new.requester),
            tickets_tickets::about_kind.eq(new.about.as_ref().map(|a| a.kind.clone())),
            tickets_tickets::about_id.eq(new.about.as_ref().map(|a| a.id)),
            tickets_tickets::message_count.eq(1),
            tickets_tickets::unproven_sender.eq(new.via == Via::UnprovenMail),
            tickets_tickets::opened_at.eq(now),
            tickets_tickets::last_activity_at.eq(now),
            tickets_tickets::turn_at.eq(turn(new.priority, now)),
        ))
        .returning(tickets_tickets::number)
        .get_result::<i64>(tx)
        .await;
    let number = found.map_err(|error| match error {
        diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::ForeignKeyViolation,
            _,
        ) => AppError::invalid("department", "kernel.invalid.choice"),
        other => other.into(),
    })?;
    diesel::insert_into(tickets_search::table)
        .values((
            tickets_search::ticket_id.eq(id),
            tickets_search::tenant_id.eq(new.tenant),
            tickets_search::words.eq(search_words(&new.subject, &new.body)),
        ))
        .execute(tx)
        .await?;
    let message = NewMessage {
        tenant: new.tenant,
        ticket: id,
        kind: Kind::Customer,
        author: Some(new.requester),
        body: new.body,
        via: new.via,
        mail_message_id: new.mail_message_id,
    };
    let message = insert_message(message, now, tx).await?;
    let event = Audit::new("tickets.ticket.open", "tickets.ticket", id.0)
        .of_tenant(new.tenant)
        .after(serde_json::json!({ "number": number, "subject": new.subject, "via": new.via.as_str() }));
    audit::record(tx, event).await?;
    live::announce(tx, &desk_topic()).await?;
    module::publish(
        tx,
        &TicketOpened {
            ticket: id.0,
            tenant: new.tenant.0,
            about: new.about,
        },
    )
    .await?;
    kernel::jobs::enqueue(tx, &crate::jobs::NotifyOfMessage { message }).await?;
    Ok((id, message))
}

/// What the search looks through: subject and the beginning of the first message, normalised.
pub(crate) fn search_words(subject: &str, body: &str) -> String {
    let head: String = body.chars().take(500).collect();
    normalise::search_text(&format!("{subject} {head}"))
}
