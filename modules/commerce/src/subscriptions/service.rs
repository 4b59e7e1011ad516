//! A service: what somebody bought, whatever its kind and however it is billed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::module::ResourceRef;
use kernel::web::{Page, PageQuery};
use l10n::Locale;
use serde_json::Value;
use uuid::Uuid;

use super::work::Verb;
use crate::catalogue::{Cycle, Price, Product};
use crate::ids::{OrderId, PriceId, ProductId, SubscriptionId};
use crate::schema::commerce_subscriptions;

kernel::words! {
    /// What the money says.
    pub enum Wanted {
        /// It has not been paid yet.
        Nothing = "nothing",
        /// It runs.
        Running = "running",
        /// It waits for its money.
        Suspended = "suspended",
        /// It is over.
        Ended = "ended",
    }

    /// What its kind says.
    pub enum Standing {
        /// It is not there.
        Nothing = "nothing",
        /// It is being made or changed.
        Working = "working",
        /// It runs.
        Running = "running",
        /// It rests, and nothing of it is lost.
        Suspended = "suspended",
        /// It is gone.
        Ended = "ended",
    }
}

/// Something that was bought.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_subscriptions)]
pub struct Subscription {
    /// Its id, and the key under which it is provided.
    pub id: SubscriptionId,
    /// Whose.
    pub tenant_id: TenantId,
    /// With which order.
    pub order_id: OrderId,
    /// What was bought.
    pub product_id: ProductId,
    /// At which price.
    pub price_id: PriceId,
    /// Name under which a module offers it.
    pub kind: String,
    /// How often it is paid.
    pub cycle: Cycle,
    /// Persian name, as it was bought.
    pub name_fa: String,
    /// English name, as it was bought.
    pub name_en: String,
    /// What was chosen.
    pub options: Value,
    /// Who bought it.
    pub bought_by: Option<UserId>,
    /// What the money says.
    pub wanted: Wanted,
    /// What its kind says.
    pub standing: Standing,
    /// Since when it needs somebody of the staff.
    pub failed_at: Option<DateTime<Utc>>,
    /// Kind of the thing that was provided.
    pub thing_kind: Option<String>,
    /// Its id.
    pub thing_id: Option<Uuid>,
    /// The last period that was paid.
    pub period_no: i32,
    /// When it began.
    pub period_from: Option<DateTime<Utc>>,
    /// When the first period began; the others are counted from there.
    pub began_at: Option<DateTime<Utc>>,
    /// Until when it is paid; nothing for what is paid once.
    pub period_to: Option<DateTime<Utc>>,
    /// Whether it goes on by itself.
    pub auto_renew: bool,
    /// When it was bought.
    pub made_at: DateTime<Utc>,
    /// Raised by whatever changes what a quote was made from.
    pub version: i32,
    /// The verb that its kind is at.
    pub doing: Option<Verb>,
    /// The options that its kind is still to be told.
    pub wanted_options: Option<Value>,
    /// Since when its owner wants it to end.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// What is said of a new one.
pub struct NewSubscription<'a> {
    /// Whose.
    pub tenant: TenantId,
    /// With which order.
    pub order: OrderId,
    /// Who buys it.
    pub by: UserId,
    /// What.
    pub product: &'a Product,
    /// At which price.
    pub price: &'a Price,
    /// Chosen how.
    pub options: &'a Value,
}

impl Subscription {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_fa, &self.name_en)
    }

    /// Whether it is paid ahead, period by period; an hour is paid as it passes, and what is paid once has no end.
    #[must_use]
    pub fn is_periodic(&self) -> bool {
        !matches!(self.cycle, Cycle::Once | Cycle::Hour)
    }

    /// Until when it is paid, when it is owned, paid by periods and not over.
    #[must_use]
    pub fn paid_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.period_to
            .filter(|ends| self.is_periodic() && self.is_owned() && *ends > now)
    }

    /// Whether it was paid and is not over.
    #[must_use]
    pub fn is_owned(&self) -> bool {
        matches!(self.wanted, Wanted::Running | Wanted::Suspended)
    }

    /// The thing that was provided.
    #[must_use]
    pub fn thing(&self) -> Option<ResourceRef> {
        let kind = self.thing_kind.clone()?;
        Some(ResourceRef {
            kind,
            id: self.thing_id?,
        })
    }

    /// Notes what is to be provided once it is paid.
    pub async fn make(new: &NewSubscription<'_>, tx: &mut Tx) -> AppResult<SubscriptionId> {
        use commerce_subscriptions as s;
        let id = SubscriptionId::fresh();
        let row = (
            s::id.eq(id),
            s::tenant_id.eq(new.tenant),
            s::order_id.eq(new.order),
            s::product_id.eq(new.product.id),
            s::price_id.eq(new.price.id),
            s::kind.eq(&new.product.kind),
            s::cycle.eq(new.price.cycle),
            s::name_fa.eq(&new.product.name_fa),
            s::name_en.eq(&new.product.name_en),
            s::options.eq(new.options),
            s::bought_by.eq(new.by),
            s::wanted.eq(Wanted::Nothing),
            s::made_at.eq(tx.now()),
        );
        diesel::insert_into(s::table)
            .values(row)
            .execute(tx)
            .await?;
        Ok(id)
    }

    /// Finds one in the scope.
    pub async fn find(id: SubscriptionId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_subscriptions::table.find(id);
        let found = found.select(Self::as_select()).get_result(tx).await;
        found.or_not_found("commerce.service.one")
    }

    /// The same, kept from others until the transaction ends.
    pub async fn find_for_update(id: SubscriptionId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_subscriptions::table.find(id);
        let found = found.select(Self::as_select()).for_update();
        found
            .get_result(tx)
            .await
            .or_not_found("commerce.service.one")
    }

    /// A page of the scope's services that were paid, newest first.
    pub async fn page(query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        let services = commerce_subscriptions::table
            .filter(commerce_subscriptions::wanted.ne(Wanted::Nothing))
            .select(Self::as_select());
        let (at, id) = (commerce_subscriptions::made_at, commerce_subscriptions::id);
        kernel::page!(tx, query, services, at, id, Self::stands_at)
    }

    /// Where it stands in lists.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.made_at, self.id.0)
    }

    /// The services of an order, in the order in which they were put into the cart.
    pub async fn of_order(order: OrderId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_subscriptions::table
            .filter(commerce_subscriptions::order_id.eq(order))
            .order(commerce_subscriptions::id)
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Keeps these services from others until the transaction ends, in the order of their ids.
    pub async fn lock(ids: &[SubscriptionId], tx: &mut Tx) -> QueryResult<()> {
        let _: Vec<SubscriptionId> = commerce_subscriptions::table
            .filter(commerce_subscriptions::id.eq_any(ids))
            .order(commerce_subscriptions::id)
            .select(commerce_subscriptions::id)
            .for_update()
            .load(tx)
            .await?;
        Ok(())
    }
}
