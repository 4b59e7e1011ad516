//! Invitations to a tenant: sent by mail, sent again, withdrawn, accepted.
//! Only who signs in with the invited address can accept, whoever holds the link.

use chrono::{DateTime, Duration, Utc};
use diesel::sql_types::{Binary, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use l10n::Locale;
use l10n::validate::holds_address;
use serde_json::json;

use super::{Tried, tenants};
use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx, sql};
use crate::error::{AppError, AppResult};
use crate::identity::{limits, paths};
use crate::ids::{SessionId, TenantId};
use crate::mail::{self, NewMail};
use crate::module::TenantRole;
use crate::{keys, typed_id};

typed_id! {
    /// One invitation to a tenant.
    InvitationId;
}

const LIFE: Duration = Duration::days(7);

/// An open invitation in the list.
#[derive(Clone, Debug, QueryableByName)]
pub struct InvitationRow {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: InvitationId,
    /// To whom it went.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// `manager` or `employee`.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// Until when it can be accepted.
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: DateTime<Utc>,
}

/// What an invitation says to whoever holds its token.
#[derive(Clone, Debug, QueryableByName)]
pub struct Offer {
    /// Name of the tenant.
    #[diesel(sql_type = Text)]
    pub tenant_name: String,
    /// To whom it went.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// `manager` or `employee`.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// Who invites.
    #[diesel(sql_type = Text)]
    pub inviter: String,
}

#[derive(QueryableByName)]
struct Yes {
    #[diesel(sql_type = Bool)]
    yes: bool,
}

#[derive(QueryableByName)]
struct Sent {
    #[diesel(sql_type = SqlUuid)]
    id: InvitationId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    role: String,
}

#[derive(QueryableByName)]
struct Joined {
    #[diesel(sql_type = SqlUuid)]
    invitation_id: InvitationId,
    #[diesel(sql_type = SqlUuid)]
    joined_tenant_id: TenantId,
}

/// In whose name an invitation goes out.
pub struct Inviter<'a> {
    /// Name of the person.
    pub name: &'a str,
    /// Name of the tenant.
    pub tenant: &'a str,
    /// Language of the mail.
    pub locale: Locale,
}

impl Inviter<'_> {
    /// Names from before they were checked may hold an address, which the mail would carry under our name.
    fn has_address(&self) -> bool {
        [self.name, self.tenant].into_iter().any(holds_address)
    }
}

/// The tenant's open invitations, the latest first.
pub async fn list(tx: &mut ReadTx) -> AppResult<Vec<InvitationRow>> {
    Ok(sql(
        "SELECT id, email, role, expires_at FROM invitations \
         WHERE tenant_id = app_tenant_id() AND accepted_at IS NULL ORDER BY created_at DESC, id LIMIT 200",
    )
    .get_results(tx)
    .await?)
}

/// Invites an address. One that is a member or has an open invitation is refused with the field's error.
pub async fn invite(
    tx: &mut Tx,
    email: &str,
    role: TenantRole,
    by: &Inviter<'_>,
) -> AppResult<Tried<()>> {
    if by.has_address() {
        return Err(AppError::invalid("", "kernel.members.name_has_address"));
    }
    if let Err(wait) = limits::mail_asked(tx, email).await? {
        return Ok(Err(wait));
    }
    let member: Yes = sql("SELECT identity_is_member($1) AS yes")
        .bind::<Text, _>(email)
        .get_result(tx)
        .await?;
    if member.yes {
        return Err(AppError::invalid("email", "kernel.members.already_member"));
    }
    let (user, now) = (tx.who().person()?, tx.now());
    let (token, hash) = keys::fresh_token();
    let sent: Option<Sent> = sql(
        "INSERT INTO invitations AS i (id, tenant_id, email, role, token_hash, created_at, created_by, expires_at) \
         VALUES ($1, app_tenant_id(), $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (tenant_id, email) DO UPDATE SET role = EXCLUDED.role, token_hash = EXCLUDED.token_hash, \
           created_at = EXCLUDED.created_at, created_by = EXCLUDED.created_by, expires_at = EXCLUDED.expires_at, \
           accepted_at = NULL \
         WHERE i.accepted_at IS NOT NULL OR i.expires_at <= EXCLUDED.created_at \
         RETURNING i.id, i.email, i.role",
    )
    .bind::<SqlUuid, _>(InvitationId::fresh())
    .bind::<Text, _>(email)
    .bind::<Text, _>(role.as_str())
    .bind::<Binary, _>(hash)
    .bind::<Timestamptz, _>(now)
    .bind::<SqlUuid, _>(user)
    .bind::<Timestamptz, _>(now + LIFE)
    .get_result(tx)
    .await
    .optional()?;
    let Some(sent) = sent else {
        return Err(AppError::invalid("email", "kernel.members.already_invited"));
    };
    let event = Audit::new("kernel.invitation.create", "kernel.invitation", sent.id.0);
    audit::record(tx, event.after(json!({ "email": email, "role": role }))).await?;
    deliver(tx, &sent, &token, by).await.map(Ok)
}

/// Sends an open invitation again, with a new link; the old one is worth nothing from now on.
pub async fn resend(tx: &mut Tx, id: InvitationId, by: &Inviter<'_>) -> AppResult<()> {
    if by.has_address() {
        return Err(AppError::Forbidden("kernel.members.name_has_address"));
    }
    let now = tx.now();
    let (token, hash) = keys::fresh_token();
    let sent: Sent = sql(
        "UPDATE invitations SET token_hash = $2, expires_at = $3 \
         WHERE id = $1 AND tenant_id = app_tenant_id() AND accepted_at IS NULL RETURNING id, email, role",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Binary, _>(hash)
    .bind::<Timestamptz, _>(now + LIFE)
    .get_result(tx)
    .await
    .or_not_found("kernel.members.invitation")?;
    if let Err(wait) = limits::mail_asked(tx, &sent.email).await? {
        return Err(AppError::TooMany(wait));
    }
    audit::record(
        tx,
        Audit::new("kernel.invitation.resend", "kernel.invitation", id.0),
    )
    .await?;
    deliver(tx, &sent, &token, by).await
}

async fn deliver(tx: &mut Tx, sent: &Sent, token: &str, by: &Inviter<'_>) -> AppResult<()> {
    let role = tx
        .app
        .registry
        .texts()
        .t(by.locale, &format!("kernel.members.role_{}", sent.role));
    let link = paths::absolute(&tx.app.config, &paths::invitation(token));
    let mail = NewMail::new("kernel.mail.invitation", by.locale, &sent.email, "")
        .var("inviter", by.name)
        .var("tenant", by.tenant)
        .var("role", role)
        .var("link", link);
    mail::queue(tx, mail).await?;
    Ok(())
}

/// Takes an open invitation back.
pub async fn withdraw(tx: &mut Tx, id: InvitationId) -> AppResult<()> {
    let gone = sql(
        "DELETE FROM invitations WHERE id = $1 AND tenant_id = app_tenant_id() AND accepted_at IS NULL",
    )
    .bind::<SqlUuid, _>(id)
    .execute(tx)
    .await?;
    if gone == 0 {
        return Err(AppError::NotFound("kernel.members.invitation"));
    }
    audit::record(
        tx,
        Audit::new("kernel.invitation.withdraw", "kernel.invitation", id.0),
    )
    .await
}

/// What the invitation of this token offers; `None` when it is spent, withdrawn or too old.
pub async fn find(tx: &mut ReadTx, token: &str) -> AppResult<Option<Offer>> {
    let now = tx.now();
    Ok(sql("SELECT * FROM identity_invitation($1, $2)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .optional()?)
}

/// Joins the tenant and goes on in it; gives the session's new token.
pub async fn accept(tx: &mut Tx, session: SessionId, token: &str) -> AppResult<String> {
    let now = tx.now();
    let joined: Joined = sql("SELECT * FROM identity_accept_invitation($1, $2)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .or_not_found("kernel.members.invitation")?;
    let event = Audit::new(
        "kernel.invitation.accept",
        "kernel.invitation",
        joined.invitation_id.0,
    );
    audit::record(
        tx,
        event.after(json!({ "tenant": joined.joined_tenant_id })),
    )
    .await?;
    tenants::switch(tx, session, joined.joined_tenant_id).await
}
