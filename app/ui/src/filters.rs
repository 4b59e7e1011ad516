//! Above and below a list: search as you type, filters in the URL, saved views, keyset pages.
//! Here so that every list is narrowed and paged the same way, and by plain links, too.
use maud::{Markup, Render, html};

use crate::{Select, icon, icon::directed};

#[derive(Clone, Debug)]
struct Search {
    name: String,
    value: String,
    label: String,
    shortcut: Option<String>,
}

#[derive(Clone, Debug)]
struct Chip {
    label: String,
    href: String,
    active: bool,
}

/// A bar of filters under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Filters {
    action: String,
    apply: String,
    search: Option<Search>,
    target: Option<String>,
    selects: Vec<Select>,
    fields: Vec<Markup>,
    views: Vec<Chip>,
    chips: Vec<Chip>,
    hidden: Vec<(String, String)>,
    clear: Option<(String, String)>,
}

/// A bar of filters that reads the list at `action`; `apply` is the label of the plain submit.
pub fn filters(action: impl Into<String>, apply: impl Into<String>) -> Filters {
    Filters {
        action: action.into(),
        apply: apply.into(),
        search: None,
        target: None,
        selects: Vec::new(),
        fields: Vec::new(),
        views: Vec::new(),
        chips: Vec::new(),
        hidden: Vec::new(),
        clear: None,
    }
}

impl Filters {
    /// The search box.
    pub fn search(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        let search = Search {
            name: name.into(),
            value: value.into(),
            label: label.into(),
            shortcut: None,
        };
        self.search = Some(search);
        self
    }
    /// The key that jumps to the search box (`/`).
    pub fn shortcut(mut self, key: impl Into<String>) -> Self {
        if let Some(search) = &mut self.search {
            search.shortcut = Some(key.into());
        }
        self
    }
    /// With htmx, the list with this id is replaced while one types.
    pub fn target(mut self, id: impl Into<String>) -> Self {
        self.target = Some(id.into());
        self
    }
    /// A choice in the bar.
    pub fn select(mut self, select: Select) -> Self {
        self.selects.push(select.compact());
        self
    }
    /// Another compact field in the bar (a combobox).
    pub fn field(mut self, field: impl Render) -> Self {
        self.fields.push(field.render());
        self
    }
    /// A saved view.
    pub fn view(mut self, label: impl Into<String>, href: impl Into<String>, active: bool) -> Self {
        self.views.push(Chip {
            label: label.into(),
            href: href.into(),
            active,
        });
        self
    }
    /// A filter that is on: `href` is the list without it, `label` says so.
    pub fn chip(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.chips.push(Chip {
            label: label.into(),
            href: href.into(),
            active: true,
        });
        self
    }
    /// Kept in the address while one searches (the sort).
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }
    /// The way back to everything.
    pub fn clear(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.clear = Some((label.into(), href.into()));
        self
    }

    fn bar(&self) -> Markup {
        let target = self.target.as_ref().map(|id| format!("#{id}"));
        html! {
            form.filter-bar method="get" action=(self.action) role="search" aria-label=[self.search.as_ref().map(|s| &s.label)]
                hx-get=[target.as_ref().map(|_| &self.action)] hx-target=[target.as_deref()]
                hx-trigger=[target.as_ref().map(|_| "input delay:300ms, submit")]
                hx-swap=[target.as_ref().map(|_| "outerHTML")]
                hx-replace-url=[target.as_ref().map(|_| "true")] hx-sync=[target.as_ref().map(|_| "this:replace")] {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                @if let Some(search) = &self.search {
                    label.search-box {
                        (icon("search"))
                        span.sr-only { (search.label) }
                        input type="search" name=(search.name) value=(search.value) placeholder=(search.label)
                            dir="auto" autocomplete="off" data-key=[search.shortcut.as_deref()];
                    }
                }
                @for field in &self.fields { (field) }
                @for select in &self.selects { (select) }
                button.btn.btn-sm type="submit" { (self.apply) }
                @if let Some((label, href)) = &self.clear { a.btn.btn-sm.btn-ghost href=(href) { (label) } }
            }
        }
    }
}

impl Render for Filters {
    fn render(&self) -> Markup {
        html! {
            div.filters {
                @if !self.views.is_empty() {
                    ul.views {
                        @for view in &self.views {
                            li { a.view href=(view.href) aria-current=[view.active.then_some("true")] { (view.label) } }
                        }
                    }
                }
                (self.bar())
                @if !self.chips.is_empty() {
                    ul.chips {
                        @for chip in &self.chips { li { a.chip href=(chip.href) { (chip.label) (icon("x")) } } }
                    }
                }
            }
        }
    }
}

/// The foot of a list.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// Names the group of links.
    pub label: String,
    /// How many there are, in words («۱٬۰۰۰+ تیکت»).
    pub count: String,
    /// (label, href) of the page before.
    pub previous: Option<(String, String)>,
    /// (label, href) of the page after.
    pub next: Option<(String, String)>,
}

/// Links to the pages before and after, and the count; nothing where there is none of them.
pub fn pager(pager: &Pager) -> Markup {
    if pager.count.is_empty() && pager.previous.is_none() && pager.next.is_none() {
        return html! {};
    }
    html! {
        nav.pager aria-label=(pager.label) {
            p { (pager.count) }
            @if let Some((label, href)) = &pager.previous {
                a.btn.btn-sm href=(href) rel="prev" data-key="k" { (directed("chevron-left")) span { (label) } }
            }
            @if let Some((label, href)) = &pager.next {
                a.btn.btn-sm href=(href) rel="next" data-key="j" { span { (label) } (directed("chevron-right")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select;

    #[test]
    fn the_bar_is_a_plain_form_and_searches_as_one_types() {
        let html = filters("/tickets", "جستجو")
            .search("q", "نت", "جستجو")
            .target("list")
            .select(select("s", "وضعیت").option("o", "باز"))
            .render()
            .into_string();
        assert!(html.contains("method=\"get\" action=\"/tickets\""));
        assert!(html.contains("hx-trigger=\"input delay:300ms, submit\""));
        assert!(html.contains("type=\"submit\""));
        assert!(
            !html.contains('['),
            "a filter in hx-trigger would need eval: {html}"
        );
    }

    #[test]
    fn pager_shows_only_the_pages_there_are() {
        let next = Some(("بعدی".to_owned(), "?after=1".to_owned()));
        let html = pager(&Pager {
            next,
            ..Pager::default()
        })
        .into_string();
        assert!(html.contains("rel=\"next\"") && !html.contains("rel=\"prev\""));
        assert_eq!(pager(&Pager::default()).into_string(), "");
    }
}
