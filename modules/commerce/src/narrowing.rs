//! By what the staff's lists are narrowed, as it is typed into an address: words, sums, days, customers.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryResult;
use kernel::db::ReadTx;
use kernel::ids::TenantId;
use kernel::people::customers;
use kernel::web::{Cx, PageQuery};
use l10n::normalise;
use maud::{Markup, html};

/// Most rows of a file.
pub const EXPORTED: usize = 20_000;

/// Words as they are looked for, digits in ASCII.
pub fn words(typed: &str) -> String {
    normalise::input(&normalise::ascii_digits(typed))
}

/// Words as a sum in smallest units, when they are one.
pub fn sum(cx: &Cx<'_>, typed: &str) -> Option<i64> {
    let sum = cx.fmt().parse_money(typed, cx.fmt().money_unit);
    sum.ok().map(|sum| sum.minor)
}

/// The first moment of a day, in the reader's calendar.
pub fn from(cx: &Cx<'_>, typed: Option<&str>) -> Option<DateTime<Utc>> {
    Some(cx.fmt().start_of_day(day(cx, typed)?))
}

/// The first moment after a day.
pub fn until(cx: &Cx<'_>, typed: Option<&str>) -> Option<DateTime<Utc>> {
    Some(cx.fmt().day_range(day(cx, typed)?).1)
}

fn day(cx: &Cx<'_>, typed: Option<&str>) -> Option<NaiveDate> {
    cx.fmt().parse_date(typed?).ok()
}

/// The field of the first day (`from`) or of the last.
pub fn day_field(cx: &Cx<'_>, name: &'static str, typed: Option<&str>) -> Markup {
    let label = cx.t(if name == "from" {
        "commerce.payments.from"
    } else {
        "commerce.payments.to"
    });
    let field = ui::date_field(name, label).value(typed.unwrap_or_default());
    html! { (field.picker(cx.t("commerce.payments.calendar"), cx.fmt().calendar)) }
}

/// The newest customers that the words mean, a page of them; nobody without words.
pub async fn customers(words: &str, tx: &mut ReadTx) -> QueryResult<Vec<TenantId>> {
    if words.trim().is_empty() {
        return Ok(Vec::new());
    }
    let filter = customers::Filter {
        words,
        ..customers::Filter::default()
    };
    let (page, _) = customers::list(filter, &PageQuery::default(), tx).await?;
    Ok(page.rows.into_iter().map(|customer| customer.id).collect())
}
