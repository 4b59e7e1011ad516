//! One customer's money as staff see it: what is there, what is held, how it came and went, and what is open.

pub mod paths;
pub mod routes;
mod views;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use documents::Party;
use kernel::db::{OrNotFound, ReadTx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::people::customers::{self, Customer};
use kernel::web::PageQuery;
use ledger::{Standing, Statement};

use crate::adjustments;
use crate::invoices::{Invoice, InvoiceState};
use crate::payments::models::Payment;
use crate::payouts::models::Withdrawal;
use crate::schema::{
    commerce_invoices, commerce_payments, commerce_subscriptions, commerce_withdrawals,
};
use crate::subscriptions::Subscription;
use crate::{accounts, buyer, wallet};

/// So many of each are shown; their lists have the rest.
const SHOWN: i64 = 10;

/// What the page shows.
pub struct Money {
    /// Whose.
    pub customer: Customer,
    /// In whose name the papers are.
    pub buyer: Party,
    /// What is in the wallet, and held of it.
    pub standing: Standing,
    /// How it came to be; nothing when nobody has paid in.
    pub statement: Option<Statement>,
    /// What all open invoices come to.
    pub open: i64,
    /// What waits to be paid.
    pub invoices: Vec<Invoice>,
    /// What the customer has.
    pub services: Vec<Subscription>,
    /// The newest payments.
    pub payments: Vec<Payment>,
    /// The newest withdrawals.
    pub withdrawals: Vec<Withdrawal>,
    /// The newest adjustments.
    pub adjustments: Vec<adjustments::Found>,
}

impl Money {
    /// Of this customer, with a page of the statement. For the platform's scope.
    pub async fn of(
        tenant: TenantId,
        now: DateTime<Utc>,
        query: &PageQuery,
        tx: &mut ReadTx,
    ) -> AppResult<Self> {
        let customer = customers::find(tenant, tx)
            .await
            .or_not_found("commerce.adjustments.customer")?;
        Ok(Self {
            customer,
            buyer: buyer::party(tenant, tx).await?,
            standing: wallet::standing(tenant, tx).await?,
            statement: statement(tenant, now, query, tx).await?,
            open: open(tenant, tx).await?,
            invoices: invoices(tenant, tx).await?,
            services: services(tenant, tx).await?,
            payments: payments(tenant, tx).await?,
            withdrawals: withdrawals(tenant, tx).await?,
            adjustments: adjustments::Found::of(tenant, SHOWN, tx).await?,
        })
    }
}

/// From the first entry to the one of this moment.
async fn statement(
    tenant: TenantId,
    now: DateTime<Utc>,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> AppResult<Option<Statement>> {
    let ever = DateTime::UNIX_EPOCH..now + TimeDelta::minutes(1);
    match ledger::statement(accounts::wallet(tenant).id(), ever, query, tx).await {
        Ok(statement) => Ok(Some(statement)),
        // Nobody has paid anything in yet.
        Err(AppError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[derive(QueryableByName)]
struct Open {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    sum: i64,
}

async fn open(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<i64> {
    let found: Open = sql(
        "SELECT coalesce(sum(total), 0)::bigint AS sum FROM commerce_invoices WHERE tenant_id = $1 AND state = 'open'",
    )
    .bind::<diesel::sql_types::Uuid, _>(tenant.0)
    .get_result(tx)
    .await?;
    Ok(found.sum)
}

async fn invoices(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<Invoice>> {
    use commerce_invoices as i;
    i::table
        .filter(i::tenant_id.eq(tenant))
        .filter(i::state.eq(InvoiceState::Open))
        .order((i::made_at.desc(), i::id.desc()))
        .limit(SHOWN)
        .select(Invoice::as_select())
        .load(tx)
        .await
}

async fn services(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<Subscription>> {
    use commerce_subscriptions as s;
    s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(s::wanted.ne("nothing"))
        .order((s::made_at.desc(), s::id.desc()))
        .limit(SHOWN)
        .select(Subscription::as_select())
        .load(tx)
        .await
}

async fn payments(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<Payment>> {
    use commerce_payments as p;
    p::table
        .filter(p::tenant_id.eq(tenant))
        .order((p::begun_at.desc(), p::id.desc()))
        .limit(SHOWN)
        .select(Payment::as_select())
        .load(tx)
        .await
}

async fn withdrawals(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<Vec<Withdrawal>> {
    use commerce_withdrawals as w;
    w::table
        .filter(w::tenant_id.eq(tenant))
        .order((w::asked_at.desc(), w::id.desc()))
        .limit(SHOWN)
        .select(Withdrawal::as_select())
        .load(tx)
        .await
}
