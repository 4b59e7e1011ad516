//! Lists as tables: caption, sort links, a head that stays, a link for the whole row.
//! Here so that every list is heard as a table and works on a phone.
use maud::{Markup, Render, html};

use crate::icon;

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Not by this one.
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Sort {
    pub(crate) const fn aria(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::None => "arrow-up-down",
            Self::Ascending => "arrow-up",
            Self::Descending => "arrow-down",
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
#[must_use]
pub struct Column {
    label: String,
    sort: Option<(String, Sort)>,
    number: bool,
    wide_only: bool,
    hidden_label: bool,
}

impl Column {
    /// A column with its heading.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            sort: None,
            number: false,
            wide_only: false,
            hidden_label: false,
        }
    }
    /// The heading is a link that sorts; `state` is how it stands now.
    pub fn sort(mut self, href: impl Into<String>, state: Sort) -> Self {
        self.sort = Some((href.into(), state));
        self
    }
    /// Figures: aligned to their end, tabular.
    pub fn number(mut self) -> Self {
        self.number = true;
        self
    }
    /// Left out on a phone.
    pub fn wide_only(mut self) -> Self {
        self.wide_only = true;
        self
    }
    /// The heading is read aloud only (row actions, pictures).
    pub fn hidden_label(mut self) -> Self {
        self.hidden_label = true;
        self
    }

    fn class(&self) -> Option<&'static str> {
        match (self.number, self.wide_only) {
            (true, true) => Some("numeric wide-only"),
            (true, false) => Some("numeric"),
            (false, true) => Some("wide-only"),
            (false, false) => None,
        }
    }

    /// What stands before the value where a phone shows each row as a card.
    fn card_label(&self) -> Option<&str> {
        (!self.hidden_label && !self.label.is_empty()).then_some(self.label.as_str())
    }

    fn head(&self) -> Markup {
        html! {
            th scope="col" class=[self.class()] aria-sort=[self.sort.as_ref().and_then(|(_, s)| s.aria())] {
                @if let Some((href, state)) = &self.sort {
                    a href=(href) { (self.label) (icon(state.icon())) }
                } @else if self.hidden_label { span.sr-only { (self.label) } } @else { (self.label) }
            }
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Row {
    id: Option<String>,
    href: Option<String>,
    cells: Vec<Markup>,
    actions: Option<Markup>,
    current: bool,
    strong: bool,
}

impl Row {
    /// An empty row.
    pub fn new() -> Self {
        Self::default()
    }
    /// The element's id (`dom_id`).
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
    /// The first cell links here, and the whole row takes the click.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// The next cell.
    pub fn cell(mut self, cell: impl Render) -> Self {
        self.cells.push(cell.render());
        self
    }
    /// Buttons in the last cell; give the table a column for them.
    pub fn actions(mut self, actions: impl Render) -> Self {
        self.actions = Some(actions.render());
        self
    }
    /// The one that is open beside the list.
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
    /// Not yet read.
    pub fn strong(mut self, strong: bool) -> Self {
        self.strong = strong;
        self
    }

    fn render_in(&self, columns: &[Column]) -> Markup {
        let class = if self.strong { "row is-strong" } else { "row" };
        html! {
            tr class=(class) id=[self.id.as_deref()] aria-current=[self.current.then_some("true")] {
                @for (n, cell) in self.cells.iter().enumerate() {
                    td class=[columns.get(n).and_then(Column::class)] data-label=[columns.get(n).and_then(Column::card_label).filter(|_| n > 0)] {
                        @match (&self.href, n) {
                            (Some(href), 0) => a.row-link href=(href) { (cell) },
                            _ => (cell),
                        }
                    }
                }
                @if let Some(actions) = &self.actions { td.row-actions { (actions) } }
            }
        }
    }
}

/// A table under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Table {
    caption: String,
    show_caption: bool,
    id: Option<String>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    empty: Option<Markup>,
    body_id: Option<String>,
    scrolls: bool,
}

/// A table; `caption` names it for those who hear it.
pub fn table(caption: impl Into<String>) -> Table {
    Table {
        caption: caption.into(),
        show_caption: false,
        id: None,
        columns: Vec::new(),
        rows: Vec::new(),
        empty: None,
        body_id: None,
        scrolls: false,
    }
}

impl Table {
    /// The id of the element to swap.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
    /// The id of the `tbody`, for rows that arrive later.
    pub fn body_id(mut self, id: impl Into<String>) -> Self {
        self.body_id = Some(id.into());
        self
    }
    /// The caption is seen, too.
    pub fn show_caption(mut self) -> Self {
        self.show_caption = true;
        self
    }
    /// On a phone the table stays a table and scrolls sideways, instead of one card a row: for figures one compares.
    pub fn scrolls(mut self) -> Self {
        self.scrolls = true;
        self
    }
    /// Adds a column.
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }
    /// Adds a row.
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
    /// Adds many rows.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }
    /// Stands in place of the table when there is no row.
    pub fn empty(mut self, state: impl Render) -> Self {
        self.empty = Some(state.render());
        self
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        if let (true, Some(empty)) = (self.rows.is_empty(), &self.empty) {
            return html! { div id=[self.id.as_deref()] { (empty) } };
        }
        html! {
            div class=(if self.scrolls { "list list-scrolls" } else { "list list-cards" }) id=[self.id.as_deref()] role="group" tabindex="0" aria-label=(self.caption) {
                table {
                    caption class=[(!self.show_caption).then_some("sr-only")] { (self.caption) }
                    thead { tr { @for column in &self.columns { (column.head()) } } }
                    tbody id=[self.body_id.as_deref()] {
                        @for row in &self.rows { (row.render_in(&self.columns)) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_have_scope_and_the_sorted_one_says_so() {
        let html = table("تیکت‌ها")
            .column(Column::new("موضوع").sort("?sort=subject", Sort::None))
            .column(Column::new("زمان").sort("?sort=-at", Sort::Descending))
            .row(Row::new().href("/tickets/1").cell("الف").cell("ب"))
            .render()
            .into_string();
        assert_eq!(html.matches("scope=\"col\"").count(), 2);
        assert_eq!(html.matches("aria-sort=").count(), 1);
        assert!(html.contains("<caption class=\"sr-only\">تیکت‌ها</caption>"));
        assert!(html.contains("<a class=\"row-link\" href=\"/tickets/1\">الف</a>"));
    }

    #[test]
    fn each_cell_but_the_first_brings_its_label_for_the_card_on_a_phone() {
        let html = table("x")
            .column(Column::new("موضوع"))
            .column(Column::new("وضعیت"))
            .column(Column::new("عملیات").hidden_label())
            .row(Row::new().cell("a").cell("b").cell("c").actions("d"))
            .render()
            .into_string();
        assert_eq!(html.matches("data-label=").count(), 1);
        assert!(html.contains("<td data-label=\"وضعیت\">b</td>"));
    }

    #[test]
    fn without_rows_the_empty_state_takes_the_same_id() {
        let html = table("x")
            .id("list")
            .empty(html! { p { "هیچ" } })
            .render()
            .into_string();
        assert_eq!(html, "<div id=\"list\"><p>هیچ</p></div>");
    }
}
