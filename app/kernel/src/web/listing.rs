//! The frame of every list: head, filters, and the part that is replaced while one types: table, pager, count, export.
//! The filters of the address are named once, and every link of the frame keeps them.

use std::convert::Infallible;
use std::fmt::Display;

use maud::{Markup, Render, html};
use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use ui::{Filters, Pager, Table};

use super::{Cx, Page, View, view};

/// Up to here a count is exact.
pub const COUNTED: i64 = 1_000;

/// What [`CountOf`](crate::db::CountOf) counts to, so that one sees that there are more.
pub const COUNTED_TO: u32 = 1_001;

/// The id of the part that is replaced.
pub const LIST: &str = "list";

/// Whether htmx asks for the list alone, to put it in place of the one that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListOnly(bool);

impl ListOnly {
    /// Whether it does.
    #[must_use]
    pub fn is_asked(self) -> bool {
        self.0
    }
    /// Its head and the list, or the list alone. The list's root has the id [`LIST`].
    pub fn view(self, title: String, head: impl Render, list: Markup) -> View {
        let main = if self.0 {
            list
        } else {
            html! { (head) (list) }
        };
        View::new(title, main)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ListOnly {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self(view::wants_fragment(request)))
    }
}

/// A list at `place`, narrowed by `filters`: names and values as they stand in the address; an empty value is no filter.
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    cx: &'a Cx<'a>,
    place: &'a str,
    filters: &'a [(&'a str, &'a str)],
}

impl<'a> Listing<'a> {
    /// The frame of a list.
    #[must_use]
    pub fn new(cx: &'a Cx<'a>, place: &'a str, filters: &'a [(&'a str, &'a str)]) -> Self {
        Self { cx, place, filters }
    }

    /// The filter bar with its search box; what is typed narrows the list at once. `words` is the name of its field.
    pub fn filters(&self, words: &str, label: &str) -> Filters {
        let typed = self.filters.iter().find(|(name, _)| *name == words);
        ui::filters(self.place, self.cx.t("kernel.list.apply"))
            .search(
                words,
                typed.map_or("", |(_, value)| value),
                self.cx.t(label),
            )
            .shortcut("/")
            .target(LIST)
    }

    /// The page, or the list alone when htmx asks for no more.
    pub fn view(
        &self,
        title: String,
        only: ListOnly,
        head: impl Render,
        table: &Table,
        foot: impl Render,
    ) -> View {
        only.view(title, head, html! { div.flow id=(LIST) { (table) (foot) } })
    }

    /// The pages beside this one, with the filters kept, and how many rows there are.
    pub fn pager<T>(&self, page: &Page<T>, count: Option<i64>) -> Markup {
        let href = |name: &str, cursor: &str| self.address(self.place, (name, cursor));
        // Of an empty list one is told that it is empty.
        let count = count.filter(|count| *count > 0);
        let count = count.map(|count| self.cx.fmt().count_capped(count, COUNTED));
        let count = count.map(|count| self.cx.t_with("kernel.list.count", &[("count", &count)]));
        ui::pager(&Pager {
            label: self.cx.t("kernel.list.pages"),
            count: count.unwrap_or_default(),
            previous: page.previous.map(|c| {
                (
                    self.cx.t("kernel.list.previous"),
                    href("before", &c.encode()),
                )
            }),
            next: page
                .next
                .map(|c| (self.cx.t("kernel.list.next"), href("after", &c.encode()))),
        })
    }

    /// Links that download the list, filtered as it is shown; `place` answers to `format=csv` and `format=xlsx`.
    pub fn exports(&self, place: &str) -> Markup {
        let link = |label: &str, format: &str| {
            let href = self.address(place, ("format", format));
            let button = ui::button(self.cx.t(label)).small().quiet();
            button.icon("download").href(href).download()
        };
        html! { div.actions { (link("kernel.list.csv", "csv")) (link("kernel.list.xlsx", "xlsx")) } }
    }

    /// What stands in place of an empty list: what to do first, or how to widen the filter.
    pub fn empty(&self, symbol: &str, title: &str, text: &str) -> Markup {
        let cx = self.cx;
        if self.filters.iter().all(|(_, value)| value.is_empty()) {
            return ui::empty_state(symbol, cx.t(title), cx.t(text), html! {});
        }
        let all = ui::button(cx.t("kernel.list.show_all")).href(self.place);
        let (title, text) = ("kernel.list.none_found", "kernel.list.widen");
        ui::empty_state("search", cx.t(title), cx.t(text), all)
    }

    fn address(&self, place: &str, last: (&str, &str)) -> String {
        let mut pairs = self.filters.to_vec();
        pairs.push(last);
        with_query(place, &pairs)
    }
}

/// Something below a place: `below("/notes", id)`, `below(&below("/notes", id), "tries")`.
#[must_use]
pub fn below(place: &str, part: impl Display) -> String {
    format!("{place}/{part}")
}

/// An address with its query; empty values are left out.
#[must_use]
pub fn with_query(place: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() {
        place.to_owned()
    } else {
        format!("{place}?{query}")
    }
}

/// The names and values of an address's query, as [`with_query`] wrote them.
#[must_use]
pub fn read_query(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{read_query, with_query};

    proptest::proptest! {
        #[test]
        fn a_query_is_read_as_it_was_written(name in "[a-z]{1,8}", value in ".{1,40}") {
            let written = with_query("", &[(&name, &value)]);
            let read: Vec<_> = read_query(written.trim_start_matches('?')).into_owned().collect();
            proptest::prop_assert_eq!(read, [(name, value)]);
        }
    }

    #[test]
    fn empty_filters_stay_out_of_the_address() {
        assert_eq!(with_query("/notes", &[("q", ""), ("after", "")]), "/notes");
        assert_eq!(
            with_query("/notes", &[("q", "a b"), ("after", "x")]),
            "/notes?q=a+b&after=x"
        );
    }
}
