//! Prices. One never changes: another takes its place, and what was bought at it stays at it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use kernel::live;
use serde_json::json;

use super::cycle::Cycle;
use super::shelf::TOPIC;
use crate::ids::{PriceId, ProductId};
use crate::metering::hourly;
use crate::schema::commerce_prices;

/// What something costs for one period, without tax, in rial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = commerce_prices)]
pub struct Price {
    /// Its id.
    pub id: PriceId,
    /// Of what.
    pub product_id: ProductId,
    /// For how long.
    pub cycle: Cycle,
    /// How much.
    pub amount: i64,
    /// How much a month of hours costs, for what is metered.
    pub monthly: Option<i64>,
    /// How much once, at the beginning.
    pub setup: i64,
    /// Since when.
    pub valid_from: DateTime<Utc>,
}

/// What is said of a new price.
#[derive(Clone, Copy, Debug)]
pub struct NewPrice {
    /// Of what.
    pub product: ProductId,
    /// For how long.
    pub cycle: Cycle,
    /// How much; of what is metered, for a month of hours.
    pub amount: i64,
    /// How much once, at the beginning.
    pub setup: i64,
}

impl NewPrice {
    /// For one period, and for a month when it is metered.
    fn amounts(&self) -> (i64, Option<i64>) {
        if self.cycle.is_metered() {
            (hourly(self.amount), Some(self.amount))
        } else {
            (self.amount, None)
        }
    }
}

impl Price {
    /// As it is said by whoever sets it: of what is metered, for a month.
    #[must_use]
    pub fn said(&self) -> i64 {
        self.monthly.unwrap_or(self.amount)
    }

    /// Finds one, whether it stands or not.
    pub async fn find(id: PriceId, tx: &mut ReadTx) -> QueryResult<Self> {
        let found = commerce_prices::table.find(id);
        found.select(Self::as_select()).get_result(tx).await
    }

    /// Sets a price from now on; the one before ends. The same price again changes nothing.
    pub async fn set(new: &NewPrice, tx: &mut Tx) -> AppResult<()> {
        let now = tx.now();
        let standing = commerce_prices::table
            .filter(commerce_prices::product_id.eq(new.product))
            .filter(commerce_prices::cycle.eq(new.cycle))
            .filter(commerce_prices::currency.eq("IRR"))
            .filter(commerce_prices::replaced_at.is_null());
        let before: Option<Self> = standing
            .select(Self::as_select())
            .for_update()
            .get_result(tx)
            .await
            .optional()?;
        if before.is_some_and(|old| (old.said(), old.setup) == (new.amount, new.setup)) {
            return Ok(());
        }
        if let Some(old) = before {
            diesel::update(commerce_prices::table.find(old.id))
                .set(commerce_prices::replaced_at.eq(now))
                .execute(tx)
                .await?;
        }
        let id = PriceId::fresh();
        let (amount, monthly) = new.amounts();
        let row = (
            commerce_prices::id.eq(id),
            commerce_prices::product_id.eq(new.product),
            commerce_prices::cycle.eq(new.cycle),
            commerce_prices::currency.eq("IRR"),
            commerce_prices::amount.eq(amount),
            commerce_prices::monthly.eq(monthly),
            commerce_prices::setup.eq(new.setup),
            commerce_prices::valid_from.eq(now),
        );
        let insert = diesel::insert_into(commerce_prices::table).values(row);
        insert.execute(tx).await?;
        let told = |amount: i64| json!({ "cycle": new.cycle.as_str(), "amount": amount });
        let event = Audit::new("commerce.price.set", "commerce.product", new.product.0);
        let event = event.after(told(new.amount));
        let event = match before {
            Some(old) => event.before(told(old.said())),
            None => event,
        };
        audit::record(tx, event).await?;
        live::announce(tx, TOPIC).await
    }
}
