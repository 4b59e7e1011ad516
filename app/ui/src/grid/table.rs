//! The grid itself: rows one can choose, a head and first columns that stay, cells one walks with arrows, cards on a phone.
//! Here so that acts on many rows are one plain form and the count of chosen rows needs no script.
use maud::{Markup, Render, html};

use crate::form::CSRF_FIELD;
use crate::{Sort, assets, icon};

/// A column under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct GridColumn {
    label: String,
    sort: Option<(String, Sort)>,
    number: bool,
    title: bool,
    pinned: bool,
}

impl GridColumn {
    /// A column with its heading.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            sort: None,
            number: false,
            title: false,
            pinned: false,
        }
    }
    /// The heading is a link that sorts.
    pub fn sort(mut self, href: impl Into<String>, state: Sort) -> Self {
        self.sort = Some((href.into(), state));
        self
    }
    /// Figures: aligned to their end, tabular.
    pub fn number(mut self) -> Self {
        self.number = true;
        self
    }
    /// Names the row: stays in sight beside the boxes, is the title of the card on a phone.
    pub fn title(mut self) -> Self {
        self.title = true;
        self
    }

    /// Stays in sight beside the title while the rest scrolls sideways, where script runs; set the pinned ones right after it.
    pub fn pinned(mut self) -> Self {
        self.pinned = true;
        self
    }

    const fn class(&self) -> Option<&'static str> {
        match (self.title, self.number, self.pinned) {
            (true, _, _) => Some("grid-title"),
            (false, true, true) => Some("numeric grid-pin"),
            (false, true, false) => Some("numeric"),
            (false, false, true) => Some("grid-pin"),
            (false, false, false) => None,
        }
    }

    fn head(&self) -> Markup {
        let state = self.sort.as_ref().and_then(|(_, state)| state.aria());
        html! {
            th role="columnheader" scope="col" class=[self.class()] aria-sort=[state] {
                @if let Some((href, state)) = &self.sort { a href=(href) { (self.label) (icon(state.icon())) } } @else { (self.label) }
            }
        }
    }
}

/// A row under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct GridRow {
    id: String,
    name: String,
    cells: Vec<Markup>,
    menu: Markup,
    chosen: bool,
    unread: bool,
}

impl GridRow {
    /// A row: the value that is sent when it is chosen, and its name for those who hear the box.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            cells: Vec::new(),
            menu: html! {},
            chosen: false,
            unread: false,
        }
    }
    /// The next cell.
    pub fn cell(mut self, cell: impl Render) -> Self {
        self.cells.push(cell.render());
        self
    }
    /// What can be done with this row alone.
    pub fn menu(mut self, menu: impl Render) -> Self {
        self.menu = menu.render();
        self
    }
    /// Has something that who looks has not read: its title is bold.
    pub fn unread(mut self, unread: bool) -> Self {
        self.unread = unread;
        self
    }
    /// Chosen before (the form came back).
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// A grid under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Grid {
    id: String,
    caption: String,
    columns: Vec<GridColumn>,
    rows: Vec<GridRow>,
    tools: Markup,
    bulk: Option<Bulk>,
}

#[derive(Clone, Debug)]
struct Bulk {
    action: String,
    csrf: String,
    words: [String; 3],
    buttons: Markup,
}

/// From so many rows on, a grid is drawn in groups, of which the browser looks only at those in sight.
const LONG: usize = 100;
/// Rows of a group.
const GROUP: usize = 25;

/// A list that one works in: rows are chosen for acts on many, cells are walked with the arrow keys and changed in
/// place ([`crate::cell_edit`]); `caption` names it. For what one only reads, take [`crate::table`].
pub fn grid(id: impl Into<String>, caption: impl Into<String>) -> Grid {
    Grid {
        id: id.into(),
        caption: caption.into(),
        columns: Vec::new(),
        rows: Vec::new(),
        tools: html! {},
        bulk: None,
    }
}

impl Grid {
    /// Adds a column.
    pub fn column(mut self, column: GridColumn) -> Self {
        self.columns.push(column);
        self
    }
    /// Adds rows.
    pub fn rows(mut self, rows: impl IntoIterator<Item = GridRow>) -> Self {
        self.rows.extend(rows);
        self
    }
    /// The row above the head: search, columns, export.
    pub fn tools(mut self, tools: impl Render) -> Self {
        self.tools = tools.render();
        self
    }
    /// Acts on many: the form posts `ids` (once for each chosen row) to `action` with the pressed button's own name and value.
    /// The words: «انتخاب» before a row's name, «انتخاب همه», «انتخاب شده».
    pub fn bulk(
        mut self,
        action: impl Into<String>,
        csrf: impl Into<String>,
        words: [impl Into<String>; 3],
        buttons: impl Render,
    ) -> Self {
        self.bulk = Some(Bulk {
            action: action.into(),
            csrf: csrf.into(),
            words: words.map(Into::into),
            buttons: buttons.render(),
        });
        self
    }

    fn box_of(&self, bulk: &Bulk, row: &GridRow) -> Markup {
        let id = crate::dom_id(&self.id, &row.id, "pick");
        let [choose, ..] = &bulk.words;
        html! {
            td.grid-box role="cell" {
                label for=(id) { span.sr-only { (choose) " " (row.name) }
                    input.checkbox type="checkbox" id=(id) name="ids" value=(row.id) form=(format!("{}-bulk", self.id)) checked[row.chosen] data-pick;
                }
            }
        }
    }

    fn row(&self, row: &GridRow, with_menu: bool) -> Markup {
        html! {
            tr role="row" id=(crate::dom_id(&self.id, &row.id, "row")) class=[row.unread.then_some("is-unread")] {
                @if let Some(bulk) = &self.bulk { (self.box_of(bulk, row)) }
                @for (column, cell) in self.columns.iter().zip(&row.cells) {
                    @if column.title { th.grid-title role="rowheader" scope="row" { (cell) } }
                    @else { td role="cell" class=[column.class()] data-label=(column.label) { (cell) } }
                }
                @if with_menu { td.grid-menu role="cell" { (row.menu) } }
            }
        }
    }

    fn is_long(&self) -> bool {
        self.rows.len() > LONG
    }

    fn body(&self, with_menu: bool) -> Markup {
        let group = if self.is_long() { GROUP } else { LONG };
        html! {
            @for rows in self.rows.chunks(group) {
                tbody role="rowgroup" { @for row in rows { (self.row(row, with_menu)) } }
            }
        }
    }

    fn bar(&self, bulk: &Bulk) -> Markup {
        let [_, _, chosen] = &bulk.words;
        html! {
            form.grid-bulk id=(format!("{}-bulk", self.id)) method="post" action=(bulk.action) aria-label=(chosen) {
                input type="hidden" name=(CSRF_FIELD) value=(bulk.csrf);
                p { span.grid-count {} " " (chosen) }
                div.actions { (bulk.buttons) }
            }
        }
    }
}

impl Render for Grid {
    fn render(&self) -> Markup {
        let with_menu = self.rows.iter().any(|row| !row.menu.0.is_empty());
        html! {
            div.data-grid.is-long[self.is_long()] id=(self.id) data-grid data-chunk=(assets::url("grid.js")) {
                @if !self.tools.0.is_empty() { div.grid-tools { (self.tools) } }
                div.grid-scroll role="group" tabindex="0" aria-label=(self.caption) {
                    table role="table" aria-label=(self.caption) {
                        thead role="rowgroup" { tr role="row" {
                            @if let Some(Bulk { words: [_, all, _], .. }) = &self.bulk {
                                th.grid-box role="columnheader" scope="col" {
                                    label for=(format!("{}-all", self.id)) { span.sr-only { (all) }
                                        input.checkbox type="checkbox" id=(format!("{}-all", self.id)) data-pick-all;
                                    }
                                }
                            }
                            @for column in &self.columns { (column.head()) }
                            @if with_menu { td.grid-menu role="cell" {} }
                        } }
                        (self.body(with_menu))
                    }
                }
                @if let Some(bulk) = &self.bulk { (self.bar(bulk)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_belong_to_the_form_of_the_bar_without_lying_in_it() {
        let html = grid("goods", "کالاها")
            .column(GridColumn::new("نام").title())
            .rows([GridRow::new("7", "انگشتر").cell("انگشتر")])
            .bulk("/bulk", "t", ["انتخاب", "همه", "انتخاب شده"], "")
            .render()
            .into_string();
        assert!(html.contains("name=\"ids\" value=\"7\" form=\"goods-bulk\""));
        assert!(html.contains("<form class=\"grid-bulk\" id=\"goods-bulk\" method=\"post\""));
        assert!(html.contains("role=\"rowheader\" scope=\"row\">انگشتر"));
    }

    #[test]
    fn many_rows_are_drawn_in_groups() {
        let of = |count: usize| {
            let rows = (0..count).map(|n| GridRow::new(n.to_string(), "x").cell("x"));
            let column = GridColumn::new("نام").title();
            let html = grid("g", "کالاها").column(column).rows(rows).render();
            let html = html.into_string();
            let count = |what: &str| html.matches(what).count();
            (count("is-long"), count("<tbody"), count("<tr"))
        };
        assert_eq!(of(100), (0, 1, 101));
        assert_eq!(of(110), (1, 5, 111));
    }
}
