//! Statement and trial balance as files. Debit and credit stand in columns of their own and no number is below zero, as
//! accountants here write it: the last column says on which side a balance is. Digits are plain, so that a spreadsheet adds.

use kernel::error::AppResult;
use kernel::web::{Cx, Export, ExportFormat};

use crate::chart::label;
use crate::reports::TrialLine;
use crate::statement::Statement;
use crate::unit::Unit;

/// The statement of an account as a file.
pub fn statement_file(
    cx: &Cx<'_>,
    format: ExportFormat,
    statement: &Statement,
) -> AppResult<Export> {
    let unit = &statement.head.unit;
    let head = [
        cx.t("ledger.column.at"),
        cx.t("ledger.column.entry"),
        cx.t("ledger.column.debit"),
        cx.t("ledger.column.credit"),
        cx.t("ledger.column.balance"),
        cx.t("ledger.column.side"),
        cx.t("ledger.column.unit"),
    ];
    let side = statement.head.kind.side();
    let rows: Vec<Vec<String>> = statement
        .page
        .rows
        .iter()
        .map(|row| {
            let (debit, credit) = columns(row.amount, unit);
            let (balance, on) = balance(cx, side * row.balance, unit);
            vec![
                cx.fmt().date_time(row.at),
                cx.t(&row.kind),
                debit,
                credit,
                balance,
                on,
                unit.code().to_owned(),
            ]
        })
        .collect();
    Export::new(cx, "statement", format, &head, &rows)
}

/// A trial balance as a file: what was before, what moved, what is.
pub fn trial_file(cx: &Cx<'_>, format: ExportFormat, lines: &[TrialLine]) -> AppResult<Export> {
    let head = [
        cx.t("ledger.column.account"),
        cx.t("ledger.column.kind"),
        cx.t("ledger.column.unit"),
        cx.t("ledger.column.opening_debit"),
        cx.t("ledger.column.opening_credit"),
        cx.t("ledger.column.debit"),
        cx.t("ledger.column.credit"),
        cx.t("ledger.column.closing_debit"),
        cx.t("ledger.column.closing_credit"),
    ];
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let unit = &line.unit;
            let (opening_debit, opening_credit) = columns(line.opening, unit);
            let (closing_debit, closing_credit) = columns(line.closing(), unit);
            vec![
                account_name(cx, &line.code, &line.part),
                cx.t(line.kind.label()),
                unit.code().to_owned(),
                opening_debit,
                opening_credit,
                unit.plain(line.debit),
                unit.plain(line.credit),
                closing_debit,
                closing_credit,
            ]
        })
        .collect();
    Export::new(cx, "trial-balance", format, &head, &rows)
}

/// What an account is called: its chart's label, or its code when the module that has the label is not mounted.
#[must_use]
pub fn account_name(cx: &Cx<'_>, code: &str, part: &str) -> String {
    let name = label(cx.app(), code).map_or_else(|| code.to_owned(), |key| cx.t(key));
    if part.is_empty() {
        name
    } else {
        format!("{name} ({part})")
    }
}

/// An amount in the column of its side; the other one stays empty.
fn columns(amount: i64, unit: &Unit) -> (String, String) {
    match amount {
        0 => (String::new(), String::new()),
        1.. => (unit.plain(amount), String::new()),
        _ => (String::new(), unit.plain(-amount)),
    }
}

/// A balance, and on which side it is.
fn balance(cx: &Cx<'_>, amount: i64, unit: &Unit) -> (String, String) {
    let side = match amount {
        0 => String::new(),
        1.. => cx.t("ledger.side.debit"),
        _ => cx.t("ledger.side.credit"),
    };
    (unit.plain(amount.abs()), side)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_holds_a_number_below_zero() {
        let text = |debit: &str, credit: &str| (debit.to_owned(), credit.to_owned());
        assert_eq!(columns(5, &Unit::USD), text("0.05", ""));
        assert_eq!(columns(-7, &Unit::IRR), text("", "7"));
        assert_eq!(columns(0, &Unit::IRR), text("", ""));
    }
}
