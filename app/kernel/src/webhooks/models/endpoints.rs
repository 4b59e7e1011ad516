//! An endpoint: where facts go, which ones, and the secret that signs them.
//! Secrets are sealed at rest, shown once, and stay valid for a day beside the one that replaces them.

use chrono::{DateTime, Duration, Utc};
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use l10n::normalise;
use serde_json::{Value, json};

use super::Owner;
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::{TenantId, UserId};
use crate::web::{Cursor, Page, PageQuery};
use crate::webhooks::ids::EndpointId;
use crate::webhooks::signature;

/// Most endpoints of one owner.
pub const MOST: i64 = 5;
/// How long a replaced secret signs beside its successor.
pub const OVERLAP: Duration = Duration::hours(24);

/// An endpoint without its secrets.
#[derive(Clone, Debug, QueryableByName)]
pub struct Endpoint {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: EndpointId,
    /// Whose; the platform's without.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub tenant_id: Option<TenantId>,
    /// Where.
    #[diesel(sql_type = Text)]
    pub url: String,
    /// What for.
    #[diesel(sql_type = Text)]
    pub description: String,
    /// Names of facts.
    #[diesel(sql_type = Array<Text>)]
    pub facts: Vec<String>,
    /// When the secret was made.
    #[diesel(sql_type = Timestamptz)]
    pub secret_made_at: DateTime<Utc>,
    /// Until when the one before signs too.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub previous_until: Option<DateTime<Utc>>,
    /// Since when it exists.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// Since when it is off.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub switched_off_at: Option<DateTime<Utc>>,
    /// Who switched it off; the program when nobody.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub switched_off_by: Option<UserId>,
    /// Since when nothing but failures came of it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub failing_since: Option<DateTime<Utc>>,
    /// How many since then.
    #[diesel(sql_type = Integer)]
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
    fn condition(self) -> &'static str {
        match self {
            Self::On => "switched_off_at IS NULL AND failing_since IS NULL",
            Self::Failing => "switched_off_at IS NULL AND failing_since IS NOT NULL",
            Self::Off => "switched_off_at IS NOT NULL",
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

/// What people decide about an endpoint.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where.
    pub url: String,
    /// What for.
    pub description: String,
    /// Names of facts.
    pub facts: Vec<String>,
}

impl Draft {
    fn search_text(&self) -> String {
        normalise::search_text(&format!("{} {}", self.url, self.description))
    }
    fn shown(&self) -> Value {
        json!({ "url": self.url, "description": self.description, "facts": self.facts })
    }
}

const SELECT: &str = "SELECT id, tenant_id, url, description, facts, secret_made_at, previous_until, created_at, \
    switched_off_at, switched_off_by, failing_since, failures FROM webhook_endpoints";

/// A page of endpoints, the newest first, and how many there are.
pub async fn list(
    owner: Owner,
    standing: Option<Standing>,
    words: &str,
    page: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Endpoint>, i64)> {
    let wanted = owner.conditions().words("search_text LIKE ?", words);
    let wanted = Standing::ALL.iter().fold(wanted, |wanted, each| {
        wanted.only(each.condition(), standing == Some(*each))
    });
    let cursor = |row: &Endpoint| Cursor {
        at: row.created_at,
        id: row.id.0,
    };
    wanted
        .page("webhook_endpoints", SELECT, "id", page, cursor, tx)
        .await
}

/// One endpoint of this owner.
pub async fn find(owner: Owner, id: EndpointId, tx: &mut ReadTx) -> AppResult<Endpoint> {
    owner
        .conditions()
        .uuid("id = ?", Some(id.0))
        .statement(SELECT, "")
        .get_result(tx)
        .await
        .or_not_found("kernel.webhooks.one")
}

/// Makes an endpoint with a fresh secret, and returns that secret: it is never shown again.
pub async fn create(owner: Owner, id: EndpointId, draft: &Draft, tx: &mut Tx) -> AppResult<String> {
    if owner.conditions().count("webhook_endpoints", tx).await? >= MOST {
        return Err(AppError::Conflict("kernel.webhooks.too_many"));
    }
    let secret = signature::fresh_secret();
    let (now, user) = (tx.now(), tx.who().user);
    let sealed = tx.app.keys.seal(&secret)?;
    sql(
        "INSERT INTO webhook_endpoints (id, tenant_id, url, description, search_text, facts, secret, secret_made_at, \
         created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Nullable<SqlUuid>, _>(owner.tenant())
    .bind::<Text, _>(&draft.url)
    .bind::<Text, _>(&draft.description)
    .bind::<Text, _>(draft.search_text())
    .bind::<Array<Text>, _>(&draft.facts)
    .bind::<Text, _>(sealed)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user)
    .execute(tx)
    .await?;
    noted("create", id, None, Some(draft.shown()), tx).await?;
    Ok(secret)
}

/// Changes where, what for and which facts.
pub async fn update(owner: Owner, id: EndpointId, draft: &Draft, tx: &mut Tx) -> AppResult<()> {
    let before = find(owner, id, tx).await?;
    sql(
        "UPDATE webhook_endpoints SET url = $2, description = $3, search_text = $4, facts = $5 WHERE id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(&draft.url)
    .bind::<Text, _>(&draft.description)
    .bind::<Text, _>(draft.search_text())
    .bind::<Array<Text>, _>(&draft.facts)
    .execute(tx)
    .await?;
    let before = Draft {
        url: before.url,
        description: before.description,
        facts: before.facts,
    };
    noted("update", id, Some(before.shown()), Some(draft.shown()), tx).await
}

/// Removes an endpoint with all that was told to it.
pub async fn remove(owner: Owner, id: EndpointId, tx: &mut Tx) -> AppResult<()> {
    let before = find(owner, id, tx).await?;
    sql("DELETE FROM webhook_endpoints WHERE id = $1")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await?;
    let was = json!({ "url": before.url, "facts": before.facts });
    noted("remove", id, Some(was), None, tx).await
}

/// Lets it hear of facts again, with a clean slate. Idempotent.
pub async fn switch_on(owner: Owner, id: EndpointId, tx: &mut Tx) -> AppResult<()> {
    find(owner, id, tx).await?;
    let changed = sql(
        "UPDATE webhook_endpoints SET switched_off_at = NULL, switched_off_by = NULL, failing_since = NULL, failures = 0, \
         alarmed_at = NULL WHERE id = $1 AND switched_off_at IS NOT NULL",
    )
    .bind::<SqlUuid, _>(id)
    .execute(tx)
    .await?;
    if changed == 0 {
        return Ok(());
    }
    noted("switch_on", id, None, None, tx).await
}

/// Keeps facts from it. Idempotent.
pub async fn switch_off(owner: Owner, id: EndpointId, tx: &mut Tx) -> AppResult<()> {
    find(owner, id, tx).await?;
    let (now, user) = (tx.now(), tx.who().user);
    let changed = sql(
        "UPDATE webhook_endpoints SET switched_off_at = $2, switched_off_by = $3 WHERE id = $1 AND switched_off_at IS NULL",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user)
    .execute(tx)
    .await?;
    if changed == 0 {
        return Ok(());
    }
    noted("switch_off", id, None, None, tx).await
}

/// Gives it a fresh secret, and returns that. The one before signs too for [`OVERLAP`].
pub async fn roll(owner: Owner, id: EndpointId, tx: &mut Tx) -> AppResult<String> {
    find(owner, id, tx).await?;
    let secret = signature::fresh_secret();
    let sealed = tx.app.keys.seal(&secret)?;
    let now = tx.now();
    sql(
        "UPDATE webhook_endpoints SET previous_secret = secret, previous_until = $3, secret = $2, secret_made_at = $4 WHERE id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(sealed)
    .bind::<Timestamptz, _>(now + OVERLAP)
    .bind::<Timestamptz, _>(now)
    .execute(tx)
    .await?;
    noted("roll_secret", id, None, None, tx).await?;
    Ok(secret)
}

async fn noted(
    verb: &str,
    id: EndpointId,
    before: Option<Value>,
    after: Option<Value>,
    tx: &mut Tx,
) -> AppResult<()> {
    let action = format!("kernel.webhook.{verb}");
    let mut event = Audit::new(&action, "kernel.webhook", id.0);
    if let Some(before) = before {
        event = event.before(before);
    }
    if let Some(after) = after {
        event = event.after(after);
    }
    audit::record(tx, event).await
}

#[derive(QueryableByName)]
struct Heard {
    #[diesel(sql_type = SqlUuid)]
    id: EndpointId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    tenant_id: Option<TenantId>,
}

/// Who hears of a fact that was told at this time; in the platform's scope.
pub async fn listeners(
    fact: &str,
    tenant: Option<TenantId>,
    at: DateTime<Utc>,
    tx: &mut ReadTx,
) -> QueryResult<Vec<(EndpointId, Option<TenantId>)>> {
    let rows: Vec<Heard> = sql(
        "SELECT id, tenant_id FROM webhook_endpoints WHERE switched_off_at IS NULL AND $1 = ANY (facts) \
         AND (tenant_id IS NULL OR tenant_id = $2) AND created_at <= $3 ORDER BY id LIMIT $4",
    )
    .bind::<Text, _>(fact)
    .bind::<Nullable<SqlUuid>, _>(tenant)
    .bind::<Timestamptz, _>(at)
    .bind::<BigInt, _>(2 * MOST)
    .get_results(tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.tenant_id))
        .collect())
}
