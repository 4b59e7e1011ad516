//! Tells the other side of a new message by mail, with a signed reply address. Idempotent: the delivery's id is made
//! from message and recipient, so that a second run queues nothing new.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{DeliveryId, UserId};
use kernel::jobs::{Job, JobCx};
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::people::{self, Contact};
use l10n::Locale;
use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TicketId};
use crate::inbound::{MARKER_EN, MARKER_FA, ReplyAddress};
use crate::models::{Kind, Via};
use crate::paths;
use crate::permissions::ANSWER_TICKETS;
use crate::schema::{people as people_table, tickets_messages, tickets_tickets};

/// The part of our address before `+`.
const REPLY_LOCAL: &str = "support";

/// The address that answers come to.
pub fn reply_address(app: &App) -> AppResult<ReplyAddress> {
    let domain = app
        .config
        .mail_from
        .rsplit_once('@')
        .map_or("localhost", |(_, domain)| domain);
    ReplyAddress::new(REPLY_LOCAL, domain)
        .map_err(|e| AppError::internal(format!("reply address: {e}")))
}

/// The desk's mails.
pub fn mails() -> Vec<MailDef> {
    const VARIABLES: &[MailVariable] = &[
        MailVariable {
            name: "name",
            sample: "سارا",
        },
        MailVariable {
            name: "author",
            sample: "پشتیبانی سرای",
        },
        MailVariable {
            name: "subject",
            sample: "سرور من بالا نمی‌آید",
        },
        MailVariable {
            name: "number",
            sample: "۱۲۳",
        },
        MailVariable {
            name: "body",
            sample: "سلام، بررسی شد.",
        },
        MailVariable {
            name: "link",
            sample: "https://sarai.test/tickets/0",
        },
        MailVariable {
            name: "marker",
            sample: "—",
        },
    ];
    vec![
        MailDef {
            key: "tickets.mail.answered",
            variables: VARIABLES,
        },
        MailDef {
            key: "tickets.mail.asked",
            variables: VARIABLES,
        },
    ]
}

/// The job: a message was written.
#[derive(Serialize, Deserialize)]
pub struct NotifyOfMessage {
    /// Which.
    pub message: MessageId,
}

#[derive(Queryable)]
struct Written {
    ticket: TicketId,
    number: i64,
    subject: String,
    requester: UserId,
    assignee: Option<UserId>,
    kind: Kind,
    body: String,
    via: Via,
    author: Option<UserId>,
    author_name: Option<String>,
}

impl Written {
    fn by_staff(&self) -> bool {
        self.kind == Kind::Agent
    }
}

impl Job for NotifyOfMessage {
    const NAME: &'static str = "tickets.notify_of_message";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db: PlatformDb = cx.db.platform();
        let us = reply_address(&cx.app)?;
        db.write(async |tx| {
            let Some(written) = find(self.message, tx).await? else {
                return Ok(());
            };
            for recipient in recipients(&written, tx).await? {
                queue(&cx.app, &us, &written, &recipient, self.message, tx).await?;
            }
            Ok(())
        })
        .await
    }
}

async fn find(message: MessageId, tx: &mut ReadTx) -> QueryResult<Option<Written>> {
    tickets_messages::table
        .inner_join(tickets_tickets::table)
        .left_join(
            people_table::table.on(people_table::user_id
                .nullable()
                .eq(tickets_messages::author_id)),
        )
        .filter(tickets_messages::id.eq(message))
        .filter(tickets_messages::kind.eq_any([Kind::Customer, Kind::Agent]))
        .select((
            tickets_tickets::id,
            tickets_tickets::number,
            tickets_tickets::subject,
            tickets_tickets::requester_id,
            tickets_tickets::assignee_id,
            tickets_messages::kind,
            tickets_messages::body,
            tickets_messages::via,
            tickets_messages::author_id,
            people_table::display_name.nullable(),
        ))
        .get_result(tx)
        .await
        .optional()
}

/// An answer goes to who opened the ticket and to the members who wrote in it; a question to who answers it, or to all
/// who may answer while nobody has taken it. Nobody is told of their own words.
async fn recipients(written: &Written, tx: &mut ReadTx) -> QueryResult<Vec<Contact>> {
    let mut to: Vec<UserId> = match (written.by_staff(), written.assignee) {
        (true, _) => {
            let wrote: Vec<Option<UserId>> = tickets_messages::table
                .filter(tickets_messages::ticket_id.eq(written.ticket))
                .filter(tickets_messages::kind.eq(Kind::Customer))
                .select(tickets_messages::author_id)
                .distinct()
                .load(tx)
                .await?;
            let wrote = wrote.into_iter().flatten();
            wrote.chain([written.requester]).collect()
        }
        (false, Some(assignee)) => vec![assignee],
        (false, None) => {
            let agents = people::holders(ANSWER_TICKETS, tx).await?;
            agents.into_iter().map(|agent| agent.user_id).collect()
        }
    };
    to.retain(|user| Some(*user) != written.author);
    people::contacts(&to, tx).await
}

async fn queue(
    app: &App,
    us: &ReplyAddress,
    written: &Written,
    to: &Contact,
    message: MessageId,
    tx: &mut Tx,
) -> AppResult<()> {
    let (text, path) = if written.by_staff() {
        (
            "tickets.notification.answered",
            paths::ticket(written.ticket),
        )
    } else {
        (
            "tickets.notification.asked",
            paths::desk_ticket(written.ticket),
        )
    };
    let reply_to = us.address_for(app.keys.reply_key(), written.ticket.0, to.user.0);
    let thread = mail::compose::message_id(&app.config, written.ticket.0);
    let new = told(app, written, to, &path)
        .reply_to(reply_to)
        .thread(vec![thread]);
    let id = delivery_id(message, to.user);
    let vars = [("subject", written.subject.as_str())];
    kernel::pages::notify_as(tx, id.0, to.user, text, &vars, &path).await?;
    mail::queue_as(tx, id, new).await
}

/// The mail in the reader's language. Staff's words keep their addresses, a customer's do not become links in our mail.
fn told(app: &App, written: &Written, to: &Contact, path: &str) -> NewMail {
    let locale = to.locale;
    let mail = if written.by_staff() {
        "tickets.mail.answered"
    } else {
        "tickets.mail.asked"
    };
    let marker = if locale == Locale::Fa {
        MARKER_FA
    } else {
        MARKER_EN
    };
    let number = l10n::Format::for_locale(locale).digits(&written.number.to_string());
    let new = NewMail::new(mail, locale, &to.email, &to.name)
        .user(to.user)
        .var("name", &to.name)
        .var("author", author(app, written, locale))
        .var("subject", &written.subject)
        .var("number", number)
        .var("link", app.config.absolute(path))
        .var("marker", marker);
    if written.by_staff() {
        new.own("body", &written.body)
    } else {
        new.var("body", &written.body)
    }
}

/// The author's name; with a word beside it when nothing proves that it was them.
fn author(app: &App, written: &Written, locale: Locale) -> String {
    let texts = app.registry.texts();
    let name = match &written.author_name {
        Some(name) => name.clone(),
        None => texts.t(locale, "tickets.somebody"),
    };
    if written.via == Via::UnprovenMail {
        return texts.t_with(locale, "tickets.unproven_author", &[("name", &name)]);
    }
    name
}

/// The same message to the same person is the same delivery.
fn delivery_id(message: MessageId, to: UserId) -> DeliveryId {
    use sha2::{Digest, Sha256};
    let digest = Sha256::new()
        .chain_update(message.0.as_bytes())
        .chain_update(to.0.as_bytes())
        .finalize();
    let mut bytes = [0u8; 16];
    for (slot, byte) in bytes.iter_mut().zip(digest.iter()) {
        *slot = *byte;
    }
    // The time of the message stays in front, so that deliveries sort by time.
    for (slot, byte) in bytes.iter_mut().zip(message.0.as_bytes().iter().take(6)) {
        *slot = *byte;
    }
    DeliveryId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
