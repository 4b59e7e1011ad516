//! Orders of all customers: by number, customer and product, in either order of time.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{CountOf, First, OrNotFound, ReadTx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::web::{COUNTED_TO, Cursor, Page, PageQuery};
use l10n::Money;

use super::{Words, walked};
use crate::accounts::CURRENCY;
use crate::ids::OrderId;
use crate::narrowing::EXPORTED;
use crate::orders::{Order, OrderState};
use crate::schema::{commerce_invoices, commerce_orders, commerce_subscriptions, tenants};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What somebody typed.
    pub words: Words,
    /// One state.
    pub state: Option<OrderState>,
    /// One customer.
    pub customer: Option<TenantId>,
    /// Placed at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Placed before this moment.
    pub until: Option<DateTime<Utc>>,
    /// The oldest first.
    pub rising: bool,
}

/// An order in a list.
#[derive(Clone, Debug, Queryable)]
pub struct Found {
    /// The order.
    pub order: Order,
    /// Whose.
    pub tenant_id: TenantId,
    /// The tenant's name.
    pub tenant: String,
    /// Who placed it.
    pub placed_by: Option<UserId>,
    /// What its invoice comes to.
    pub total: Option<i64>,
}

impl Found {
    /// What its invoice comes to.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::new(self.total.unwrap_or_default(), CURRENCY)
    }

    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.order.placed_at,
            id: self.order.id.0,
        }
    }
}

type Ids = commerce_orders::BoxedQuery<'static, Pg, diesel::sql_types::Uuid>;

impl Filter {
    fn ids(&self) -> Ids {
        use commerce_orders as o;
        let mut ids = o::table.select(o::id).into_boxed::<Pg>();
        if let Some(state) = self.state {
            ids = ids.filter(o::state.eq(state));
        }
        if let Some(customer) = self.customer {
            ids = ids.filter(o::tenant_id.eq(customer));
        }
        if let Some(from) = self.from {
            ids = ids.filter(o::placed_at.ge(from));
        }
        if let Some(until) = self.until {
            ids = ids.filter(o::placed_at.lt(until));
        }
        if self.words.is_empty() {
            return ids;
        }
        let bought = commerce_subscriptions::table
            .filter(commerce_subscriptions::product_id.eq_any(self.words.products.clone()))
            .select(commerce_subscriptions::order_id);
        ids.filter(
            o::number
                .nullable()
                .eq(self.words.text.parse::<i64>().ok())
                .or(o::id.nullable().eq(self.words.text.parse::<OrderId>().ok()))
                .assume_not_null()
                .or(o::tenant_id.eq_any(self.words.customers.clone()))
                .or(o::id.eq_any(bought)),
        )
    }
}

/// An order with what a list shows of it.
macro_rules! found {
    () => {
        commerce_orders::table.inner_join(tenants::table).select((
            Order::as_select(),
            commerce_orders::tenant_id,
            tenants::name,
            commerce_orders::placed_by,
            commerce_invoices::table
                .filter(commerce_invoices::order_id.eq(commerce_orders::id.nullable()))
                .order(commerce_invoices::made_at)
                .limit(1)
                .select(commerce_invoices::total)
                .single_value(),
        ))
    };
}

/// A page of orders, and how many there are.
pub async fn list(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Found>, i64)> {
    let count = CountOf::new(filter.ids(), COUNTED_TO)
        .get_result(tx)
        .await?;
    Ok((page(filter, query, tx).await?, count))
}

async fn page(filter: &Filter, query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Found>> {
    use commerce_orders as o;
    let ids = walked!(filter.ids(), query, o::placed_at, o::id, filter.rising);
    let ids: Vec<OrderId> = First::of(PageQuery::LIMIT, ids).load(tx).await?;
    let mut rows: Vec<Found> = found!().filter(o::id.eq_any(&ids)).load(tx).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.order.id));
    Ok(Page::of(query, rows, Found::cursor))
}

/// Every order that the filter leaves, up to a bound.
pub async fn exported(filter: &Filter, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    Ok(kernel::every_row!(EXPORTED, |query| page(
        filter, query, tx
    )
    .await?))
}

/// One order.
pub async fn find(id: OrderId, tx: &mut ReadTx) -> AppResult<Found> {
    let found = found!().filter(commerce_orders::id.eq(id));
    found
        .get_result(tx)
        .await
        .or_not_found("commerce.order.one")
}
