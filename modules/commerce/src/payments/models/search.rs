//! Where is my money: payments of all tenants by what somebody has in hand: the gateway's name for it, the receipt's number,
//! the sum, the customer.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{CountOf, ReadTx};
use kernel::ids::TenantId;
use kernel::web::{COUNTED_TO, Page, PageQuery};

use super::payment::{Payment, State};
use crate::ids::PaymentId;
use crate::narrowing::{self, EXPORTED};
use crate::schema::{commerce_payments, tenants};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A reference, a receipt's number, a payment's id, or part of a customer's name or address.
    pub words: String,
    /// The words as a sum in smallest units, when they are one.
    pub amount: Option<i64>,
    /// One state.
    pub state: Option<State>,
    /// One gateway, by its name among ports.
    pub gateway: String,
    /// Begun at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Begun before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// A payment and whose it is.
#[derive(Clone, Debug, Queryable)]
pub struct Found {
    /// The payment.
    pub payment: Payment,
    /// The tenant's name.
    pub tenant: String,
}

type Rows = commerce_payments::BoxedQuery<'static, Pg>;

impl Filter {
    fn rows(&self, of: &[TenantId]) -> Rows {
        let mut rows = commerce_payments::table.into_boxed::<Pg>();
        if let Some(state) = self.state {
            rows = rows.filter(commerce_payments::state.eq(state));
        }
        if !self.gateway.is_empty() {
            rows = rows.filter(commerce_payments::gateway.eq(self.gateway.clone()));
        }
        if let Some(from) = self.from {
            rows = rows.filter(commerce_payments::begun_at.ge(from));
        }
        if let Some(until) = self.until {
            rows = rows.filter(commerce_payments::begun_at.lt(until));
        }
        let words = self.words.trim();
        if words.is_empty() {
            return rows;
        }
        rows.filter(
            commerce_payments::reference
                .eq(words.to_owned())
                .or(commerce_payments::receipt.eq(words.to_owned()))
                .or(commerce_payments::id
                    .nullable()
                    .eq(words.parse::<PaymentId>().ok()))
                .or(commerce_payments::amount.nullable().eq(self.amount))
                .assume_not_null()
                .or(commerce_payments::tenant_id.eq_any(of.to_vec())),
        )
    }
}

/// A page of payments, newest first, and how many there are.
pub async fn list(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Found>, i64)> {
    let of = narrowing::customers(&filter.words, tx).await?;
    let counted = filter.rows(&of).select(commerce_payments::id);
    let count = CountOf::new(counted, COUNTED_TO).get_result(tx).await?;
    Ok((page(filter, &of, query, tx).await?, count))
}

async fn page(
    filter: &Filter,
    of: &[TenantId],
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<Page<Found>> {
    let ids = filter.rows(of).select(commerce_payments::id);
    let rows = commerce_payments::table
        .inner_join(tenants::table.on(tenants::id.eq(commerce_payments::tenant_id)))
        .filter(kernel::walk!(query, ids, commerce_payments::id))
        .select((Payment::as_select(), tenants::name))
        .load(tx)
        .await?;
    Ok(Page::by_id(query, rows, |found: &Found| {
        let (at, id) = found.payment.stands_at();
        kernel::web::Cursor { at, id }
    }))
}

/// Every payment that the filter leaves, up to a bound.
pub async fn exported(filter: &Filter, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    let of = narrowing::customers(&filter.words, tx).await?;
    Ok(kernel::every_row!(EXPORTED, |query| page(
        filter, &of, query, tx
    )
    .await?))
}

/// One payment with its tenant's name.
pub async fn find(id: PaymentId, tx: &mut ReadTx) -> QueryResult<Found> {
    commerce_payments::table
        .inner_join(tenants::table.on(tenants::id.eq(commerce_payments::tenant_id)))
        .filter(commerce_payments::id.eq(id))
        .select((Payment::as_select(), tenants::name))
        .get_result(tx)
        .await
}
