//! What staff's lists look like.

pub mod invoices;
pub mod orders;
pub mod services;

use kernel::web::{Cx, Listing, with_query};
use maud::{Markup, html};
use ui::{Filters, Sort};

use super::routes::{Narrowed, rises};
use crate::narrowing::day_field;

/// Above a list: what it is, and by what it is narrowed.
struct Head<'a> {
    title: &'a str,
    lead: &'a str,
    search: &'a str,
    place: &'a str,
}

impl Head<'_> {
    fn show(
        &self,
        cx: &Cx<'_>,
        states: impl Iterator<Item = (&'static str, String)>,
        narrowed: &Narrowed<'_>,
        of: Option<&str>,
    ) -> Markup {
        let pairs = narrowed.pairs();
        let states = ui::select("state", cx.t("commerce.column.state"))
            .empty(cx.t("commerce.payments.any_state"))
            .options(states)
            .value(narrowed.state.unwrap_or_default());
        let filters = Listing::new(cx, self.place, &pairs)
            .filters("q", self.search)
            .select(states)
            .field(day_field(cx, "from", narrowed.from))
            .field(day_field(cx, "to", narrowed.to));
        html! {
            (ui::page_header(self.title, Some(&cx.t(self.lead)), html! {}))
            (kept(cx, filters, self.place, &pairs, of))
        }
    }
}

/// The filters keep the sorting, and the customer to whom the list is narrowed, who can be taken off.
fn kept(
    cx: &Cx<'_>,
    filters: Filters,
    place: &str,
    pairs: &[(&str, &str)],
    customer: Option<&str>,
) -> Filters {
    let value = |name: &str| {
        let found = pairs.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| *value)
    };
    let filters = match value("sort") {
        "" => filters,
        sort => filters.hidden("sort", sort),
    };
    let Some(name) = customer else {
        return filters;
    };
    let rest: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|(name, _)| *name != "customer")
        .copied()
        .collect();
    let label = cx.t_with("commerce.sales_desk.of_customer", &[("name", name)]);
    filters
        .hidden("customer", value("customer"))
        .chip(label, with_query(place, &rest))
}

/// The same list with one of its filters set otherwise.
fn with(place: &str, pairs: &[(&str, &str)], name: &str, value: &str) -> String {
    let mut all: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|(known, _)| *known != name)
        .copied()
        .collect();
    all.push((name, value));
    with_query(place, &all)
}

/// Where the head of the column of times leads, and how the list is sorted by it.
fn by_time(place: &str, narrowed: &Narrowed<'_>) -> (String, Sort) {
    let (sort, other) = if rises(narrowed) {
        (Sort::Ascending, "")
    } else {
        (Sort::Descending, "oldest")
    };
    (with(place, &narrowed.pairs(), "sort", other), sort)
}
