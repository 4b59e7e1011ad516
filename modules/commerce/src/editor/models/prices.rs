//! The versions of a product's prices: what stands, what stood, and how many services stand on each.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::live;
use serde_json::json;

use super::products::Kept;
use crate::catalogue::{Cycle, NewPrice, Price, TOPIC};
use crate::ids::{PriceId, ProductId};
use crate::schema::{commerce_prices, commerce_subscriptions};
use crate::subscriptions::Wanted;

/// Versions that are shown.
const SHOWN: i64 = 200;

/// A version of a price.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    /// The price.
    pub price: Price,
    /// Until when it stood; nothing while it stands.
    pub until: Option<DateTime<Utc>>,
    /// How many services that run or are suspended pay it.
    pub services: i64,
}

/// The prices of now of some products, the shortest period first.
pub async fn standing_of(products: &[ProductId], tx: &mut ReadTx) -> QueryResult<Vec<Price>> {
    let mut prices: Vec<Price> = commerce_prices::table
        .filter(commerce_prices::product_id.eq_any(products))
        .filter(commerce_prices::replaced_at.is_null())
        .filter(commerce_prices::currency.eq("IRR"))
        .select(Price::as_select())
        .load(tx)
        .await?;
    prices.sort_by_key(|price| price.cycle);
    Ok(prices)
}

const GOES_ON: [Wanted; 2] = [Wanted::Running, Wanted::Suspended];

/// How many services of each product go on.
pub async fn services_of(
    products: &[ProductId],
    tx: &mut ReadTx,
) -> QueryResult<HashMap<ProductId, i64>> {
    use commerce_subscriptions as s;
    let counts: Vec<(ProductId, i64)> = s::table
        .filter(s::product_id.eq_any(products))
        .filter(s::wanted.eq_any(GOES_ON))
        .group_by(s::product_id)
        .select((s::product_id, diesel::dsl::count_star()))
        .load(tx)
        .await?;
    Ok(counts.into_iter().collect())
}

/// The versions of a product's prices, newest first.
pub async fn history(product: ProductId, tx: &mut ReadTx) -> QueryResult<Vec<Version>> {
    use commerce_subscriptions as s;
    let prices: Vec<(Price, Option<DateTime<Utc>>)> = commerce_prices::table
        .filter(commerce_prices::product_id.eq(product))
        .filter(commerce_prices::currency.eq("IRR"))
        .order((
            commerce_prices::valid_from.desc(),
            commerce_prices::id.desc(),
        ))
        .limit(SHOWN)
        .select((Price::as_select(), commerce_prices::replaced_at))
        .load(tx)
        .await?;
    let ids: Vec<PriceId> = prices.iter().map(|(price, _)| price.id).collect();
    let counts: Vec<(PriceId, i64)> = s::table
        .filter(s::price_id.eq_any(ids))
        .filter(s::wanted.eq_any(GOES_ON))
        .group_by(s::price_id)
        .select((s::price_id, diesel::dsl::count_star()))
        .load(tx)
        .await?;
    let counts: HashMap<PriceId, i64> = counts.into_iter().collect();
    let versions = prices.into_iter().map(|(price, until)| Version {
        services: counts.get(&price.id).copied().unwrap_or_default(),
        price,
        until,
    });
    Ok(versions.collect())
}

/// The price of a period that stands now.
async fn standing(product: ProductId, cycle: Cycle, tx: &mut ReadTx) -> QueryResult<Option<Price>> {
    let all = standing_of(&[product], tx).await?;
    Ok(all.into_iter().find(|price| price.cycle == cycle))
}

/// Two editors of a product's prices come one after the other; who has not seen the price that stands is told.
async fn seen(
    product: ProductId,
    cycle: Cycle,
    seen: Option<PriceId>,
    tx: &mut Tx,
) -> AppResult<Option<Price>> {
    Kept::find_for_update(product, tx).await?;
    let stands = standing(product, cycle, tx).await?;
    if stands.map(|price| price.id) == seen {
        Ok(stands)
    } else {
        Err(AppError::invalid("", super::super::forms::PRICE_STALE))
    }
}

/// Sets a price from now on, in place of the one that was seen.
pub async fn set(new: &NewPrice, before: Option<PriceId>, tx: &mut Tx) -> AppResult<()> {
    seen(new.product, new.cycle, before, tx).await?;
    Price::set(new, tx).await
}

/// Ends the offer for a period; who bought at it goes on at it.
pub async fn end(
    product: ProductId,
    cycle: Cycle,
    before: Option<PriceId>,
    tx: &mut Tx,
) -> AppResult<()> {
    let Some(price) = seen(product, cycle, before, tx).await? else {
        return Ok(());
    };
    let row = commerce_prices::table.find(price.id);
    diesel::update(row)
        .set(commerce_prices::replaced_at.eq(tx.now()))
        .execute(tx)
        .await?;
    let event = Audit::new("commerce.price.end", "commerce.product", product.0);
    let told = json!({ "cycle": cycle.as_str(), "amount": price.said() });
    audit::record(tx, event.before(told)).await?;
    live::announce(tx, TOPIC).await
}
