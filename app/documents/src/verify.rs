//! What the page that verifies knows of a document: what is printed on it, with the buyer's name masked.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, sql};
use kernel::error::AppResult;
use l10n::Money;

use crate::number::Number;

/// A longer token was never ours.
const LONGEST: usize = 64;

/// A document as strangers see it.
#[derive(Clone, Debug, QueryableByName)]
pub(crate) struct Shown {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    series: String,
    #[diesel(sql_type = SmallInt)]
    year: i16,
    #[diesel(sql_type = Nullable<BigInt>)]
    number: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    pub issued_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub seller: String,
    #[diesel(sql_type = Nullable<Text>)]
    buyer: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    currency: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    total: Option<i64>,
    #[diesel(sql_type = Bool)]
    credits: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    credited: Option<i64>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    voided_at: Option<DateTime<Utc>>,
}

/// Whether a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As it was issued.
    Valid,
    /// It takes back what another one says.
    Credit,
    /// A part of it was taken back.
    CreditedInPart,
    /// All of it was taken back.
    Credited,
    /// A pro-forma that was ended.
    Void,
}

impl Shown {
    /// The document of a token.
    pub(crate) async fn find(token: &str, tx: &mut ReadTx) -> AppResult<Option<Self>> {
        let of_ours = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if token.len() > LONGEST || !token.chars().all(of_ours) {
            return Ok(None);
        }
        Ok(sql("SELECT * FROM documents_shown($1)")
            .bind::<Text, _>(token)
            .get_result(tx)
            .await
            .optional()?)
    }

    pub(crate) fn number(&self) -> Option<Number> {
        self.number.map(|number| Number {
            series: self.series.clone(),
            year: self.year,
            number,
        })
    }

    pub(crate) fn total(&self) -> Option<Money> {
        let currency = self.currency.as_deref()?.parse().ok()?;
        Some(Money::new(self.total?, currency))
    }

    /// What credit notes took back.
    pub(crate) fn credited(&self) -> Option<Money> {
        let currency = self.currency.as_deref()?.parse().ok()?;
        Some(Money::new(self.credited?, currency))
    }

    pub(crate) fn buyer(&self) -> Option<String> {
        self.buyer.as_deref().map(masked)
    }

    pub(crate) fn standing(&self) -> Standing {
        match (self.voided_at, self.credits, self.credited) {
            (Some(_), ..) => Standing::Void,
            (None, true, _) => Standing::Credit,
            (None, false, None) => Standing::Valid,
            (None, false, credited) if credited < self.total => Standing::CreditedInPart,
            (None, false, Some(_)) => Standing::Credited,
        }
    }
}

/// The first letter of each word: enough for who holds the paper, nothing for anybody else.
fn masked(name: &str) -> String {
    let words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let masked: Vec<String> = words.map(|first| format!("{first}•••")).collect();
    masked.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_keeps_first_letters_alone() {
        assert_eq!(masked("سارا  احمدی"), "س••• ا•••");
        assert_eq!(masked("Al Co."), "A••• C•••");
        assert_eq!(masked(""), "");
    }
}
