//! Services of all customers: by where they stand, customer and product, in either order of time.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{CountOf, First, ReadTx};
use kernel::ids::TenantId;
use kernel::web::{COUNTED_TO, Cursor, Page, PageQuery};

use super::{Words, walked};
use crate::ids::SubscriptionId;
use crate::narrowing::EXPORTED;
use crate::schema::{commerce_subscriptions, tenants};
use crate::subscriptions::{Standing, Subscription, Wanted};

kernel::words! {
    /// Which services.
    pub enum Which {
        /// Those that staff must bring about or look at.
        Waiting = "waiting",
        /// Those that run.
        Running = "running",
        /// Those that rest until they are paid.
        Suspended = "suspended",
        /// Those that are over.
        Ended = "ended",
    }
}

impl Which {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "commerce.service.waiting",
            Self::Running => "commerce.service.state.running",
            Self::Suspended => "commerce.service.state.suspended",
            Self::Ended => "commerce.service.state.ended",
        }
    }
}

/// What the list is narrowed to. Services that were never paid are left out.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What somebody typed.
    pub words: Words,
    /// Which.
    pub which: Option<Which>,
    /// One customer.
    pub customer: Option<TenantId>,
    /// Bought at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Bought before this moment.
    pub until: Option<DateTime<Utc>>,
    /// The oldest first.
    pub rising: bool,
}

/// A service in a list.
#[derive(Clone, Debug, Queryable)]
pub struct Found {
    /// The service.
    pub service: Subscription,
    /// The tenant's name.
    pub tenant: String,
}

impl Found {
    fn cursor(&self) -> Cursor {
        let (at, id) = self.service.stands_at();
        Cursor { at, id }
    }
}

type Ids = commerce_subscriptions::BoxedQuery<'static, Pg, diesel::sql_types::Uuid>;

impl Filter {
    fn ids(&self) -> Ids {
        use commerce_subscriptions as s;
        let mut ids = s::table
            .filter(s::wanted.ne(Wanted::Nothing))
            .select(s::id)
            .into_boxed::<Pg>();
        ids = match self.which {
            Some(Which::Waiting) => ids.filter(
                s::standing
                    .eq(Standing::Working)
                    .or(s::failed_at.is_not_null()),
            ),
            Some(Which::Running) => ids.filter(s::standing.eq(Standing::Running)),
            Some(Which::Suspended) => ids.filter(s::standing.eq(Standing::Suspended)),
            Some(Which::Ended) => ids.filter(
                s::standing
                    .eq(Standing::Ended)
                    .or(s::wanted.eq(Wanted::Ended)),
            ),
            None => ids,
        };
        if let Some(customer) = self.customer {
            ids = ids.filter(s::tenant_id.eq(customer));
        }
        if let Some(from) = self.from {
            ids = ids.filter(s::made_at.ge(from));
        }
        if let Some(until) = self.until {
            ids = ids.filter(s::made_at.lt(until));
        }
        if self.words.is_empty() {
            return ids;
        }
        ids.filter(
            s::id
                .nullable()
                .eq(self.words.text.parse::<SubscriptionId>().ok())
                .assume_not_null()
                .or(s::tenant_id.eq_any(self.words.customers.clone()))
                .or(s::product_id.eq_any(self.words.products.clone())),
        )
    }
}

/// A page of services, and how many there are.
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
    use commerce_subscriptions as s;
    let ids = walked!(filter.ids(), query, s::made_at, s::id, filter.rising);
    let ids: Vec<SubscriptionId> = First::of(PageQuery::LIMIT, ids).load(tx).await?;
    let mut rows: Vec<Found> = s::table
        .inner_join(tenants::table)
        .filter(s::id.eq_any(&ids))
        .select((Subscription::as_select(), tenants::name))
        .load(tx)
        .await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.service.id));
    Ok(Page::of(query, rows, Found::cursor))
}

/// Every service that the filter leaves, up to a bound.
pub async fn exported(filter: &Filter, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    Ok(kernel::every_row!(EXPORTED, |query| page(
        filter, query, tx
    )
    .await?))
}
