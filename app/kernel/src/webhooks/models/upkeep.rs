//! What people do with an endpoint: make it, change it, switch it off, give it a fresh secret. Each deed is audited.
//! Secrets are sealed at rest, shown once, and stay valid for a day beside the one that replaces them.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::normalise;
use serde_json::{Value, json};

use super::Owner;
use super::endpoints::{self, MOST, find};
use crate::audit::{self, Audit};
use crate::db::Tx;
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::schema::webhook_endpoints;
use crate::webhooks::ids::EndpointId;
use crate::webhooks::signature;

/// How long a replaced secret signs beside its successor.
pub const OVERLAP: Duration = Duration::hours(24);

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

/// Makes an endpoint with a fresh secret, and returns that secret: it is never shown again.
pub async fn create(owner: Owner, id: EndpointId, draft: &Draft, tx: &mut Tx) -> AppResult<String> {
    if endpoints::count(owner, tx).await? >= MOST {
        return Err(AppError::Conflict("kernel.webhooks.too_many"));
    }
    let secret = signature::fresh_secret();
    let (now, user) = (tx.now(), tx.who().user);
    let sealed = tx.app.keys.seal(&secret)?;
    diesel::insert_into(webhook_endpoints::table)
        .values((
            webhook_endpoints::id.eq(id),
            webhook_endpoints::tenant_id.eq(owner.tenant()),
            webhook_endpoints::url.eq(&draft.url),
            webhook_endpoints::description.eq(&draft.description),
            webhook_endpoints::search_text.eq(draft.search_text()),
            webhook_endpoints::facts.eq(&draft.facts),
            webhook_endpoints::secret.eq(sealed),
            webhook_endpoints::secret_made_at.eq(now),
            webhook_endpoints::created_at.eq(now),
            webhook_endpoints::created_by.eq(user),
        ))
        .execute(tx)
        .await?;
    noted("create", id, None, Some(draft.shown()), tx).await?;
    Ok(secret)
}

/// Changes where, what for and which facts.
pub async fn update(owner: Owner, id: EndpointId, draft: &Draft, tx: &mut Tx) -> AppResult<()> {
    let before = find(owner, id, tx).await?;
    diesel::update(webhook_endpoints::table.find(id))
        .set((
            webhook_endpoints::url.eq(&draft.url),
            webhook_endpoints::description.eq(&draft.description),
            webhook_endpoints::search_text.eq(draft.search_text()),
            webhook_endpoints::facts.eq(&draft.facts),
        ))
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
    diesel::delete(webhook_endpoints::table.find(id))
        .execute(tx)
        .await?;
    let was = json!({ "url": before.url, "facts": before.facts });
    noted("remove", id, Some(was), None, tx).await
}

/// Lets it hear of facts again, with a clean slate. Idempotent.
pub async fn switch_on(owner: Owner, id: EndpointId, tx: &mut Tx) -> AppResult<()> {
    find(owner, id, tx).await?;
    let off = webhook_endpoints::table
        .find(id)
        .filter(webhook_endpoints::switched_off_at.is_not_null());
    let changed = diesel::update(off)
        .set((
            webhook_endpoints::switched_off_at.eq(None::<DateTime<Utc>>),
            webhook_endpoints::switched_off_by.eq(None::<UserId>),
            webhook_endpoints::failing_since.eq(None::<DateTime<Utc>>),
            webhook_endpoints::failures.eq(0),
            webhook_endpoints::alarmed_at.eq(None::<DateTime<Utc>>),
        ))
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
    let on = webhook_endpoints::table
        .find(id)
        .filter(webhook_endpoints::switched_off_at.is_null());
    let changed = diesel::update(on)
        .set((
            webhook_endpoints::switched_off_at.eq(now),
            webhook_endpoints::switched_off_by.eq(user),
        ))
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
    diesel::update(webhook_endpoints::table.find(id))
        .set((
            webhook_endpoints::previous_secret.eq(webhook_endpoints::secret.nullable()),
            webhook_endpoints::previous_until.eq(now + OVERLAP),
            webhook_endpoints::secret.eq(sealed),
            webhook_endpoints::secret_made_at.eq(now),
        ))
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
