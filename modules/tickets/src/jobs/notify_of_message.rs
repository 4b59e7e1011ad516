//! Tells the other side of a new message by mail, with a signed reply address. Idempotent: the delivery's id is made
//! from message and recipient, so that a second run queues nothing new.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{PlatformDb, ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::{DeliveryId, UserId};
use kernel::jobs::{Job, JobCx};
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use l10n::Locale;
use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, TicketId};
use crate::inbound::{MARKER_EN, MARKER_FA, ReplyAddress};
use crate::models::Kind;
use crate::paths;

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

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    ticket: TicketId,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    number: i64,
    #[diesel(sql_type = diesel::sql_types::Text)]
    subject: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    kind: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    body: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Uuid>)]
    author: Option<UserId>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    author_name: Option<String>,
}

#[derive(QueryableByName)]
struct Recipient {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    user_id: UserId,
    #[diesel(sql_type = diesel::sql_types::Text)]
    email: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    display_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    locale: String,
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
            let by_staff = written.kind == Kind::Agent.as_str();
            for recipient in recipients(&written, by_staff, tx).await? {
                queue(
                    &cx.app,
                    &us,
                    &written,
                    &recipient,
                    self.message,
                    by_staff,
                    tx,
                )
                .await?;
            }
            Ok(())
        })
        .await
    }
}

async fn find(message: MessageId, tx: &mut ReadTx) -> QueryResult<Option<Written>> {
    sql(
        "SELECT t.id AS ticket, t.number, t.subject, m.kind, m.body, m.author_id AS author, p.display_name AS author_name \
           FROM tickets_messages m JOIN tickets_tickets t ON t.id = m.ticket_id LEFT JOIN people p ON p.user_id = m.author_id \
          WHERE m.id = $1 AND m.kind IN ('customer', 'agent')",
    )
    .bind::<diesel::sql_types::Uuid, _>(message)
    .get_result(tx)
    .await
    .optional()
}

/// An answer goes to who opened the ticket and to the members who wrote in it; a question to who answers it, or to all
/// who answer tickets while nobody has taken it. Nobody is told of their own words.
async fn recipients(
    written: &Written,
    by_staff: bool,
    tx: &mut ReadTx,
) -> QueryResult<Vec<Recipient>> {
    const PEOPLE: &str = "SELECT u.id AS user_id, u.email, p.display_name, u.locale FROM users u JOIN people p ON p.user_id = u.id \
         WHERE u.email_confirmed_at IS NOT NULL AND u.id IS DISTINCT FROM $2 AND ";
    let which = if by_staff {
        "(u.id = (SELECT requester_id FROM tickets_tickets WHERE id = $1) \
          OR u.id IN (SELECT author_id FROM tickets_messages WHERE ticket_id = $1 AND kind = 'customer'))"
    } else {
        "CASE WHEN (SELECT assignee_id FROM tickets_tickets WHERE id = $1) IS NULL \
              THEN u.id IN (SELECT user_id FROM platform_roles WHERE role = 'support') \
              ELSE u.id = (SELECT assignee_id FROM tickets_tickets WHERE id = $1) END"
    };
    diesel::sql_query(format!("{PEOPLE}{which}"))
        .bind::<diesel::sql_types::Uuid, _>(written.ticket)
        .bind::<diesel::sql_types::Nullable<diesel::sql_types::Uuid>, _>(
            written.author.map(|a| a.0),
        )
        .get_results(tx)
        .await
}

async fn queue(
    app: &App,
    us: &ReplyAddress,
    written: &Written,
    to: &Recipient,
    message: MessageId,
    by_staff: bool,
    tx: &mut Tx,
) -> AppResult<()> {
    let locale: Locale = to.locale.parse().unwrap_or_default();
    let (mail, path) = if by_staff {
        ("tickets.mail.answered", paths::ticket(written.ticket))
    } else {
        ("tickets.mail.asked", paths::desk_ticket(written.ticket))
    };
    let author = match (&written.author_name, by_staff) {
        (Some(name), _) => name.clone(),
        (None, _) => app.registry.texts().t(locale, "tickets.somebody"),
    };
    let format = l10n::Format::for_locale(locale);
    let new = NewMail::new(mail, locale, &to.email, &to.display_name)
        .user(to.user_id)
        .var("name", &to.display_name)
        .var("author", author)
        .var("subject", &written.subject)
        .var("number", format.digits(&written.number.to_string()))
        .var("body", &written.body)
        .var("link", app.config.absolute(&path))
        .var(
            "marker",
            if locale == Locale::Fa {
                MARKER_FA
            } else {
                MARKER_EN
            },
        )
        .reply_to(us.address_for(app.keys.reply_key(), written.ticket.0, to.user_id.0))
        .thread(vec![mail::compose::message_id(
            &app.config,
            written.ticket.0,
        )]);
    let id = delivery_id(message, to.user_id);
    let text = if by_staff {
        "tickets.notification.answered"
    } else {
        "tickets.notification.asked"
    };
    let vars = [("subject", written.subject.as_str())];
    kernel::pages::notify_as(tx, id.0, to.user_id, text, &vars, &path).await?;
    mail::queue_as(tx, id, new).await
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
