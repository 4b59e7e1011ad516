//! Drafts: what a person has typed in a ticket and not sent, kept so that it is there when the page is opened anew.
//! They are the person's own and never part of the conversation, so they leave no trail; what was forgotten goes after days.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, ReadTx, Tx, sql};
use kernel::error::AppResult;
use serde::Deserialize;

use super::labels::Kind;
use crate::ids::TicketId;
use crate::schema::tickets_drafts;

/// What is kept of somebody's words.
#[derive(Clone, Debug, Queryable, Selectable, Deserialize)]
#[diesel(table_name = tickets_drafts)]
pub struct Draft {
    /// As what they will be said.
    pub kind: Kind,
    /// The words.
    pub body: String,
    /// Since when they are kept.
    pub kept_at: DateTime<Utc>,
}

impl Draft {
    /// What the reader has typed in this ticket as a customer.
    pub async fn of_customer(ticket: TicketId, tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        let Some(reader) = tx.who().user else {
            return Ok(None);
        };
        tickets_drafts::table
            .find((reader, ticket, Kind::Customer))
            .select(Self::as_select())
            .get_result(tx)
            .await
            .optional()
    }

    /// Keeps what was typed, or forgets it when nothing is left. Tells since when it is kept.
    pub async fn keep(
        ticket: TicketId,
        kind: Kind,
        body: Option<&str>,
        tx: &mut Tx,
    ) -> AppResult<Option<DateTime<Utc>>> {
        let by = tx.who().person()?;
        let is_said = is_said(ticket, kind, body.unwrap_or_default(), tx).await?;
        let Some(body) = body else {
            Self::forget(ticket, kind, tx).await?;
            return Ok(None);
        };
        if is_said {
            return Ok(None);
        }
        let now = tx.now();
        let words = (
            tickets_drafts::body.eq(body),
            tickets_drafts::kept_at.eq(now),
        );
        diesel::insert_into(tickets_drafts::table)
            .values((
                tickets_drafts::user_id.eq(by),
                tickets_drafts::ticket_id.eq(ticket),
                tickets_drafts::kind.eq(kind),
                words,
            ))
            .on_conflict((
                tickets_drafts::user_id,
                tickets_drafts::ticket_id,
                tickets_drafts::kind,
            ))
            .do_update()
            .set(words)
            .execute(tx)
            .await?;
        Ok(Some(now))
    }

    /// Forgets it: it was sent, or nothing is left of it.
    pub async fn forget(ticket: TicketId, kind: Kind, tx: &mut Tx) -> AppResult<()> {
        let by = tx.who().person()?;
        diesel::delete(tickets_drafts::table.find((by, ticket, kind)))
            .execute(tx)
            .await?;
        Ok(())
    }

    /// Removes everybody's that were kept before this time; for a job. Tells how many.
    pub async fn sweep(before: DateTime<Utc>, tx: &mut Tx) -> AppResult<usize> {
        let old = tickets_drafts::table.filter(tickets_drafts::kept_at.lt(before));
        Ok(diesel::delete(old).execute(tx).await?)
    }
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    said: bool,
}

/// Whether this is the beginning of what the person has just sent: a page that was slow to keep its words brings none back.
/// A ticket that is not in the scope is not found.
async fn is_said(ticket: TicketId, kind: Kind, body: &str, tx: &mut Tx) -> AppResult<bool> {
    let (by, lately) = (tx.who().person()?, tx.now() - Duration::minutes(1));
    let found: Said = sql(
        "SELECT EXISTS (SELECT 1 FROM tickets_messages WHERE ticket_id = $1 AND created_at >= $2 AND author_id = $3 \
           AND kind = $4 AND starts_with(body, $5)) AS said FROM tickets_tickets WHERE id = $1",
    )
    .bind::<SqlUuid, _>(ticket)
    .bind::<Timestamptz, _>(lately)
    .bind::<SqlUuid, _>(by)
    .bind::<Text, _>(kind)
    .bind::<Text, _>(body)
    .get_result(tx)
    .await
    .or_not_found("tickets.ticket")?;
    Ok(found.said)
}
