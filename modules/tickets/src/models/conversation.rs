//! The conversation of a ticket: its messages with their authors and files, in two statements.
//! What the scope may not see, row-level security leaves out.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use kernel::ids::UserId;

use super::attachment::{AttachmentRow, attachments_of};
use super::labels::{Kind, Via};
use crate::ids::{MessageId, TicketId};
use crate::schema::{people, tickets_messages};

/// The newest messages are shown; older ones on demand.
const SHOWN: i64 = 200;

/// A message with its author's name.
#[derive(Clone, Debug, Queryable)]
pub struct MessageRow {
    /// Its id.
    pub id: MessageId,
    /// Who speaks.
    pub kind: Kind,
    /// Who wrote it.
    pub author_id: Option<UserId>,
    /// The text.
    pub body: String,
    /// How it came.
    pub via: Via,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The author's name; nobody for a removed account.
    pub author: Option<String>,
}

/// Messages, oldest first, each with its files.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Messages and their files.
    pub messages: Vec<(MessageRow, Vec<AttachmentRow>)>,
    /// Whether there are older ones than shown.
    pub cut: bool,
}

impl Conversation {
    /// Reads it.
    pub async fn of(ticket: TicketId, tx: &mut ReadTx) -> QueryResult<Self> {
        let mut rows: Vec<MessageRow> = tickets_messages::table
            .left_join(people::table.on(people::user_id.nullable().eq(tickets_messages::author_id)))
            .filter(tickets_messages::ticket_id.eq(ticket))
            .order((
                tickets_messages::created_at.desc(),
                tickets_messages::id.desc(),
            ))
            .limit(SHOWN + 1)
            .select((
                tickets_messages::id,
                tickets_messages::kind,
                tickets_messages::author_id,
                tickets_messages::body,
                tickets_messages::via,
                tickets_messages::created_at,
                people::display_name.nullable(),
            ))
            .load(tx)
            .await?;
        let cut = i64::try_from(rows.len()).unwrap_or(i64::MAX) > SHOWN;
        rows.truncate(usize::try_from(SHOWN).unwrap_or(200));
        rows.reverse();
        let ids: Vec<MessageId> = rows.iter().map(|row| row.id).collect();
        let mut files = attachments_of(&ids, tx).await?;
        let messages = rows
            .into_iter()
            .map(|row| {
                let (own, rest) = files
                    .drain(..)
                    .partition(|f: &AttachmentRow| f.message_id == row.id);
                files = rest;
                (row, own)
            })
            .collect();
        Ok(Self { messages, cut })
    }
}
