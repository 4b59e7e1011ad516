//! What stands beside a ticket at the desk: tags, departments, colleagues, and what its reader has typed and not sent.
//! One statement, which also notes that the ticket is read: a page may not pay one for each small list.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Json, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{Tx, sql};
use kernel::error::AppResult;
use kernel::people::{self, Colleague};

use super::department::Department;
use super::draft::Draft;
use crate::ids::TicketId;
use crate::permissions::ANSWER_TICKETS;

/// What stands beside a ticket at the desk, besides its heading.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Its tags, sorted.
    pub tags: Vec<String>,
    /// All departments.
    pub departments: Vec<Department>,
    /// The staff who may take it.
    pub agents: Vec<Colleague>,
    /// What the reader has typed here and not sent.
    pub drafts: Vec<Draft>,
}

#[derive(QueryableByName)]
struct BesideRow {
    #[diesel(sql_type = Array<Text>)]
    tags: Vec<String>,
    #[diesel(sql_type = Json)]
    departments: serde_json::Value,
    #[diesel(sql_type = Json)]
    agents: serde_json::Value,
    #[diesel(sql_type = Json)]
    drafts: serde_json::Value,
}

impl Beside {
    /// Reads it, and notes up to where the reader now knows the ticket. Nothing is written when it was read before.
    pub async fn read(ticket: TicketId, tx: &mut Tx) -> AppResult<Self> {
        let (roles, reader) = (people::roles_with(ANSWER_TICKETS, tx), tx.who().user);
        let row: BesideRow = sql(
            "WITH seen AS (INSERT INTO tickets_reads (user_id, ticket_id, read_to) \
               SELECT $3, t.id, t.last_activity_at FROM tickets_tickets t WHERE t.id = $1 AND $3 IS NOT NULL AND NOT EXISTS \
                 (SELECT FROM tickets_reads r WHERE r.user_id = $3 AND r.ticket_id = t.id AND r.read_to >= t.last_activity_at) \
               ON CONFLICT (user_id, ticket_id) DO UPDATE SET read_to = greatest(tickets_reads.read_to, EXCLUDED.read_to)) \
             SELECT ARRAY(SELECT tag FROM tickets_tags WHERE ticket_id = $1 ORDER BY tag) AS tags, \
             (SELECT coalesce(json_agg(d ORDER BY d.archived_at NULLS FIRST, d.position, d.id), '[]') \
                FROM (SELECT id, name_fa, name_en, position, archived_at FROM tickets_departments) d) AS departments, \
             (SELECT coalesce(json_agg(s ORDER BY s.display_name), '[]') FROM staff_in_roles($2) s) AS agents, \
             (SELECT coalesce(json_agg(w), '[]') FROM (SELECT kind, body, kept_at FROM tickets_drafts \
                WHERE user_id = $3 AND ticket_id = $1 AND kind IN ('agent', 'note')) w) AS drafts",
        )
        .bind::<SqlUuid, _>(ticket)
        .bind::<Array<Text>, _>(roles)
        .bind::<Nullable<SqlUuid>, _>(reader)
        .get_result(tx)
        .await?;
        Ok(Self {
            tags: row.tags,
            departments: serde_json::from_value(row.departments)?,
            agents: serde_json::from_value(row.agents)?,
            drafts: serde_json::from_value(row.drafts)?,
        })
    }
}
