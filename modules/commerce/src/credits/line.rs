//! A line with what was taken back of it, and how a sum is divided into price and tax.

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, SmallInt, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, sql};
use l10n::{Locale, Money};
use uuid::Uuid;

use crate::accounts::CURRENCY;
use crate::ids::{InvoiceId, SubscriptionId};

/// A line of a paid invoice.
#[derive(Clone, Debug, QueryableByName)]
pub struct Line {
    /// Its place on the invoice.
    #[diesel(sql_type = SmallInt)]
    pub n: i16,
    #[diesel(sql_type = SqlUuid)]
    pub product_id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    subscription_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    text_fa: String,
    #[diesel(sql_type = Text)]
    text_en: String,
    #[diesel(sql_type = BigInt)]
    pub net: i64,
    #[diesel(sql_type = BigInt)]
    pub vat: i64,
    #[diesel(sql_type = SmallInt)]
    vat_rate: i16,
    #[diesel(sql_type = BigInt)]
    credited_net: i64,
    #[diesel(sql_type = BigInt)]
    credited_vat: i64,
}

impl Line {
    /// What it says in a language.
    pub fn text(&self, locale: Locale) -> &str {
        locale.pick(&self.text_fa, &self.text_en)
    }

    /// For which service.
    pub fn service(&self) -> Option<SubscriptionId> {
        self.subscription_id.map(SubscriptionId)
    }

    /// The tax's rate, in hundredths of a percent.
    pub fn vat_rate(&self) -> i64 {
        i64::from(self.vat_rate)
    }

    /// What was paid, with tax.
    pub fn total(&self) -> Money {
        Money::new(self.net + self.vat, CURRENCY)
    }

    /// What was taken back of it.
    pub fn credited(&self) -> Money {
        Money::new(self.credited_net + self.credited_vat, CURRENCY)
    }

    /// What can be taken back.
    pub fn left(&self) -> i64 {
        self.total().minor - self.credited().minor
    }

    /// A sum of what is left, divided into price and tax.
    pub fn divide(&self, sum: i64) -> (i64, i64) {
        let paid = Parts {
            net: self.net,
            vat: self.vat,
        };
        let credited = Parts {
            net: self.credited_net,
            vat: self.credited_vat,
        };
        let part = divide(paid, credited, sum);
        (part.net, part.vat)
    }

    /// The lines of an invoice, in order.
    pub async fn of(invoice: InvoiceId, tx: &mut ReadTx) -> diesel::QueryResult<Vec<Self>> {
        sql("SELECT l.n, l.product_id, l.subscription_id, l.text_fa, l.text_en, l.net, l.vat, l.vat_rate::smallint AS vat_rate,
               coalesce(sum(c.net), 0)::bigint AS credited_net, coalesce(sum(c.vat), 0)::bigint AS credited_vat
             FROM commerce_invoice_lines l LEFT JOIN commerce_credits c ON c.invoice_id = l.invoice_id AND c.n = l.n
             WHERE l.invoice_id = $1 GROUP BY l.invoice_id, l.n ORDER BY l.n")
        .bind::<SqlUuid, _>(invoice.0)
        .load(tx)
        .await
    }
}

/// A sum as price and tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parts {
    net: i64,
    vat: i64,
}

/// The tax of all that was taken back is the tax's share of it, rounded down to the rial; this part has what the earlier ones
/// left of that. With the whole line all of the tax is back.
fn divide(paid: Parts, credited: Parts, sum: i64) -> Parts {
    let whole = i128::from(paid.net) + i128::from(paid.vat);
    let back = i128::from(credited.net) + i128::from(credited.vat) + i128::from(sum);
    let tax = if whole == 0 {
        0
    } else {
        i128::from(paid.vat) * back / whole
    };
    let vat = i64::try_from(tax).map_or(0, |tax| tax - credited.vat);
    let vat = vat.clamp(0, sum.max(0));
    Parts {
        net: sum - vat,
        vat,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_of_a_line_has_half_of_its_tax() {
        let paid = Parts {
            net: 1_000_000,
            vat: 100_000,
        };
        let none = Parts { net: 0, vat: 0 };
        let half = divide(paid, none, 550_000);
        assert_eq!((half.net, half.vat), (500_000, 50_000));
    }

    proptest! {
        #[test]
        fn parts_never_exceed_the_line_and_all_of_them_are_it(
            net in 0_i64..1_000_000_000_000, rate in 0_i64..=10_000, cuts in proptest::collection::vec(1_i64..1_000_000_000_000, 0..12)
        ) {
            let paid = Parts { net, vat: net * rate / 10_000 };
            let whole = paid.net + paid.vat;
            let mut sum = Parts { net: 0, vat: 0 };
            for cut in cuts.into_iter().chain([i64::MAX]) {
                let part = cut.min(whole - sum.net - sum.vat);
                let part = divide(paid, sum, part);
                prop_assert!(part.net >= 0 && part.vat >= 0);
                sum = Parts { net: sum.net + part.net, vat: sum.vat + part.vat };
                prop_assert!(sum.net <= paid.net && sum.vat <= paid.vat);
            }
            prop_assert_eq!(sum, paid);
        }
    }
}
