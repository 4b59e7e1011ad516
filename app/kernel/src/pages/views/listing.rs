//! The shape of every list: head, filters, and the part that is replaced while one types: table, pager, count.

use maud::{Markup, Render, html};
use ui::{Pager, Table};

use crate::pages::models::conditions::COUNTED;
use crate::pages::paths;
use crate::pages::routes::ListOnly;
use crate::web::{Cx, Page, View};

/// The id of the part that is replaced.
pub const LIST: &str = "list";

/// The list's own part with its foot.
pub fn list(table: &Table, foot: impl Render) -> Markup {
    html! { div.flow id=(LIST) { (table) (foot) } }
}

/// The page with its head and the list, or the list alone.
pub fn view(title: String, list_only: ListOnly, head: impl Render, list: Markup) -> View {
    let main = if list_only.0 {
        list
    } else {
        html! { (head) (list) }
    };
    View::new(title, main)
}

/// The pages beside this one, with the filters kept, and how many rows there are.
pub fn pager<T>(
    cx: &Cx<'_>,
    place: &str,
    filters: &[(&str, &str)],
    page: &Page<T>,
    count: i64,
) -> Markup {
    let href = |name: &str, cursor: &str| {
        let mut pairs = filters.to_vec();
        pairs.push((name, cursor));
        paths::with_query(place, &pairs)
    };
    let count = cx.fmt().count_capped(count, COUNTED);
    ui::pager(&Pager {
        label: cx.t("kernel.list.pages"),
        count: cx.t_with("kernel.list.count", &[("count", &count)]),
        previous: page
            .previous
            .map(|c| (cx.t("kernel.list.previous"), href("before", &c.encode()))),
        next: page
            .next
            .map(|c| (cx.t("kernel.list.next"), href("after", &c.encode()))),
    })
}

/// What stands in place of an empty list: what to do first, or how to widen the filter.
pub fn empty(
    cx: &Cx<'_>,
    place: &str,
    filtered: bool,
    symbol: &str,
    title: &str,
    text: &str,
) -> Markup {
    if filtered {
        let all = ui::button(cx.t("kernel.list.show_all")).href(place);
        ui::empty_state(
            "search",
            cx.t("kernel.list.none_found"),
            cx.t("kernel.list.widen"),
            all,
        )
    } else {
        ui::empty_state(symbol, cx.t(title), cx.t(text), html! {})
    }
}
