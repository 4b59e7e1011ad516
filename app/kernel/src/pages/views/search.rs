//! What the search over everything found, grouped by module.

use maud::{Markup, html};
use ui::{Found, Row, Tone};

use crate::module::Hit;
use crate::pages::paths;
use crate::web::{Cx, LIST, ListOnly, View};

/// What one module found; `None` when it could not answer.
pub struct Group {
    /// Text key of the group.
    pub label: &'static str,
    /// Its results.
    pub hits: Option<Vec<Hit>>,
}

/// The page; without groups nothing has been asked yet.
pub fn index(cx: &Cx<'_>, list_only: ListOnly, typed: &str, groups: Option<&[Group]>) -> View {
    let title = cx.t("kernel.search.title");
    let head = html! {
        (ui::page_header(&title, None, html! {}))
        (ui::filters(paths::SEARCH, cx.t("kernel.search_button"))
            .search("q", typed, cx.t("kernel.search.box_label"))
            .shortcut("/")
            .target(LIST))
    };
    list_only.view(title, head, results(cx, typed, groups))
}

fn results(cx: &Cx<'_>, typed: &str, groups: Option<&[Group]>) -> Markup {
    let found = groups.is_some_and(|all| {
        all.iter()
            .any(|g| g.hits.as_ref().is_none_or(|hits| !hits.is_empty()))
    });
    html! {
        div.flow id=(LIST) aria-live="polite" {
            @match groups {
                None => (ui::empty_state("search", cx.t("kernel.search.begin_title"), cx.t("kernel.search.begin_text"), html! {})),
                Some(_) if !found => (nothing(cx, typed)),
                Some(groups) => @for (n, group) in groups.iter().enumerate() { (group_of(cx, n, group)) },
            }
        }
    }
}

/// What was found, for the palette over the page; a part that could not answer is left out there.
pub fn in_palette(cx: &Cx<'_>, groups: Option<&[Group]>) -> View {
    let found = |hit: &Hit| Found {
        title: hit.title.clone(),
        text: hit.text.clone(),
        href: hit.href.clone(),
        icon: "chevron-right".to_owned(),
    };
    let groups = groups.unwrap_or_default().iter().map(|group| {
        let hits = group.hits.iter().flatten();
        (cx.t(group.label), hits.map(found).collect())
    });
    let groups: Vec<(String, Vec<Found>)> = groups.collect();
    View::new(cx.t("kernel.search.title"), ui::palette_results(&groups))
}

fn nothing(cx: &Cx<'_>, typed: &str) -> Markup {
    let title = cx.t_with("kernel.search.none_title", &[("words", typed)]);
    ui::empty_state("search", title, cx.t("kernel.search.none_text"), html! {})
}

fn group_of(cx: &Cx<'_>, n: usize, group: &Group) -> Markup {
    let label = cx.t(group.label);
    let body = match &group.hits {
        None => ui::alert(Tone::Warning, cx.t("kernel.search.failed")),
        Some(hits) if hits.is_empty() => return html! {},
        Some(hits) => html! {
            (ui::table(&label)
                .column(ui::Column::new(cx.t("kernel.search.what")))
                .column(ui::Column::new(cx.t("kernel.search.about")))
                .rows(hits.iter().map(|hit| {
                    Row::new().href(&hit.href).cell(html! { bdi { (hit.title) } }).cell(html! { bdi { (hit.text) } })
                })))
        },
    };
    ui::card(ui::dom_id("group", n, ""), label, body)
}
