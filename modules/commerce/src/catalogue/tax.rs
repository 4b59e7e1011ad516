//! Value added tax by date: the rate that holds at a moment is the one with the latest beginning before it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use l10n::Rounding;

use crate::schema::commerce_taxes;

/// The rate of a moment, in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tax {
    /// The rate.
    pub rate: i32,
}

impl Tax {
    /// The rate that holds at a moment; none before the first.
    pub async fn at(time: DateTime<Utc>, tx: &mut ReadTx) -> QueryResult<Self> {
        let rate: Option<i32> = commerce_taxes::table
            .filter(commerce_taxes::valid_from.le(time))
            .order(commerce_taxes::valid_from.desc())
            .select(commerce_taxes::rate)
            .first(tx)
            .await
            .optional()?;
        Ok(Self {
            rate: rate.unwrap_or(0),
        })
    }

    /// A net amount with its tax, to be shown: as much as can be counted of what is too large.
    #[must_use]
    pub fn with(self, net: i64) -> i64 {
        net.saturating_add(self.on(net).unwrap_or(0))
    }

    /// The tax on a net amount, half a rial rounded up. `None` when it is too large to count.
    #[must_use]
    pub fn on(self, net: i64) -> Option<i64> {
        let tax = Rounding::HalfUp.divide(i128::from(net) * i128::from(self.rate), 10_000)?;
        i64::try_from(tax).ok()
    }
}
