//! Revenue from the books: what was sold, what was earned, by time, product and gateway.
//! Sold is what was billed without tax, whether earned at once or over a period: the movement of income and of what was paid
//! in advance together, so that moving the second to the first is no sale. Earned is the movement of income alone.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use kernel::error::AppResult;
use l10n::Locale;
use ledger::{BookId, TrialLine, Unit, sums, trial_balance};

use super::span::{Span, starts};
use crate::accounts::{CLEARING, DEFERRED, INCOME, VAT, WALLET};
use crate::ids::ProductId;
use crate::schema::commerce_products;

/// Sums of one piece of time, in rial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Credits less debits of income.
    pub earned: i64,
    /// Credits less debits of what is paid in advance.
    pub deferred: i64,
    /// Credits less debits of tax.
    pub vat: i64,
    /// Came in through gateways.
    pub paid_in: i64,
}

impl Moved {
    /// Billed without tax.
    #[must_use]
    pub fn sold(self) -> i64 {
        self.earned + self.deferred
    }

    fn add(&mut self, code: &str, debit: i64, credit: i64) {
        match code {
            code if code == INCOME.code => self.earned += credit - debit,
            code if code == DEFERRED.code => self.deferred += credit - debit,
            code if code == VAT.code => self.vat += credit - debit,
            code if code == CLEARING.code => self.paid_in += debit,
            _ => {}
        }
    }
}

/// A piece of time and what moved in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its first day.
    pub first: NaiveDate,
    /// What moved.
    pub moved: Moved,
}

/// A product's share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfProduct {
    /// Which; nothing for an account that is no product's.
    pub id: Option<ProductId>,
    /// Persian and English name; the account's part when there is no such product.
    pub names: (String, String),
    /// Sold and earned in the days of the report.
    pub moved: Moved,
    /// Paid in advance and not earned at their end.
    pub owed: i64,
}

impl OfProduct {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.names.0, &self.names.1)
    }
}

/// A gateway's share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfGateway {
    /// Its name among ports.
    pub name: String,
    /// Came in.
    pub paid_in: i64,
    /// Went out: given back, or arrived at our bank.
    pub out: i64,
    /// There at the end.
    pub closing: i64,
}

/// The report.
#[derive(Clone, Debug)]
pub struct Revenue {
    /// Each piece of time, the empty ones too.
    pub points: Vec<Point>,
    /// All of them together.
    pub total: Moved,
    /// By product, the most sold first.
    pub products: Vec<OfProduct>,
    /// By gateway.
    pub gateways: Vec<OfGateway>,
    /// Paid in advance and not earned at the end.
    pub owed: i64,
    /// In customers' wallets at the end.
    pub wallets: i64,
}

impl Revenue {
    /// Reads it; in a snapshot all of it is of one moment.
    pub async fn read(span: &Span, tx: &mut ReadTx) -> AppResult<Self> {
        let lines = trial_balance(BookId::PLATFORM, span.days.clone(), tx).await?;
        let lines: Vec<TrialLine> = lines
            .into_iter()
            .filter(|one| one.unit == Unit::IRR)
            .collect();
        let mut total = Moved::default();
        for line in &lines {
            total.add(&line.code, line.debit, line.credit);
        }
        let closing = |code: &str| {
            let of = lines.iter().filter(|line| line.code == code);
            of.map(|line| -line.closing()).sum()
        };
        Ok(Self {
            points: points(span, tx).await?,
            total,
            products: products(&lines, tx).await?,
            gateways: gateways(&lines),
            owed: closing(DEFERRED.code),
            wallets: closing(WALLET.code),
        })
    }
}

async fn points(span: &Span, tx: &mut ReadTx) -> AppResult<Vec<Point>> {
    let codes = [INCOME.code, DEFERRED.code, VAT.code, CLEARING.code];
    let grain = span.by.grain();
    let found = sums(BookId::PLATFORM, &codes, span.days.clone(), grain, tx).await?;
    let mut by_time: BTreeMap<NaiveDate, Moved> = starts(span.by, &span.days)
        .into_iter()
        .map(|first| (first, Moved::default()))
        .collect();
    for sum in found.iter().filter(|sum| sum.unit == Unit::IRR) {
        let moved = by_time.entry(sum.day).or_default();
        moved.add(&sum.code, sum.debit, sum.credit);
    }
    let points = by_time.into_iter();
    Ok(points
        .map(|(first, moved)| Point { first, moved })
        .collect())
}

/// The Persian and English names of products by the parts of their accounts.
pub async fn product_names(
    parts: impl Iterator<Item = &str>,
    tx: &mut ReadTx,
) -> QueryResult<HashMap<String, (String, String)>> {
    let ids: Vec<ProductId> = parts.filter_map(|part| part.parse().ok()).collect();
    let names: Vec<(ProductId, String, String)> = commerce_products::table
        .filter(commerce_products::id.eq_any(ids))
        .select((
            commerce_products::id,
            commerce_products::name_fa,
            commerce_products::name_en,
        ))
        .load(tx)
        .await?;
    let named = names
        .into_iter()
        .map(|(id, fa, en)| (id.to_string(), (fa, en)));
    Ok(named.collect())
}

async fn products(lines: &[TrialLine], tx: &mut ReadTx) -> AppResult<Vec<OfProduct>> {
    let mut parts: BTreeMap<&str, (Moved, i64)> = BTreeMap::new();
    for line in lines {
        if line.code != INCOME.code && line.code != DEFERRED.code {
            continue;
        }
        let (moved, owed) = parts.entry(&line.part).or_default();
        moved.add(&line.code, line.debit, line.credit);
        if line.code == DEFERRED.code {
            *owed -= line.closing();
        }
    }
    let names = product_names(parts.keys().copied(), tx).await?;
    let shares = parts.into_iter().map(|(part, (moved, owed))| {
        let found = names.get(part);
        OfProduct {
            id: found.and_then(|_| part.parse().ok()),
            names: found
                .cloned()
                .unwrap_or_else(|| (part.to_owned(), part.to_owned())),
            moved,
            owed,
        }
    });
    let mut shares: Vec<OfProduct> = shares
        .filter(|one| one.moved != Moved::default() || one.owed != 0)
        .collect();
    shares.sort_by_key(|one| std::cmp::Reverse(one.moved.sold()));
    Ok(shares)
}

fn gateways(lines: &[TrialLine]) -> Vec<OfGateway> {
    let clearing = lines.iter().filter(|line| line.code == CLEARING.code);
    let shares = clearing.map(|line| OfGateway {
        name: line.part.clone(),
        paid_in: line.debit,
        out: line.credit,
        closing: line.closing(),
    });
    shares
        .filter(|one| one.paid_in != 0 || one.out != 0 || one.closing != 0)
        .collect()
}
