//! An endpoint: where facts go, and which ones. The list, one of them, and who hears of a fact.
//! Its secrets leave by the job that signs with them, and by nothing here.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::normalise;

use super::{COUNTED, Owner, newest_page, of_owner};
use crate::db::{CountOf, Holds, OrNotFound, ReadTx};
use crate::error::AppResult;
use crate::ids::{TenantId, UserId};
use crate::schema::webhook_endpoints;
use crate::web::{Cursor, Page, PageQuery};
use crate::webhooks::ids::EndpointId;

/// Most endpoints of one owner.
pub const MOST: i64 = 5;

/// An endpoint without its secrets.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = webhook_endpoints)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Whose; the platform's without.
    pub tenant_id: Option<TenantId>,
    /// Where.
    pub url: String,
    /// What for.
    pub description: String,
    /// Names of facts.
    pub facts: Vec<String>,
    /// When the secret was made.
    pub secret_made_at: DateTime<Utc>,
    /// Until when the one before signs too.
    pub previous_until: Option<DateTime<Utc>>,
    /// Since when it exists.
    pub created_at: DateTime<Utc>,
    /// Since when it is off.
    pub switched_off_at: Option<DateTime<Utc>>,
    /// Who switched it off; the program when nobody.
    pub switched_off_by: Option<UserId>,
    /// Since when nothing but failures came of it.
    pub failing_since: Option<DateTime<Utc>>,
    /// How many since then.
    pub failures: i32,
}

/// Where an endpoint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It hears of facts.
    On,
    /// It does, and its last answers were failures.
    Failing,
    /// It hears of nothing.
    Off,
}

impl Standing {
    /// All, for the filter.
    pub const ALL: [Self; 3] = [Self::On, Self::Failing, Self::Off];
    /// Its name in addresses and texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Failing => "failing",
            Self::Off => "off",
        }
    }
}

impl Endpoint {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (self.switched_off_at, self.failing_since) {
            (Some(_), _) => Standing::Off,
            (None, Some(_)) => Standing::Failing,
            (None, None) => Standing::On,
        }
    }
}

type Wanted = webhook_endpoints::BoxedQuery<'static, Pg>;

/// The owner's endpoints that stand so, and hold these words.
fn wanted(owner: Owner, standing: Option<Standing>, words: &str) -> Wanted {
    let mut all = of_owner!(owner, webhook_endpoints);
    let words = normalise::search_text(words);
    if !words.is_empty() {
        all = all.filter(Holds::words(webhook_endpoints::search_text, &words));
    }
    match standing {
        None => all,
        Some(Standing::Off) => all.filter(webhook_endpoints::switched_off_at.is_not_null()),
        Some(Standing::On) => all
            .filter(webhook_endpoints::switched_off_at.is_null())
            .filter(webhook_endpoints::failing_since.is_null()),
        Some(Standing::Failing) => all
            .filter(webhook_endpoints::switched_off_at.is_null())
            .filter(webhook_endpoints::failing_since.is_not_null()),
    }
}

/// A page of endpoints, the newest first, and how many there are.
pub async fn list(
    owner: Owner,
    standing: Option<Standing>,
    words: &str,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Endpoint>, i64)> {
    let ids = wanted(owner, standing, words).select(webhook_endpoints::id);
    let count = CountOf::new(ids, COUNTED).get_result(tx).await?;
    let rows = wanted(owner, standing, words).select(Endpoint::as_select());
    let cursor = |row: &Endpoint| Cursor {
        at: row.created_at,
        id: row.id.0,
    };
    let page = newest_page!(tx, page, rows, webhook_endpoints::id, cursor)?;
    Ok((page, count))
}

/// How many endpoints the owner has.
pub(super) async fn count(owner: Owner, tx: &mut ReadTx) -> QueryResult<i64> {
    let ids = wanted(owner, None, "").select(webhook_endpoints::id);
    CountOf::new(ids, COUNTED).get_result(tx).await
}

/// One endpoint of this owner.
pub async fn find(owner: Owner, id: EndpointId, tx: &mut ReadTx) -> AppResult<Endpoint> {
    wanted(owner, None, "")
        .filter(webhook_endpoints::id.eq(id))
        .select(Endpoint::as_select())
        .get_result(tx)
        .await
        .or_not_found("kernel.webhooks.one")
}

/// Who hears of a fact that was told at this time; in the platform's scope.
pub async fn listeners(
    fact: &str,
    tenant: Option<TenantId>,
    at: DateTime<Utc>,
    tx: &mut ReadTx,
) -> QueryResult<Vec<(EndpointId, Option<TenantId>)>> {
    let (everybodys, its_own) = (
        webhook_endpoints::tenant_id.is_null(),
        webhook_endpoints::tenant_id.eq(tenant),
    );
    webhook_endpoints::table
        .filter(webhook_endpoints::switched_off_at.is_null())
        .filter(webhook_endpoints::facts.contains(vec![fact]))
        .filter(everybodys.or(its_own))
        .filter(webhook_endpoints::created_at.le(at))
        .order(webhook_endpoints::id)
        .limit(2 * MOST)
        .select((webhook_endpoints::id, webhook_endpoints::tenant_id))
        .load(tx)
        .await
}
