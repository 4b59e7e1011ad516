//! What cannot be issued: empty papers, amounts below zero, sums that no column holds. The caller has computed tax and
//! discounts by its own rules; here is what holds by any.

use super::{Invoice, Line, Party, Payment, Receipt};

/// The largest sum, as in the ledger.
const LARGEST: i64 = 1_000_000_000_000_000;
/// More would take minutes to set.
const MOST_LINES: usize = 2_000;

pub(super) fn invoice(it: &Invoice) -> Result<(), &'static str> {
    sides(&it.seller, it.buyer.as_ref())?;
    some(it.lines.len())?;
    for line in &it.lines {
        self::line(line)?;
    }
    let totals = it.lines.iter().map(|line| i128::from(line.total())).sum();
    sum(totals)?;
    payments(&it.payments)
}

pub(super) fn receipt(it: &Receipt) -> Result<(), &'static str> {
    sides(&it.seller, it.buyer.as_ref())?;
    some(it.lines.len())?;
    if it.lines.iter().any(|line| !within(line.amount)) {
        return Err("an amount of a receipt is below zero or too large");
    }
    sum(it.lines.iter().map(|line| i128::from(line.amount)).sum())?;
    payments(&it.payments)
}

fn sides(seller: &Party, buyer: Option<&Party>) -> Result<(), &'static str> {
    if seller.name.trim().is_empty() {
        return Err("a document without a seller's name");
    }
    if buyer.is_some_and(|party| party.name.trim().is_empty()) {
        return Err("a buyer without a name; leave the buyer out");
    }
    Ok(())
}

fn some(lines: usize) -> Result<(), &'static str> {
    match lines {
        0 => Err("a document without lines"),
        1..=MOST_LINES => Ok(()),
        _ => Err("a document of more than 2,000 lines"),
    }
}

fn line(line: &Line) -> Result<(), &'static str> {
    let Line {
        amount,
        discount,
        vat,
        ..
    } = *line;
    if ![amount, discount, vat, line.unit_price, line.quantity.units]
        .into_iter()
        .all(within)
    {
        return Err("an amount of a line is below zero or too large");
    }
    if discount > amount {
        return Err("a discount larger than its amount");
    }
    if !(0..=10_000).contains(&line.vat_rate) || (line.vat_rate == 0 && vat != 0) {
        return Err("a tax that does not fit its rate");
    }
    if line.quantity.places > 9 {
        return Err("a quantity of more than nine decimals");
    }
    Ok(())
}

fn payments(payments: &[Payment]) -> Result<(), &'static str> {
    if payments.iter().any(|payment| !within(payment.amount)) {
        return Err("a payment below zero or too large");
    }
    sum(payments.iter().map(|it| i128::from(it.amount)).sum())
}

fn sum(sum: i128) -> Result<(), &'static str> {
    if sum <= i128::from(LARGEST) {
        Ok(())
    } else {
        Err("a sum that no book holds")
    }
}

fn within(amount: i64) -> bool {
    (0..=LARGEST).contains(&amount)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::invoice::Quantity;
    use crate::sample;

    fn with(change: impl FnOnce(&mut Line)) -> Result<(), &'static str> {
        let mut it = sample::invoice(l10n::Locale::En, 1, "2026-11-30T08:00:00Z".parse().unwrap());
        change(it.lines.first_mut().unwrap());
        invoice(&it)
    }

    #[test]
    fn what_does_not_add_up_is_refused() {
        assert_eq!(with(|_| ()), Ok(()));
        assert!(with(|line| line.amount = -1).is_err());
        assert!(with(|line| line.discount = line.amount + 1).is_err());
        assert!(with(|line| line.vat_rate = 0).is_err());
        assert!(with(|line| line.amount = i64::MAX).is_err());
        assert!(with(|line| line.quantity.places = 10).is_err());
    }

    proptest! {
        #[test]
        fn totals_of_what_is_not_refused_are_the_sums_of_its_columns(
            lines in proptest::collection::vec((0..LARGEST, 0..LARGEST, 0..=10_000i64), 1..40)
        ) {
            let mut it = sample::invoice(l10n::Locale::En, 1, "2026-11-30T08:00:00Z".parse().unwrap());
            it.lines = lines.into_iter().map(|(amount, discount, vat_rate)| {
                let net = amount - discount;
                let vat = i64::try_from(i128::from(net.max(0)) * i128::from(vat_rate) / 10_000).unwrap();
                Line { amount, discount, vat_rate, vat, quantity: Quantity::whole(1), ..it.lines[0].clone() }
            }).collect();
            if invoice(&it).is_ok() {
                let totals = it.totals();
                prop_assert_eq!(totals.net, totals.amount - totals.discount);
                prop_assert_eq!(totals.total, totals.net + totals.vat);
                prop_assert_eq!(totals.total, it.lines.iter().map(Line::total).sum::<i64>());
                prop_assert!(totals.total >= 0);
            }
        }
    }
}
