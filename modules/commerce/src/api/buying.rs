//! Placing an order. Paid from the wallet in the same transaction, or placed with an invoice that waits: never half.

use std::sync::Arc;

use kernel::api::{JsonIn, JsonOut};
use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use rocket::post;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::orders::{CommerceOrderOut, read};
use super::quotes::{CommerceWish, understand};
use crate::invoices::{self, Payment};
use crate::orders::place;
use crate::permissions::Buy;

/// How an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CommercePay {
    /// At once from the wallet, or not at all: when it is short, nothing is ordered.
    Wallet,
    /// Later: its invoice waits three days for the money.
    Later,
}

/// What is ordered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommerceOrderIn {
    /// The product's slug.
    #[schema(max_length = 60, example = "support-monthly")]
    product: String,
    /// For how long, as the product has a price for.
    #[schema(max_length = 20, example = "month")]
    cycle: String,
    /// What is decided, by the options' names, as in a quote.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({ "brief": "دو سرور اوبونتو" }))]
    options: Map<String, Value>,
    /// How many pieces.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 20, default = 1)]
    quantity: u32,
    /// How it is paid.
    pay: CommercePay,
    /// The `digest` of a quote: the order is refused when it would cost something else.
    #[schema(max_length = 60)]
    digest: Option<String>,
}

fn one() -> u32 {
    1
}

/// Order something
///
/// With `"pay": "wallet"` the order is placed and paid in one step. When the wallet is short, nothing is placed and nothing
/// is charged (422, pointer `#/pay`): top up, and send the same under the same key. With `"pay": "later"` the order is
/// placed with an open invoice. A `digest` that no longer fits is a 422 with the pointer `#/digest`.
#[utoipa::path(tag = "shop", request_body = CommerceOrderIn,
    responses((status = 201, description = "The order", body = CommerceOrderOut)))]
#[post("/api/v1/orders", data = "<order>")]
pub async fn create(
    order: JsonIn<CommerceOrderIn>,
    by: Can<Buy>,
    db: TenantDb,
) -> AppResult<JsonOut> {
    let (tenant, buyer) = (db.tenant()?, by.user_id());
    let wish = CommerceWish::new(&order.product, &order.cycle, &order.options, order.quantity);
    order
        .once(&db, async |tx| {
            let app = Arc::clone(tx.app());
            let filled = understand(&wish, &app, tx).await?.filled;
            if order
                .digest
                .as_deref()
                .is_some_and(|seen| seen != filled.quote.digest())
            {
                return Err(AppError::invalid("digest", "commerce.api.changed"));
            }
            let placed = place(&filled, tenant, buyer, tx).await?;
            if order.pay == CommercePay::Wallet || filled.is_free() {
                match invoices::pay(placed.invoice, tx).await? {
                    Payment::Done | Payment::Again => {}
                    Payment::Lapsed => return Err(AppError::Conflict("commerce.invoice.is_void")),
                    Payment::Short => {
                        return Err(AppError::invalid("pay", "commerce.checkout.short"));
                    }
                }
            }
            let out: CommerceOrderOut = read(placed.order, tx).await?;
            JsonOut::created(&out, format!("/api/v1/orders/{}", placed.order))
        })
        .await
}
