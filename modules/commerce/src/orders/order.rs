//! An order's row and its way: placed, then paid or cancelled.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::web::{Page, PageQuery};
use uuid::Uuid;

use crate::ids::OrderId;
use crate::invoices::Invoice;
use crate::schema::commerce_orders;

kernel::words! {
    /// Where an order stands.
    pub enum OrderState {
        /// Waits for its money.
        Placed = "placed",
        /// Paid; what was ordered is on its way.
        Paid = "paid",
        /// Over without money.
        Cancelled = "cancelled",
    }
}

/// An order.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_orders)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// As people call it.
    pub number: i64,
    /// Where it stands.
    pub state: OrderState,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

impl OrderState {
    /// Text key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Placed => "commerce.order.state.placed",
            Self::Paid => "commerce.order.state.paid",
            Self::Cancelled => "commerce.order.state.cancelled",
        }
    }
}

impl Order {
    /// Finds one in the scope.
    pub async fn find(id: OrderId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_orders::table.find(id).select(Self::as_select());
        found.get_result(tx).await.or_not_found("commerce.order")
    }

    /// Who placed it, while they are known.
    pub async fn placed_by(id: OrderId, tx: &mut ReadTx) -> QueryResult<Option<UserId>> {
        let order = commerce_orders::table.find(id);
        order
            .select(commerce_orders::placed_by)
            .get_result(tx)
            .await
    }

    /// A page of the scope's orders, newest first.
    pub async fn page(query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        let orders = commerce_orders::table.select(Self::as_select());
        let (at, id) = (commerce_orders::placed_at, commerce_orders::id);
        kernel::page!(tx, query, orders, at, id, Self::stands_at)
    }

    /// Where it stands in lists.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.placed_at, self.id.0)
    }

    /// Gives up an order that nobody has paid, with its invoice.
    pub async fn cancel(id: OrderId, tx: &mut Tx) -> AppResult<()> {
        let order = commerce_orders::table
            .find(id)
            .filter(commerce_orders::state.eq(OrderState::Placed));
        let set = (
            commerce_orders::state.eq(OrderState::Cancelled),
            commerce_orders::cancelled_at.eq(tx.now()),
        );
        if diesel::update(order).set(set).execute(tx).await? == 0 {
            Self::find(id, tx).await?;
            return Err(AppError::Conflict("commerce.order.settled"));
        }
        Invoice::void_of(id, tx).await?;
        audit::record(
            tx,
            Audit::new("commerce.order.cancel", "commerce.order", id.0),
        )
        .await
    }

    /// Notes that its money came.
    pub async fn paid(id: OrderId, tx: &mut Tx) -> AppResult<()> {
        let set = (
            commerce_orders::state.eq(OrderState::Paid),
            commerce_orders::paid_at.eq(tx.now()),
        );
        let order = commerce_orders::table.find(id);
        diesel::update(order).set(set).execute(tx).await?;
        Ok(())
    }
}
