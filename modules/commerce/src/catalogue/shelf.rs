//! What the shop offers now, read once and remembered until somebody changes it: every page of the store front stands on it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use kernel::error::{AppError, AppResult};
use kernel::live;

use super::cycle::Cycle;
use super::price::Price;
use super::product::{Category, Product, Visibility};
use super::tax::Tax;
use crate::ids::CategoryId;
use crate::schema::{commerce_categories, commerce_prices, commerce_products};
use crate::usage::Rate;

/// Poked when something that is sold changes.
pub const TOPIC: &str = "commerce-catalogue";

/// A product with its prices, by cycle from the shortest.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What.
    pub product: Product,
    /// For how much.
    pub prices: Vec<Price>,
    /// What its usage costs, by counter.
    pub rates: Vec<Rate>,
}

/// All that is offered.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// In their order.
    pub categories: Vec<Category>,
    /// In their order.
    pub offers: Vec<Offer>,
    /// The tax of now.
    pub tax: Tax,
}

impl Offer {
    /// The price of a cycle.
    #[must_use]
    pub fn price(&self, cycle: Cycle) -> Option<&Price> {
        self.prices.iter().find(|price| price.cycle == cycle)
    }

    /// The cycle that is shown first: a month when there is one.
    #[must_use]
    pub fn usual(&self) -> Option<&Price> {
        self.price(Cycle::Month)
            .or_else(|| self.prices.as_slice().first())
    }
}

impl Shelf {
    /// What this scope sees.
    pub async fn read(tx: &mut ReadTx) -> AppResult<Self> {
        let now = tx.now();
        let (categories, offers) =
            live::remembered(tx, TOPIC, "shelf", async |tx| Self::rows(tx).await).await?;
        Ok(Self {
            categories,
            offers,
            tax: Tax::at(now, tx).await?,
        })
    }

    async fn rows(tx: &mut ReadTx) -> QueryResult<(Vec<Category>, Vec<Offer>)> {
        let categories = commerce_categories::table
            .filter(commerce_categories::archived_at.is_null())
            .order((commerce_categories::position, commerce_categories::id))
            .select(Category::as_select())
            .load(tx)
            .await?;
        let products: Vec<Product> = commerce_products::table
            .filter(commerce_products::archived_at.is_null())
            .filter(commerce_products::visibility.ne(Visibility::Draft))
            .order((commerce_products::position, commerce_products::id))
            .select(Product::as_select())
            .load(tx)
            .await?;
        let prices: Vec<Price> = commerce_prices::table
            .filter(commerce_prices::replaced_at.is_null())
            .filter(commerce_prices::currency.eq("IRR"))
            .select(Price::as_select())
            .load(tx)
            .await?;
        let rates = Rate::standing(tx).await?;
        let offers = products.into_iter().map(|product| {
            let own = prices.iter().filter(|one| one.product_id == product.id);
            let mut prices: Vec<Price> = own.copied().collect();
            prices.sort_by_key(|price| price.cycle);
            let own = rates.iter().filter(|one| one.product_id == product.id);
            let rates = own.cloned().collect();
            Offer {
                product,
                prices,
                rates,
            }
        });
        let offers = offers.filter(|offer| !offer.prices.is_empty());
        Ok((categories, offers.collect()))
    }

    /// What stands in a category and is listed.
    pub fn of(&self, category: CategoryId) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(move |offer| {
            offer.product.category_id == category && offer.product.visibility == Visibility::Listed
        })
    }

    /// What is offered under a slug.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.product.slug == slug)
    }

    /// The same, or "not found".
    pub fn offer(&self, slug: &str) -> AppResult<&Offer> {
        self.find(slug)
            .ok_or(AppError::NotFound("commerce.product"))
    }
}
