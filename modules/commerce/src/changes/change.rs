//! A change's row.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use l10n::Money;
use serde_json::Value;

use super::law::Terms;
use super::targets;
use crate::accounts::CURRENCY;
use crate::catalogue::{Price, Product};
use crate::ids::{ChangeId, InvoiceId, PriceId, SubscriptionId};
use crate::schema::commerce_changes;
use crate::subscriptions::Subscription;

kernel::words! {
    /// What became of a quote.
    pub enum ChangeState {
        /// It was shown, and nothing else.
        Quoted = "quoted",
        /// It was confirmed and waits for its money.
        Invoiced = "invoiced",
        /// It was confirmed and waits for its period.
        Scheduled = "scheduled",
        /// It is so.
        Done = "done",
        /// It will not be.
        Void = "void",
    }
}

/// A change of a service into another product, as it was quoted.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_changes)]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// Whose.
    pub tenant_id: TenantId,
    /// Of which service.
    pub subscription_id: SubscriptionId,
    /// The service's version from which it was counted.
    pub version: i32,
    /// What became of it.
    pub state: ChangeState,
    /// Into what, at which price.
    pub price_id: PriceId,
    /// The options that its kind is told.
    pub options: Value,
    /// What a whole period costs, without tax.
    pub price_net: i64,
    /// What was paid for the period, counted for the whole of it.
    pub paid_net: i64,
    /// Seconds that were left of it.
    pub seconds_left: i64,
    /// Seconds of the whole period.
    pub period_seconds: i64,
    /// To be paid now, without tax.
    pub net: i64,
    /// The tax's rate, in hundredths of a percent.
    pub vat_rate: i32,
    /// Tax.
    pub vat: i64,
    /// Until when it holds.
    pub valid_until: DateTime<Utc>,
    /// The period from which it holds, when it waits for one.
    pub from_period: Option<i32>,
    /// What pays it.
    pub invoice_id: Option<InvoiceId>,
}

impl Change {
    /// What it was counted from.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            price: self.price_net,
            paid: self.paid_net,
            left: self.seconds_left,
            period: self.period_seconds,
        }
    }

    /// To be paid now.
    #[must_use]
    pub fn total(&self) -> Money {
        Money::new(self.net.saturating_add(self.vat), CURRENCY)
    }

    /// Finds one of a service in the scope.
    pub async fn find(id: ChangeId, of: SubscriptionId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_changes::table
            .find(id)
            .filter(commerce_changes::subscription_id.eq(of));
        let found = found.select(Self::as_select()).get_result(tx).await;
        found.or_not_found("commerce.change.one")
    }

    /// The same by its id, kept from others until the transaction ends. For whoever holds its service.
    pub async fn find_for_update(id: ChangeId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_changes::table.find(id).select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.change.one")
    }

    /// The one of a service that waits for its money, or for its period.
    pub async fn waiting(
        of: SubscriptionId,
        state: ChangeState,
        tx: &mut ReadTx,
    ) -> QueryResult<Option<Self>> {
        commerce_changes::table
            .filter(commerce_changes::subscription_id.eq(of))
            .filter(commerce_changes::state.eq(state))
            .select(Self::as_select())
            .first(tx)
            .await
            .optional()
    }
}

/// What a service will be from a period on.
#[derive(Clone, Debug)]
pub struct Next {
    /// The change that makes it so.
    pub change: Change,
    /// Into what.
    pub product: Product,
    /// At which price.
    pub price: Price,
}

/// What a service will be from its next period on; nothing when it stays what it is.
pub async fn next(service: &Subscription, tx: &mut ReadTx) -> AppResult<Option<Next>> {
    let Some(change) = Change::waiting(service.id, ChangeState::Scheduled, tx).await? else {
        return Ok(None);
    };
    let price = Price::find(change.price_id, tx).await?;
    Ok(Some(Next {
        product: targets::product(price.product_id, tx).await?,
        price,
        change,
    }))
}
