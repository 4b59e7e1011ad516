//! Takes a mail into its ticket. Anybody can write any `From`, so a sender is proven: by the signed token that was mailed
//! to this very person, or, for customers, by the mail server in front. Without proof a mail opens a ticket that says so.

use contracts::mail::{InboundMail, Received};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{JobDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::files::{self, StoredFile};
use kernel::ids::{DeliveryId, TenantId, UserId};
use kernel::people;
use uuid::Uuid;

use crate::forms::ANSWER_LIMIT;
use crate::ids::TicketId;
use crate::inbound::{self, Inbound, InboundError, Part, ReplyAddress, ThreadHints};
use crate::jobs::reply_address;
use crate::models::{self, Department, Kind, NewMessage, NewTicket, Priority, Ticket, Via};
use crate::permissions::ANSWER_TICKETS;
use crate::schema::tickets_messages;
use crate::settings::{REOPEN_DAYS, TRUSTED_AUTHSERV_ID};

/// Whoever takes an agent's words takes the customer's trust: `From` and a server's word are not enough.
const ONLY_BY_TOKEN: &str = "staff answer a ticket by answering the mail that brought its message, so that the signed reply address comes back";

/// The port's implementation.
pub struct TicketMail;

#[rocket::async_trait]
impl InboundMail for TicketMail {
    async fn receive(&self, db: &JobDb, raw: Vec<u8>) -> AppResult<Received> {
        let us = reply_address(db.app())?;
        let parsed = inbound::parse(&raw, &us);
        drop(raw);
        match parsed {
            Ok(mail) => sort(db, &us, mail).await,
            Err(InboundError::TooLarge) => Ok(refused("the message is larger than 25 MB")),
            Err(error) => Ok(refused(&format!("the message cannot be read: {error}"))),
        }
    }
}

fn refused(text: &str) -> Received {
    Received::Refused(text.to_owned())
}

async fn sort(db: &JobDb, us: &ReplyAddress, mail: Inbound) -> AppResult<Received> {
    match &mail.kind {
        inbound::Kind::Person => {}
        inbound::Kind::Bounce { .. } => return note_bounce(db, us, &mail).await,
        inbound::Kind::AutoReply => return Ok(Received::Noted("an automatic answer".to_owned())),
        inbound::Kind::Loop => return Ok(Received::Noted("our own mail came back".to_owned())),
        inbound::Kind::MailingList => return Ok(Received::Noted("a mailing list".to_owned())),
    }
    let (app, rows) = (db.app(), db.platform());
    let hints = inbound::thread_hints(&mail, us, app.keys.reply_key());
    let from = mail.from.email.clone();
    let known = rows
        .read(async |tx| Ok(find_sender(&from, tx).await?))
        .await?;
    let Some(sender) = known else {
        return Ok(refused(
            "this address has no confirmed account here; sign up first, then write again",
        ));
    };
    if let Some(id) = &mail.message_id
        && rows.read(async |tx| Ok(is_filed(id, tx).await?)).await?
    {
        return Ok(Received::Filed("filed before".to_owned()));
    }
    let Some(proof) = proof(db.app(), &mail, &hints, &sender)? else {
        return Ok(refused(
            "this reply address was given to somebody else; answer from the address that received the mail",
        ));
    };
    place(db, &mail, &sender, proof).await
}

/// How a sender is known.
enum Proof {
    /// By the token that was mailed to this person, about this ticket.
    Token(Uuid),
    /// By the mail server in front; these are the conversations that the mail refers to.
    Server(Vec<Uuid>),
    /// Not at all.
    Nothing,
}

/// `None` for a genuine token of somebody else.
fn proof(
    app: &App,
    mail: &Inbound,
    hints: &ThreadHints,
    sender: &Sender,
) -> AppResult<Option<Proof>> {
    if let Some(token) = &hints.token {
        let is_theirs = token.is_for(app.keys.reply_key(), sender.user_id.0);
        return Ok(is_theirs.then_some(Proof::Token(token.ticket)));
    }
    let server = TRUSTED_AUTHSERV_ID.of(app)?;
    if inbound::is_authentic(&mail.authentication, &server, &mail.from.email) {
        return Ok(Some(Proof::Server(hints.our_message_ids.clone())));
    }
    Ok(Some(Proof::Nothing))
}

async fn place(db: &JobDb, mail: &Inbound, sender: &Sender, proof: Proof) -> AppResult<Received> {
    let candidates = match &proof {
        Proof::Token(ticket) => vec![*ticket],
        Proof::Server(referred) => referred.clone(),
        Proof::Nothing => return open(db, mail, sender, Via::UnprovenMail).await,
    };
    let by_token = matches!(proof, Proof::Token(_));
    let ticket = db
        .platform()
        .read(async |tx| Ok(find_thread(&candidates, tx).await?))
        .await?;
    let Some(ticket) = ticket else {
        return match proof {
            Proof::Token(_) => Ok(refused("this ticket does not exist any more")),
            _ => open(db, mail, sender, Via::Mail).await,
        };
    };
    if sender.tenants.contains(&ticket.tenant_id) {
        file(db, mail, sender, &ticket, Kind::Customer).await
    } else if !sender.answers_tickets {
        Ok(refused("this ticket belongs to another account"))
    } else if by_token {
        file(db, mail, sender, &ticket, Kind::Agent).await
    } else {
        Ok(refused(ONLY_BY_TOKEN))
    }
}

/// A person who may write by mail.
#[derive(Clone, Debug)]
struct Sender {
    user_id: UserId,
    tenants: Vec<TenantId>,
    answers_tickets: bool,
}

async fn find_sender(email: &str, tx: &mut ReadTx) -> QueryResult<Option<Sender>> {
    let Some(person) = people::by_email(email, tx).await? else {
        return Ok(None);
    };
    let tenants = people::memberships(person.user, tx).await?;
    Ok(Some(Sender {
        user_id: person.user,
        tenants: tenants.into_iter().map(|one| one.tenant).collect(),
        answers_tickets: people::holds(person.user, ANSWER_TICKETS, tx).await?,
    }))
}

async fn is_filed(message_id: &str, tx: &mut ReadTx) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        tickets_messages::table.filter(tickets_messages::mail_message_id.eq(message_id)),
    ))
    .get_result(tx)
    .await
}

async fn find_thread(candidates: &[Uuid], tx: &mut ReadTx) -> QueryResult<Option<Ticket>> {
    for id in candidates {
        if let Some(ticket) = Ticket::find(TicketId(*id), tx).await.optional()? {
            return Ok(Some(ticket));
        }
    }
    Ok(None)
}

async fn file(
    db: &JobDb,
    mail: &Inbound,
    sender: &Sender,
    ticket: &Ticket,
    kind: Kind,
) -> AppResult<Received> {
    let (files, dropped) = accepted_files(db.app(), ticket.tenant_id, &mail.attachments).await?;
    let body = body_of(mail, &dropped);
    let reopen_days = REOPEN_DAYS.of(db.app())?;
    let written = db
        .platform()
        .write(async |tx| {
            let new = NewMessage {
                tenant: ticket.tenant_id,
                ticket: ticket.id,
                kind,
                author: Some(sender.user_id),
                body: body.clone(),
                via: Via::Mail,
                mail_message_id: mail.message_id.clone(),
            };
            let message = models::reply(new, reopen_days, tx).await?;
            models::attach(&files, message, false, tx).await?;
            Ok((format!("ticket {}", ticket.number), true))
        })
        .await;
    answer(files::keep_or_discard(db.app(), &files, written).await)
}

async fn open(db: &JobDb, mail: &Inbound, sender: &Sender, via: Via) -> AppResult<Received> {
    let Some(tenant) = sender.tenants.as_slice().first().copied() else {
        return Ok(refused(if sender.answers_tickets {
            ONLY_BY_TOKEN
        } else {
            "this address belongs to no account that could open a ticket"
        }));
    };
    let (files, dropped) = accepted_files(db.app(), tenant, &mail.attachments).await?;
    let body = body_of(mail, &dropped);
    let opened = db
        .platform()
        .write(async |tx| {
            let department = first_department(tx).await?;
            let subject = if mail.subject.trim().is_empty() {
                body.chars().take(80).collect()
            } else {
                mail.subject.clone()
            };
            let new = NewTicket {
                tenant,
                requester: sender.user_id,
                subject,
                department,
                priority: Priority::Normal,
                about: None,
                body: body.clone(),
                via,
                mail_message_id: mail.message_id.clone(),
            };
            let (id, message) = models::open(new, tx).await?;
            models::attach(&files, message, false, tx).await?;
            let proven = if via == Via::Mail {
                ""
            } else {
                ", sender not proven"
            };
            Ok((format!("new ticket {id}{proven}"), true))
        })
        .await;
    answer(files::keep_or_discard(db.app(), &files, opened).await)
}

async fn first_department(tx: &mut Tx) -> AppResult<crate::ids::DepartmentId> {
    let offered = Department::list_offered(tx).await?;
    offered
        .as_slice()
        .first()
        .map(|d| d.id)
        .ok_or_else(|| AppError::Unavailable("there is no department yet".to_owned()))
}

/// What a person may be told goes back to the sender; what may pass by itself is tried again.
fn answer(result: AppResult<String>) -> AppResult<Received> {
    match result {
        Ok(text) => Ok(Received::Filed(text)),
        Err(AppError::Conflict("tickets.problem.closed_for_long")) => Ok(refused(
            "this ticket was closed long ago; please write a new mail instead of answering this one",
        )),
        Err(AppError::Invalid(errors)) => Ok(refused(&format!(
            "the message was not accepted: {errors:?}"
        ))),
        Err(error) => Err(error),
    }
}

/// The files that we take, and the names of those that we do not.
async fn accepted_files(
    app: &App,
    tenant: TenantId,
    parts: &[Part],
) -> AppResult<(Vec<StoredFile>, Vec<String>)> {
    let (mut stored, mut dropped) = (Vec::new(), Vec::new());
    for part in parts {
        let (name, bytes) = (&part.filename, part.bytes.clone());
        match files::store_one(app, tenant, "attachments", name, bytes).await {
            Ok(file) => stored.push(file),
            Err(AppError::Invalid(_)) => dropped.push(part.filename.clone()),
            Err(error) => {
                files::discard(app, &stored).await;
                return Err(error);
            }
        }
    }
    Ok((stored, dropped))
}

/// The new text, with a line for each file that was left out, so that nobody waits for it.
fn body_of(mail: &Inbound, dropped: &[String]) -> String {
    let mut body: String = mail.reply.chars().take(ANSWER_LIMIT).collect();
    if body.trim().is_empty() {
        "—".clone_into(&mut body);
    }
    for name in dropped {
        body.push_str("\n[✕ ");
        body.push_str(name);
        body.push(']');
    }
    body
}

/// A mail of ours could not be delivered: its delivery says so, for the operator's list.
async fn note_bounce(db: &JobDb, us: &ReplyAddress, mail: &Inbound) -> AppResult<Received> {
    let inbound::Kind::Bounce { status, .. } = &mail.kind else {
        return Ok(Received::Noted(String::new()));
    };
    if !status.as_deref().is_none_or(|s| s.starts_with('5')) {
        return Ok(Received::Noted("a delay, not a failure".to_owned()));
    }
    let hints = inbound::thread_hints(mail, us, db.app().keys.reply_key());
    let ids: Vec<DeliveryId> = hints.our_message_ids.into_iter().map(DeliveryId).collect();
    let detail = format!(
        "returned by the other server ({})",
        status.as_deref().unwrap_or("no status")
    );
    let noted = db
        .platform()
        .write(async |tx| kernel::mail::bounced(tx, &ids, &detail).await)
        .await?;
    Ok(Received::Noted(format!("a bounce of {noted} deliveries")))
}
