//! Into what a service can be changed, and why not, in words for its owner.

use chrono::{DateTime, Utc};
use contracts::commerce::ProductKind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use kernel::error::AppResult;
use serde_json::{Map, Value};

use crate::catalogue::{Price, Product, Shelf, Tax, kind};
use crate::ids::ProductId;
use crate::schema::commerce_products;
use crate::subscriptions::{Standing, Subscription, Wanted};

/// One product that a service can become.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which.
    pub product: Product,
    /// At which price, for the cycle that the service has.
    pub price: Price,
    /// The options that its kind would be told.
    pub options: Value,
}

/// Finds a product, whether it is still sold or not.
pub async fn product(id: ProductId, tx: &mut ReadTx) -> QueryResult<Product> {
    let found = commerce_products::table.find(id);
    found.select(Product::as_select()).get_result(tx).await
}

/// Why a service cannot be changed now, as a text key; nothing when it can.
#[must_use]
pub fn obstacle(
    service: &Subscription,
    kind: &dyn ProductKind,
    now: DateTime<Utc>,
) -> Option<&'static str> {
    if kind.changing().is_none() {
        return Some("commerce.change.refused.kind");
    }
    if !service.is_periodic() {
        return Some("commerce.change.refused.cycle");
    }
    if service.wanted != Wanted::Running || service.paid_until(now).is_none() {
        return Some("commerce.change.refused.unpaid");
    }
    if service.standing != Standing::Running
        || service.wanted_options.is_some()
        || service.failed_at.is_some()
    {
        return Some("commerce.change.refused.at_work");
    }
    if service.period_from.is_none_or(|from| from > now) {
        return Some("commerce.change.refused.paid_ahead");
    }
    None
}

/// What a service can become: other listed products of its category and kind that are sold for its cycle, and whose options
/// follow from what was chosen. With the tax of now.
pub async fn of(service: &Subscription, tx: &mut ReadTx) -> AppResult<(Vec<Target>, Tax)> {
    let app = std::sync::Arc::clone(tx.app());
    let kind = kind(&app, &service.kind)?;
    let own = product(service.product_id, tx).await?;
    let shelf = Shelf::read(tx).await?;
    let others = shelf.of(own.category_id).filter(|offer| {
        offer.product.kind == service.kind && offer.product.id != service.product_id
    });
    let targets = others.filter_map(|offer| {
        let price = *offer.price(service.cycle)?;
        let options = options(
            kind.as_ref(),
            &service.options,
            &own.fixed,
            &offer.product.fixed,
        );
        kind.check(&options).is_empty().then(|| Target {
            product: offer.product.clone(),
            price,
            options,
        })
    });
    Ok((targets.collect(), shelf.tax))
}

/// What the new product decides, then what its owner had chosen; where the old product had decided, the first choice.
fn options(kind: &dyn ProductKind, chosen: &Value, old: &Value, new: &Value) -> Value {
    let mut options: Map<String, Value> = new.as_object().cloned().unwrap_or_default();
    for def in kind.options() {
        if options.contains_key(def.name) {
            continue;
        }
        let kept = chosen.get(def.name).filter(|_| old.get(def.name).is_none());
        let value = kept
            .cloned()
            .unwrap_or_else(|| Value::String(def.default()));
        options.insert(def.name.to_owned(), value);
    }
    Value::Object(options)
}
