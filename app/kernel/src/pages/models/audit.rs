//! The audit trail as a list: one event a row with the person's name, narrowed by action, person and subject.
//! Reading only; what is written here is written by `audit::record`.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::conditions::{Conditions, folded};
use crate::db::{OrNotFound, ReadTx};
use crate::error::AppResult;
use crate::web::{Cursor, Page, PageQuery};

/// An export has at most so many rows.
pub const EXPORTED: i64 = 50_000;

/// One event.
#[derive(Clone, Debug, QueryableByName)]
pub struct EventRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// When.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// Whose thing.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub tenant_id: Option<Uuid>,
    /// The tenant's name, while it is there.
    #[diesel(sql_type = Nullable<Text>)]
    pub tenant_name: Option<String>,
    /// Who did it; `None` for the program itself.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub user_id: Option<Uuid>,
    /// Their name, while they are there.
    #[diesel(sql_type = Nullable<Text>)]
    pub person: Option<String>,
    /// Their address.
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    /// What was done.
    #[diesel(sql_type = Text)]
    pub action: String,
    /// On what.
    #[diesel(sql_type = Text)]
    pub subject_kind: String,
    /// On which.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub subject_id: Option<Uuid>,
    /// How it was.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub before: Option<Value>,
    /// How it is now.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub after: Option<Value>,
    /// In which request.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub request_id: Option<Uuid>,
    /// From where.
    #[diesel(sql_type = Nullable<Text>)]
    pub address: Option<String>,
    /// Its number in the chain; `None` until it is sealed.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub seq: Option<i64>,
}

const SELECT: &str = "SELECT e.id, e.at, e.tenant_id, t.name AS tenant_name, e.user_id, p.display_name AS person, u.email, \
    e.action, e.subject_kind, e.subject_id, e.before, e.after, e.request_id, e.address, e.seq \
    FROM audit_events e LEFT JOIN people p ON p.user_id = e.user_id LEFT JOIN users u ON u.id = e.user_id \
    LEFT JOIN tenants t ON t.id = e.tenant_id";

/// What the trail is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditFilter<'a> {
    /// Beginning of the action.
    pub action: &'a str,
    /// Part of a person's name or address; finds what they did and what was done to them.
    pub person: &'a str,
    /// A kind of thing, or the id of one.
    pub subject: &'a str,
}

impl AuditFilter<'_> {
    fn conditions(&self) -> Conditions {
        let subject = self.subject.trim();
        let id: Option<Uuid> = subject.parse().ok();
        let kind = if id.is_some() { "" } else { subject };
        let people = format!(
            "SELECT uu.id FROM users uu JOIN people pp ON pp.user_id = uu.id WHERE uu.email LIKE ? OR {} LIKE ?",
            folded("pp.display_name")
        );
        Conditions::default()
            .text("starts_with(e.action, ?)", self.action.trim())
            .words(
                &format!(
                    "e.user_id IN ({people}) OR (e.subject_kind = 'kernel.user' AND e.subject_id IN ({people}))"
                ),
                self.person,
            )
            .text("starts_with(e.subject_kind, ?)", kind)
            .uuid("e.subject_id = ? OR e.tenant_id = ?", id)
    }
}

/// A page of events, the newest first, and how many there are.
pub async fn list(
    filter: AuditFilter<'_>,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<EventRow>, i64)> {
    let wanted = filter.conditions();
    let cursor = |row: &EventRow| Cursor {
        at: row.at,
        id: row.id,
    };
    wanted
        .page("audit_events e", SELECT, "e.id", page, cursor, tx)
        .await
}

/// The events of an export, the newest first.
pub async fn exported(filter: AuditFilter<'_>, tx: &mut ReadTx) -> QueryResult<Vec<EventRow>> {
    filter
        .conditions()
        .statement(SELECT, &format!("ORDER BY e.id DESC LIMIT {EXPORTED}"))
        .get_results(tx)
        .await
}

/// One event.
pub async fn find(id: Uuid, tx: &mut ReadTx) -> AppResult<EventRow> {
    Conditions::default()
        .uuid("e.id = ?", Some(id))
        .statement(SELECT, "")
        .get_result(tx)
        .await
        .or_not_found("kernel.audit.one")
}
