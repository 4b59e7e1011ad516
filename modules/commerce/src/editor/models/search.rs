//! The staff's list of products, by their place on the shelf.

use std::collections::HashMap;

use chrono::DateTime;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{CountOf, Holds, ReadTx, folded};
use kernel::web::{COUNTED_TO, Cursor, Page, PageQuery};

use super::prices;
use super::products::Kept;
use crate::catalogue::{Category, Price, Visibility};
use crate::ids::{CategoryId, ProductId};
use crate::narrowing::EXPORTED;
use crate::schema::{commerce_categories, commerce_products};

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name or slug, as `l10n::normalise::search_text` makes it.
    pub words: String,
    /// One category.
    pub category: Option<CategoryId>,
    /// One kind, by its name among ports.
    pub kind: String,
    /// One visibility.
    pub visibility: Option<Visibility>,
    /// The archive, instead of what is sold.
    pub archived: bool,
}

/// A product in the list.
#[derive(Clone, Debug)]
pub struct Found {
    /// The product.
    pub kept: Kept,
    /// Where it stands.
    pub category: Option<Category>,
    /// Its prices of now, the shortest period first.
    pub prices: Vec<Price>,
    /// How many services of it run or are suspended.
    pub services: i64,
}

type Rows = commerce_products::BoxedQuery<'static, Pg>;

impl Filter {
    fn rows(&self) -> Rows {
        use commerce_products as p;
        let mut rows = p::table.into_boxed::<Pg>();
        rows = if self.archived {
            rows.filter(p::archived_at.is_not_null())
        } else {
            rows.filter(p::archived_at.is_null())
        };
        if let Some(category) = self.category {
            rows = rows.filter(p::category_id.eq(category));
        }
        if let Some(visibility) = self.visibility {
            rows = rows.filter(p::visibility.eq(visibility));
        }
        if !self.kind.is_empty() {
            rows = rows.filter(p::kind.eq(self.kind.clone()));
        }
        let words = self.words.trim();
        if words.is_empty() {
            return rows;
        }
        rows.filter(
            Holds::words(folded(p::name_fa), words)
                .or(Holds::words(folded(p::name_en), words))
                .or(Holds::words(folded(p::slug), words)),
        )
    }
}

/// A place in the list, as a cursor keeps it.
fn cursor(kept: &Kept) -> Cursor {
    Cursor {
        at: DateTime::from_timestamp_micros(i64::from(kept.face.position)).unwrap_or_default(),
        id: kept.id.0,
    }
}

fn place(cursor: Cursor) -> (i32, ProductId) {
    let position = i32::try_from(cursor.at.timestamp_micros()).unwrap_or_default();
    (position, ProductId(cursor.id))
}

/// A page of products by place, and how many there are.
pub async fn list(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Found>, i64)> {
    let counted = filter.rows().select(commerce_products::id);
    let count = CountOf::new(counted, COUNTED_TO).get_result(tx).await?;
    let page = page(filter, query, tx).await?;
    let found = Page {
        rows: described(page.rows, tx).await?,
        next: page.next,
        previous: page.previous,
    };
    Ok((found, count))
}

async fn page(filter: &Filter, query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Kept>> {
    use commerce_products as p;
    let mut rows = filter.rows();
    if let Some((at, id)) = query.after.map(place) {
        rows = rows.filter(p::position.gt(at).or(p::position.eq(at).and(p::id.gt(id))));
    }
    if let Some((at, id)) = query.before.map(place) {
        rows = rows.filter(p::position.lt(at).or(p::position.eq(at).and(p::id.lt(id))));
    }
    let rows = if query.before.is_some() {
        rows.order((p::position.desc(), p::id.desc()))
    } else {
        rows.order((p::position.asc(), p::id.asc()))
    };
    let rows = rows.limit(i64::from(PageQuery::LIMIT));
    let rows: Vec<Kept> = rows.select(Kept::as_select()).load(tx).await?;
    Ok(Page::of(query, rows, cursor))
}

/// Products with what the list tells of them.
async fn described(rows: Vec<Kept>, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    let ids: Vec<ProductId> = rows.iter().map(|kept| kept.id).collect();
    let categories: Vec<Category> = commerce_categories::table
        .select(Category::as_select())
        .load(tx)
        .await?;
    let standing = prices::standing_of(&ids, tx).await?;
    let services: HashMap<ProductId, i64> = prices::services_of(&ids, tx).await?;
    let found = rows.into_iter().map(|kept| Found {
        category: categories
            .iter()
            .find(|one| one.id == kept.face.category_id)
            .cloned(),
        prices: standing
            .iter()
            .filter(|price| price.product_id == kept.id)
            .copied()
            .collect(),
        services: services.get(&kept.id).copied().unwrap_or_default(),
        kept,
    });
    Ok(found.collect())
}

/// Every product that the filter leaves, up to a bound.
pub async fn exported(filter: &Filter, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    let rows = kernel::every_row!(EXPORTED, |query| page(filter, query, tx).await?);
    described(rows, tx).await
}
