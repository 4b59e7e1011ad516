//! Invitations to a tenant: sent by mail, sent again, withdrawn, accepted.
//! Only who signs in with the invited address can accept, whoever holds the link.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Text, Timestamptz, Uuid as SqlUuid};
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{First, OrNotFound, ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::{SessionId, TenantId};
use kernel::mail::{self, NewMail};
use kernel::module::TenantRole;
use kernel::schema::invitations;
use kernel::{keys, limits, typed_id};
use l10n::Locale;
use l10n::validate::holds_address;
use serde_json::json;

use super::{Tried, tenants};
use crate::paths;

typed_id! {
    /// One invitation to a tenant.
    InvitationId;
}

diesel::define_sql_function! {
    /// Whether the person with this address is a member of the current tenant.
    fn identity_is_member(email: Text) -> Bool;
}

/// How many open ones a page shows.
const SHOWN: u32 = 200;
const LIFE: Duration = Duration::days(7);

/// An open invitation in the list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = invitations)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// To whom it went.
    pub email: String,
    /// `manager` or `employee`.
    pub role: TenantRole,
    /// Until when it can be accepted.
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = invitations)]
struct Sent {
    id: InvitationId,
    email: String,
    role: TenantRole,
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
    let tenant = tx.who().in_tenant()?;
    let rows = invitations::table
        .filter(invitations::tenant_id.eq(tenant))
        .filter(invitations::accepted_at.is_null())
        .order((invitations::created_at.desc(), invitations::id))
        .select(InvitationRow::as_select());
    Ok(First::of(SHOWN, rows).load(tx).await?)
}

/// Invites an address. One that is a member or has an open invitation is refused with the field's error.
pub async fn invite(
    tx: &mut Tx,
    email: &str,
    role: TenantRole,
    by: &Inviter<'_>,
) -> AppResult<Tried<()>> {
    if by.has_address() {
        return Err(AppError::invalid("", "identity.members.name_has_address"));
    }
    if let Err(wait) = limits::mail_asked(tx, email).await? {
        return Ok(Err(wait));
    }
    let is_member = diesel::select(identity_is_member(email));
    if is_member.get_result(tx).await? {
        return Err(AppError::invalid(
            "email",
            "identity.members.already_member",
        ));
    }
    let (token, hash) = keys::fresh_token();
    let sent = keep(tx, email, role, hash).await?;
    let Some(sent) = sent else {
        return Err(AppError::invalid(
            "email",
            "identity.members.already_invited",
        ));
    };
    let event = Audit::new("kernel.invitation.create", "kernel.invitation", sent.id.0);
    audit::record(tx, event.after(json!({ "email": email, "role": role }))).await?;
    deliver(tx, &sent, &token, by).await.map(Ok)
}

/// The row of a new invitation, or of one that was accepted or is too old, anew; none when one is open.
async fn keep(
    tx: &mut Tx,
    email: &str,
    role: TenantRole,
    hash: Vec<u8>,
) -> AppResult<Option<Sent>> {
    let (tenant, user, now) = (tx.who().in_tenant()?, tx.who().person()?, tx.now());
    let spent = invitations::accepted_at
        .is_not_null()
        .or(invitations::expires_at.le(excluded(invitations::created_at)));
    let upsert = diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(InvitationId::fresh()),
            invitations::tenant_id.eq(tenant),
            invitations::email.eq(email),
            invitations::role.eq(role),
            invitations::token_hash.eq(hash),
            invitations::created_at.eq(now),
            invitations::created_by.eq(user),
            invitations::expires_at.eq(now + LIFE),
        ))
        .on_conflict((invitations::tenant_id, invitations::email))
        .do_update()
        .set((
            invitations::role.eq(excluded(invitations::role)),
            invitations::token_hash.eq(excluded(invitations::token_hash)),
            invitations::created_at.eq(excluded(invitations::created_at)),
            invitations::created_by.eq(excluded(invitations::created_by)),
            invitations::expires_at.eq(excluded(invitations::expires_at)),
            invitations::accepted_at.eq(None::<DateTime<Utc>>),
        ));
    // `QueryDsl::filter` is for tables and queries alone.
    Ok(diesel::query_dsl::methods::FilterDsl::filter(upsert, spent)
        .returning(Sent::as_returning())
        .get_result(tx)
        .await
        .optional()?)
}

#[diesel::dsl::auto_type]
fn of_tenant(tenant: TenantId, id: InvitationId) -> _ {
    invitations::table
        .find(id)
        .filter(invitations::tenant_id.eq(tenant))
        .filter(invitations::accepted_at.is_null())
}

/// The tenant's own invitation, if nobody has accepted it.
fn open(tx: &Tx, id: InvitationId) -> AppResult<of_tenant> {
    Ok(of_tenant(tx.who().in_tenant()?, id))
}

/// Sends an open invitation again, with a new link; the old one is worth nothing from now on.
pub async fn resend(tx: &mut Tx, id: InvitationId, by: &Inviter<'_>) -> AppResult<()> {
    if by.has_address() {
        return Err(AppError::Forbidden("identity.members.name_has_address"));
    }
    let (open, now) = (open(tx, id)?, tx.now());
    let (token, hash) = keys::fresh_token();
    let sent = diesel::update(open)
        .set((
            invitations::token_hash.eq(hash),
            invitations::expires_at.eq(now + LIFE),
        ))
        .returning(Sent::as_returning())
        .get_result(tx)
        .await
        .or_not_found("identity.members.invitation")?;
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
    let role = format!("identity.members.role_{}", sent.role);
    let role = tx.app().registry.texts().t(by.locale, &role);
    let link = paths::absolute(&tx.app().config, &paths::invitation(token));
    let mail = NewMail::new("identity.mail.invitation", by.locale, &sent.email, "")
        .var("inviter", by.name)
        .var("tenant", by.tenant)
        .var("role", role)
        .var("link", link);
    mail::queue(tx, mail).await?;
    Ok(())
}

/// Takes an open invitation back.
pub async fn withdraw(tx: &mut Tx, id: InvitationId) -> AppResult<()> {
    let open = open(tx, id)?;
    let gone = diesel::delete(open).execute(tx).await?;
    if gone == 0 {
        return Err(AppError::NotFound("identity.members.invitation"));
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
        .or_not_found("identity.members.invitation")?;
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
