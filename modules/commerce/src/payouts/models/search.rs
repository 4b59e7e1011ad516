//! Everybody's withdrawals by what somebody has in hand: the number, the Sheba, the bank's number, the sum, the customer.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use kernel::db::{CountOf, OrNotFound, ReadTx, sql};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::web::{COUNTED_TO, Cursor, Page, PageQuery};

use super::withdrawal::{State, Withdrawal};
use crate::ids::WithdrawalId;
use crate::narrowing::{self, EXPORTED};
use crate::schema::{commerce_withdrawals, tenants};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A number, a Sheba, the bank's number, or part of a customer's name or address.
    pub words: String,
    /// The words as a sum in rial, when they are one.
    pub amount: Option<i64>,
    /// One state.
    pub state: Option<State>,
    /// Asked at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Asked before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// A withdrawal and whose it is.
#[derive(Clone, Debug, Queryable)]
pub struct Found {
    /// The withdrawal.
    pub withdrawal: Withdrawal,
    /// The tenant's name.
    pub tenant: String,
}

type Rows = commerce_withdrawals::BoxedQuery<'static, Pg>;

impl Filter {
    fn rows(&self, of: &[TenantId]) -> Rows {
        let mut rows = commerce_withdrawals::table.into_boxed::<Pg>();
        if let Some(state) = self.state {
            rows = rows.filter(commerce_withdrawals::state.eq(state));
        }
        if let Some(from) = self.from {
            rows = rows.filter(commerce_withdrawals::asked_at.ge(from));
        }
        if let Some(until) = self.until {
            rows = rows.filter(commerce_withdrawals::asked_at.lt(until));
        }
        let words = self.words.trim();
        if words.is_empty() {
            return rows;
        }
        let number = words.parse::<i64>().ok();
        rows.filter(
            commerce_withdrawals::tracking
                .eq(words.to_owned())
                .or(commerce_withdrawals::sheba
                    .nullable()
                    .eq(l10n::validate::sheba(words).ok()))
                .or(commerce_withdrawals::number.nullable().eq(number))
                .or(commerce_withdrawals::amount.nullable().eq(self.amount))
                .assume_not_null()
                .or(commerce_withdrawals::tenant_id.eq_any(of.to_vec())),
        )
    }
}

/// A page of withdrawals, newest first, and how many there are.
pub async fn list(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Found>, i64)> {
    let of = narrowing::customers(&filter.words, tx).await?;
    let counted = filter.rows(&of).select(commerce_withdrawals::id);
    let count = CountOf::new(counted, COUNTED_TO).get_result(tx).await?;
    Ok((page(filter, &of, query, tx).await?, count))
}

async fn page(
    filter: &Filter,
    of: &[TenantId],
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<Page<Found>> {
    let ids = filter.rows(of).select(commerce_withdrawals::id);
    let rows = commerce_withdrawals::table
        .inner_join(tenants::table.on(tenants::id.eq(commerce_withdrawals::tenant_id)))
        .filter(kernel::walk!(query, ids, commerce_withdrawals::id))
        .select((Withdrawal::as_select(), tenants::name))
        .load(tx)
        .await?;
    Ok(Page::by_id(query, rows, |found: &Found| {
        let (at, id) = found.withdrawal.stands_at();
        Cursor { at, id }
    }))
}

/// Every withdrawal that the filter leaves, up to a bound.
pub async fn exported(filter: &Filter, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    let of = narrowing::customers(&filter.words, tx).await?;
    Ok(kernel::every_row!(EXPORTED, |query| page(
        filter, &of, query, tx
    )
    .await?))
}

/// One withdrawal with its tenant's name.
pub async fn find(id: WithdrawalId, tx: &mut ReadTx) -> AppResult<Found> {
    commerce_withdrawals::table
        .inner_join(tenants::table.on(tenants::id.eq(commerce_withdrawals::tenant_id)))
        .filter(commerce_withdrawals::id.eq(id))
        .select((Withdrawal::as_select(), tenants::name))
        .get_result(tx)
        .await
        .or_not_found("commerce.payouts.one")
}

#[derive(QueryableByName)]
struct Ready {
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// How many are approved and in no file, and what they come to.
pub async fn ready(tx: &mut ReadTx) -> QueryResult<(i64, i64)> {
    let found: Ready = sql(
        "SELECT count(*) AS count, coalesce(sum(amount), 0)::bigint AS total FROM commerce_withdrawals \
         WHERE state = 'approved'",
    )
    .get_result(tx)
    .await?;
    Ok((found.count, found.total))
}
