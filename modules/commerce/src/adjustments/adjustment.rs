//! An adjustment's row: where it can stand, and finding one.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::module::ResourceRef;
use kernel::web::{Page, PageQuery};
use l10n::Money;
use ui::Tone;
use uuid::Uuid;

use crate::accounts::CURRENCY;
use crate::ids::AdjustmentId;
use crate::schema::{commerce_adjustments, people, tenants};

/// Kind of an adjustment, for links, the trail and the ledger.
pub const SUBJECT: &str = "commerce.adjustment";

kernel::words! {
    /// Where an adjustment stands.
    pub enum State {
        /// Waits for a second person.
        Asked = "asked",
        /// In the ledger.
        Posted = "posted",
        /// The second person said no.
        Refused = "refused",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "commerce.adjustments.state.asked",
            Self::Posted => "commerce.adjustments.state.posted",
            Self::Refused => "commerce.adjustments.state.refused",
            Self::Withdrawn => "commerce.adjustments.state.withdrawn",
        }
    }
    /// Its colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Asked => Tone::Warning,
            Self::Posted => Tone::Success,
            Self::Refused => Tone::Danger,
            Self::Withdrawn => Tone::Neutral,
        }
    }
}

/// An adjustment's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_adjustments)]
pub struct Adjustment {
    /// Its id.
    pub id: AdjustmentId,
    /// In whose wallet.
    pub holder_id: TenantId,
    /// As people call it.
    pub number: i64,
    /// In rial; below zero when it is taken out.
    pub amount: i64,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: State,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_by: Option<UserId>,
    /// When a second person decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who that was.
    pub decided_by: Option<UserId>,
    /// Why it was refused.
    pub answer: Option<String>,
}

/// An adjustment with the names that a list shows.
#[derive(Clone, Debug, Queryable)]
pub struct Found {
    /// The adjustment.
    pub adjustment: Adjustment,
    /// Whose wallet.
    pub tenant: String,
    /// Who asked.
    pub asked_by: Option<String>,
}

/// A thing that others may point at.
#[must_use]
pub fn reference(id: AdjustmentId) -> ResourceRef {
    ResourceRef {
        kind: SUBJECT.to_owned(),
        id: id.0,
    }
}

macro_rules! found {
    () => {
        commerce_adjustments::table
            .inner_join(tenants::table.on(tenants::id.eq(commerce_adjustments::holder_id)))
            .left_join(
                people::table.on(people::user_id
                    .nullable()
                    .eq(commerce_adjustments::asked_by)),
            )
            .select((
                Adjustment::as_select(),
                tenants::name,
                people::display_name.nullable(),
            ))
    };
}

impl Adjustment {
    /// How much, with its sign.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::new(self.amount, CURRENCY)
    }

    /// The row, for whoever changes it next.
    pub async fn locked(id: AdjustmentId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_adjustments::table
            .find(id)
            .select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.adjustments.one")
    }
}

impl Found {
    /// One with its names.
    pub async fn find(id: AdjustmentId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = found!().filter(commerce_adjustments::id.eq(id));
        let found = found.get_result(tx).await;
        found.or_not_found("commerce.adjustments.one")
    }

    /// A page of those that wait, or of all, newest first.
    pub async fn page(all: bool, query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        use commerce_adjustments as a;
        if all {
            return kernel::page!(tx, query, found!(), a::asked_at, a::id, Self::stands_at);
        }
        let waiting = found!().filter(a::state.eq(State::Asked));
        kernel::page!(tx, query, waiting, a::asked_at, a::id, Self::stands_at)
    }

    /// The newest of a customer.
    pub async fn of(tenant: TenantId, most: i64, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        let rows = found!().filter(commerce_adjustments::holder_id.eq(tenant));
        let order = (
            commerce_adjustments::asked_at.desc(),
            commerce_adjustments::id.desc(),
        );
        rows.order(order).limit(most).load(tx).await
    }

    fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.adjustment.asked_at, self.adjustment.id.0)
    }
}
