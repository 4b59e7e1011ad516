//! The audit trail: who did what, on whose behalf, before and after, from where.
//! Written in the transaction of the change; chained afterwards by the sealer, so that writers never wait for it.

mod sealer;
pub mod trail;

use diesel::sql_types::{Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

pub use sealer::{Sealer, Verdict, seal, verify};

use crate::db::{Tx, sql};
use crate::error::{AppError, AppResult};
use crate::ids::{TenantId, UserId};
use crate::texts::{Named, Texts};

/// One event of the trail.
pub struct Audit<'a> {
    action: &'a str,
    kind: &'a str,
    id: Option<Uuid>,
    tenant: Option<TenantId>,
    by: Option<UserId>,
    before: Option<Value>,
    after: Option<Value>,
}

impl<'a> Audit<'a> {
    /// `action` is a permission-like key (`tickets.ticket.close`), `kind` and `id` say on what.
    #[must_use]
    pub fn new(action: &'a str, kind: &'a str, id: impl Into<Option<Uuid>>) -> Self {
        Self {
            action,
            kind,
            id: id.into(),
            tenant: None,
            by: None,
            before: None,
            after: None,
        }
    }
    /// Whose it is, when the scope does not say (staff at work on a customer's thing).
    #[must_use]
    pub fn of_tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }
    /// Who did it, when the scope does not know yet: signing in.
    #[must_use]
    pub fn by(mut self, user: UserId) -> Self {
        self.by = Some(user);
        self
    }
    /// How it was.
    #[must_use]
    pub fn before(mut self, value: impl Serialize) -> Self {
        self.before = serde_json::to_value(value).ok();
        self
    }
    /// How it is now.
    #[must_use]
    pub fn after(mut self, value: impl Serialize) -> Self {
        self.after = serde_json::to_value(value).ok();
        self
    }

    /// While developing, an event that no screen could name is refused, so that its text is not forgotten.
    fn check_names(&self, texts: &Texts) -> AppResult<()> {
        if !cfg!(debug_assertions) {
            return Ok(());
        }
        let names = [(Named::Action, self.action), (Named::Kind, self.kind)];
        let forgotten = |(named, name): &(Named, &str)| texts.lacks(*named, name);
        match names.into_iter().find(forgotten) {
            Some((named, name)) => Err(AppError::internal(format!(
                "the audit trail would hold {name}, but the text {} is missing",
                named.key(name)
            ))),
            None => Ok(()),
        }
    }
}

/// Writes an event; it exists only if this transaction commits.
///
/// It cannot be written outside a `write`, because only a `write` lends a [`Tx`]:
///
/// ```compile_fail,E0308
/// async fn outside(read: &mut kernel::db::ReadTx) {
///     let event = kernel::audit::Audit::new("tickets.ticket.close", "tickets.ticket", None);
///     kernel::audit::record(read, event).await;
/// }
/// ```
pub async fn record(tx: &mut Tx, event: Audit<'_>) -> AppResult<()> {
    event.check_names(tx.app().registry.texts())?;
    let who = tx.who().clone();
    let now = tx.now();
    sql("SELECT audit_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<SqlUuid>, _>(event.tenant.or(who.tenant).map(|t| t.0))
        .bind::<Nullable<SqlUuid>, _>(event.by.or(who.user).map(|u| u.0))
        .bind::<Text, _>(event.action)
        .bind::<Text, _>(event.kind)
        .bind::<Nullable<SqlUuid>, _>(event.id)
        .bind::<Nullable<Jsonb>, _>(event.before)
        .bind::<Nullable<Jsonb>, _>(event.after)
        .bind::<Nullable<SqlUuid>, _>(who.request.map(|r| r.0))
        .bind::<Nullable<Text>, _>(who.address.map(|a| a.to_string()))
        .execute(tx)
        .await?;
    Ok(())
}
