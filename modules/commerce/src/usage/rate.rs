//! What a unit of usage costs. Like a price a rate never changes: another takes its place, and a service keeps the one that
//! stood when it was ordered, or when it became another product.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use kernel::live;
use l10n::Rounding;
use serde_json::{Value, json};

use crate::accounts::CURRENCY;
use crate::catalogue::TOPIC;
use crate::ids::{ProductId, RateId};
use crate::schema::commerce_rates;

/// What a unit costs, without tax, in rial.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = commerce_rates)]
pub struct Rate {
    /// Its id.
    pub id: RateId,
    /// Of which product.
    pub product_id: ProductId,
    /// Of which counter of its kind.
    pub counter: String,
    /// How much of it comes with each month, as it is counted.
    pub included: i64,
    /// How many of what is counted are one unit.
    pub scale: i64,
    /// What a unit costs beyond.
    pub amount: i64,
    /// Since when.
    pub valid_from: DateTime<Utc>,
}

/// What is said of a new rate.
#[derive(Clone, Debug)]
pub struct NewRate {
    /// Of which product.
    pub product: ProductId,
    /// Of which counter.
    pub counter: String,
    /// How much comes with each month, as it is counted.
    pub included: i64,
    /// How many of what is counted are one unit.
    pub scale: i64,
    /// What a unit costs beyond.
    pub amount: i64,
}

impl Rate {
    /// What of so much used is to be paid, as it is counted.
    #[must_use]
    pub fn beyond(&self, used: i64) -> i64 {
        used.saturating_sub(self.included).max(0)
    }

    /// What so much used in a month costs without tax: the part of a unit counts as that part, half a rial rounded up once.
    /// `None` when it is too much to count.
    #[must_use]
    pub fn cost(&self, used: i64) -> Option<i64> {
        let all = i128::from(self.beyond(used)).checked_mul(i128::from(self.amount))?;
        let cost = Rounding::HalfUp.divide(all, i128::from(self.scale))?;
        i64::try_from(cost).ok()
    }

    /// The rates that stand now, of all products.
    pub async fn standing(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_rates::table
            .filter(commerce_rates::replaced_at.is_null())
            .filter(commerce_rates::currency.eq(CURRENCY.code()))
            .order((commerce_rates::product_id, commerce_rates::counter))
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Those that stood for a product at a moment.
    pub async fn at(
        product: ProductId,
        at: DateTime<Utc>,
        tx: &mut ReadTx,
    ) -> QueryResult<Vec<Self>> {
        let gone = commerce_rates::replaced_at.gt(at);
        commerce_rates::table
            .filter(commerce_rates::product_id.eq(product))
            .filter(commerce_rates::currency.eq(CURRENCY.code()))
            .filter(commerce_rates::valid_from.le(at))
            .filter(
                commerce_rates::replaced_at
                    .is_null()
                    .or(gone.assume_not_null()),
            )
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Those with these ids.
    pub async fn by_id(
        ids: impl IntoIterator<Item = RateId>,
        tx: &mut ReadTx,
    ) -> QueryResult<BTreeMap<RateId, Self>> {
        let ids: Vec<RateId> = ids.into_iter().collect();
        let found = commerce_rates::table.filter(commerce_rates::id.eq_any(ids));
        let found: Vec<Self> = found.select(Self::as_select()).load(tx).await?;
        Ok(found.into_iter().map(|rate| (rate.id, rate)).collect())
    }

    /// Every version of a product's rate for a counter, newest first, with the moment at which it ended.
    pub async fn history(
        product: ProductId,
        counter: &str,
        tx: &mut ReadTx,
    ) -> QueryResult<Vec<(Self, Option<DateTime<Utc>>)>> {
        commerce_rates::table
            .filter(commerce_rates::product_id.eq(product))
            .filter(commerce_rates::counter.eq(counter))
            .filter(commerce_rates::currency.eq(CURRENCY.code()))
            .order((commerce_rates::valid_from.desc(), commerce_rates::id.desc()))
            .limit(200)
            .select((Self::as_select(), commerce_rates::replaced_at))
            .load(tx)
            .await
    }

    /// Sets a rate from now on; the one before ends. The same again changes nothing.
    pub async fn set(new: &NewRate, tx: &mut Tx) -> AppResult<()> {
        let before = now(new.product, &new.counter, tx).await?;
        if let Some(old) = &before {
            if (old.included, old.scale, old.amount) == (new.included, new.scale, new.amount) {
                return Ok(());
            }
            replace(old, tx).await?;
        }
        let row = (
            commerce_rates::id.eq(RateId::fresh()),
            commerce_rates::product_id.eq(new.product),
            commerce_rates::counter.eq(&new.counter),
            commerce_rates::currency.eq(CURRENCY.code()),
            commerce_rates::included.eq(new.included),
            commerce_rates::scale.eq(new.scale),
            commerce_rates::amount.eq(new.amount),
            commerce_rates::valid_from.eq(tx.now()),
        );
        let insert = diesel::insert_into(commerce_rates::table).values(row);
        insert.execute(tx).await?;
        let event = Audit::new("commerce.rate.set", "commerce.product", new.product.0);
        let event = event.after(told(&new.counter, new.included, new.amount));
        let event = match &before {
            Some(old) => event.before(old.told()),
            None => event,
        };
        audit::record(tx, event).await?;
        live::announce(tx, TOPIC).await
    }

    /// Ends what stands: new services use the counter for nothing.
    pub async fn end(product: ProductId, counter: &str, tx: &mut Tx) -> AppResult<()> {
        let Some(old) = now(product, counter, tx).await? else {
            return Ok(());
        };
        replace(&old, tx).await?;
        let event = Audit::new("commerce.rate.end", "commerce.product", product.0);
        audit::record(tx, event.before(old.told())).await?;
        live::announce(tx, TOPIC).await
    }

    fn told(&self) -> Value {
        told(&self.counter, self.included, self.amount)
    }
}

fn told(counter: &str, included: i64, amount: i64) -> Value {
    json!({ "counter": counter, "included": included, "amount": amount })
}

/// The rate of now, kept from other editors.
async fn now(product: ProductId, counter: &str, tx: &mut Tx) -> QueryResult<Option<Rate>> {
    commerce_rates::table
        .filter(commerce_rates::product_id.eq(product))
        .filter(commerce_rates::counter.eq(counter))
        .filter(commerce_rates::currency.eq(CURRENCY.code()))
        .filter(commerce_rates::replaced_at.is_null())
        .select(Rate::as_select())
        .for_update()
        .get_result(tx)
        .await
        .optional()
}

async fn replace(old: &Rate, tx: &mut Tx) -> QueryResult<()> {
    let row = commerce_rates::table.find(old.id);
    let set = commerce_rates::replaced_at.eq(tx.now());
    diesel::update(row).set(set).execute(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GIB: i64 = 1 << 30;

    fn rate(included: i64, scale: i64, amount: i64) -> Rate {
        Rate {
            id: RateId::fresh(),
            product_id: ProductId::fresh(),
            counter: "traffic".to_owned(),
            included,
            scale,
            amount,
            valid_from: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_is_included_is_free_and_a_part_of_a_unit_is_paid_as_a_part() {
        let traffic = rate(50 * GIB, GIB, 40_000);
        assert_eq!(traffic.cost(50 * GIB), Some(0));
        assert_eq!(traffic.cost(50 * GIB + GIB / 2), Some(20_000));
        assert_eq!(traffic.cost(62 * GIB), Some(480_000));
        assert_eq!(rate(0, 1, 1_500).cost(3), Some(4_500));
    }

    #[test]
    fn half_a_rial_is_rounded_up_once() {
        assert_eq!(rate(0, 1_000, 1).cost(499), Some(0));
        assert_eq!(rate(0, 1_000, 1).cost(500), Some(1));
        assert_eq!(rate(0, 1_000, 1).cost(1_499), Some(1));
    }

    #[test]
    fn what_cannot_be_counted_is_said_to_be_so() {
        assert_eq!(rate(0, 1, 1_000_000_000_000).cost(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn more_never_costs_less_and_parts_cost_no_more_than_a_rial_beside_the_whole(
            included in 0_i64..1 << 50, scale in 1_i64..1 << 40, amount in 0_i64..1_000_000_000, a in 0_i64..1 << 50, b in 0_i64..1 << 50,
        ) {
            let rate = rate(included, scale, amount);
            let (Some(less), Some(more)) = (rate.cost(a.min(b)), rate.cost(a.max(b))) else { return Ok(()); };
            prop_assert!(less <= more);
            let exact = i128::from(rate.beyond(a)) * i128::from(amount);
            let cost = rate.cost(a).unwrap();
            prop_assert!((i128::from(cost) * i128::from(scale) - exact).abs() * 2 <= i128::from(scale));
        }
    }
}
