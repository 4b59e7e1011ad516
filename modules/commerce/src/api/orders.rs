//! The account's orders, and one with what came of it.

use chrono::{DateTime, Utc};
use kernel::api::{ApiPage, ApiQuery, JsonOut};
use kernel::db::{ReadTx, TenantDb};
use kernel::error::AppResult;
use kernel::module::Can;
use rocket::get;
use serde::Serialize;
use utoipa::ToSchema;

use super::services::{CommerceServiceOut, with_products};
use super::shapes::CommerceMoney;
use crate::ids::{InvoiceId, OrderId};
use crate::invoices::Invoice;
use crate::orders::Order;
use crate::permissions::SeeMoney;
use crate::subscriptions::Subscription;

/// An order as it stands in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceOrderRow {
    /// Its id.
    id: OrderId,
    /// As people call it.
    #[schema(example = 1024)]
    number: i64,
    /// `placed` (waits for its money), `paid` or `cancelled`.
    #[schema(example = "paid")]
    state: &'static str,
    /// When it was placed.
    placed_at: DateTime<Utc>,
}

impl From<Order> for CommerceOrderRow {
    fn from(order: Order) -> Self {
        Self {
            id: order.id,
            number: order.number,
            state: order.state.as_str(),
            placed_at: order.placed_at,
        }
    }
}

/// An order with what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceOrderOut {
    /// The order itself.
    #[serde(flatten)]
    order: CommerceOrderRow,
    /// What is or was to be paid, with tax.
    total: CommerceMoney,
    /// The invoice of it.
    invoice: InvoiceId,
    /// What it brings, a piece each; `state` says how far it is.
    services: Vec<CommerceServiceOut>,
}

/// One order of the scope.
pub async fn read(id: OrderId, tx: &mut ReadTx) -> AppResult<CommerceOrderOut> {
    let order = Order::find(id, tx).await?;
    let invoice = Invoice::of_order(id, tx).await?;
    let services = Subscription::of_order(id, tx).await?;
    let services = with_products(services, tx).await?;
    Ok(CommerceOrderOut {
        order: order.into(),
        total: invoice.total().into(),
        invoice: invoice.id,
        services: services.into_iter().map(CommerceServiceOut::from).collect(),
    })
}

/// List the orders, newest first
#[utoipa::path(tag = "shop", params(ApiQuery),
    responses((status = 200, description = "A page of orders", body = ApiPage<CommerceOrderRow>)))]
#[get("/api/v1/orders")]
pub async fn index(query: ApiQuery, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let page = db
        .read(async |tx| Ok(Order::page(&query.page(), tx).await?))
        .await?;
    JsonOut::ok(&ApiPage::<CommerceOrderRow>::of(
        &query,
        page,
        Order::stands_at,
    ))
}

/// Show an order
#[utoipa::path(tag = "shop", params(("id" = OrderId, Path, description = "The order's id")),
    responses((status = 200, description = "The order", body = CommerceOrderOut)))]
#[get("/api/v1/orders/<id>")]
pub async fn show(id: OrderId, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let order = db.read(async |tx| read(id, tx).await).await?;
    JsonOut::ok(&order)
}
