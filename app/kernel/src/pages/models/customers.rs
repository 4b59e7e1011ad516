//! Tenants and their members, as staff look them up.
//! The list finds a tenant by its own name and by the names and addresses of its members.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::conditions::{Conditions, folded};
use crate::db::{OrNotFound, ReadTx, sql};
use crate::error::AppResult;
use crate::ids::TenantId;
use crate::web::{Cursor, Page, PageQuery};

/// The kinds of tenants, for the filter.
pub const KINDS: [&str; 3] = ["person", "company", "shop"];

/// One tenant.
#[derive(Clone, Debug, QueryableByName)]
pub struct CustomerRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// One of [`KINDS`].
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// Its owner's name.
    #[diesel(sql_type = Nullable<Text>)]
    pub owner_name: Option<String>,
    /// Its owner's address.
    #[diesel(sql_type = Nullable<Text>)]
    pub owner_email: Option<String>,
    /// How many members.
    #[diesel(sql_type = BigInt)]
    pub members: i64,
}

/// One member of a tenant.
#[derive(Clone, Debug, QueryableByName)]
pub struct MemberRow {
    /// Their name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Their address.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// When they confirmed it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// `owner`, `manager` or `employee`.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

const SELECT: &str = "SELECT t.id, t.name, t.kind, t.created_at, o.display_name AS owner_name, o.email AS owner_email, \
    (SELECT count(*) FROM memberships c WHERE c.tenant_id = t.id) AS members FROM tenants t \
    LEFT JOIN LATERAL (SELECT p.display_name, u.email FROM memberships m JOIN users u ON u.id = m.user_id \
    JOIN people p ON p.user_id = m.user_id WHERE m.tenant_id = t.id ORDER BY m.role = 'owner' DESC, m.created_at LIMIT 1) o \
    ON true";

/// A page of tenants, the newest first, and how many there are.
pub async fn list(
    words: &str,
    kind: &str,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<CustomerRow>, i64)> {
    let kind = KINDS
        .iter()
        .find(|k| **k == kind)
        .copied()
        .unwrap_or_default();
    let (tenant, person) = (folded("t.name"), folded("p.display_name"));
    let found = format!(
        "{tenant} LIKE ? OR t.id IN (SELECT m.tenant_id FROM memberships m JOIN users u ON u.id = m.user_id \
         JOIN people p ON p.user_id = m.user_id WHERE u.email LIKE ? OR {person} LIKE ?)"
    );
    let wanted = Conditions::default()
        .text("t.kind = ?", kind)
        .words(&found, words);
    let cursor = |row: &CustomerRow| Cursor {
        at: row.created_at,
        id: row.id,
    };
    wanted
        .page("tenants t", SELECT, "t.id", page, cursor, tx)
        .await
}

/// One tenant.
pub async fn find(id: TenantId, tx: &mut ReadTx) -> AppResult<CustomerRow> {
    Conditions::default()
        .uuid("t.id = ?", Some(id.0))
        .statement(SELECT, "")
        .get_result(tx)
        .await
        .or_not_found("kernel.customers.one")
}

/// Its members, the owners first.
pub async fn members(id: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<MemberRow>> {
    sql(
        "SELECT p.display_name AS name, u.email, u.email_confirmed_at, m.role, m.created_at FROM memberships m \
         JOIN users u ON u.id = m.user_id JOIN people p ON p.user_id = m.user_id WHERE m.tenant_id = $1 \
         ORDER BY m.role = 'owner' DESC, m.role = 'manager' DESC, p.display_name LIMIT 200",
    )
    .bind::<SqlUuid, _>(id)
    .get_results(tx)
    .await
}
