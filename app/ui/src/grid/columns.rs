//! Views that were kept and columns that are shown: links and a GET form.
//! Here so that what one sees of a grid is in its address and can be sent to a colleague.
use maud::{Markup, html};

use crate::{button, icon};

/// A view that was kept.
#[derive(Clone, Debug, Default)]
pub struct SavedView {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Is it the one shown?
    pub active: bool,
    /// How many it has, in the reader's digits.
    pub count: Option<String>,
}

/// Views in a row; `keep` (label, address) is the way to keep what is shown now.
pub fn saved_views(
    label: impl AsRef<str>,
    views: &[SavedView],
    keep: Option<(&str, &str)>,
) -> Markup {
    html! {
        nav.grid-views aria-label=(label.as_ref()) {
            @for view in views {
                a href=(view.href) aria-current=[view.active.then_some("true")] { (view.label) @if let Some(count) = &view.count { span { (count) } } }
            }
            @if let Some((label, href)) = keep { a.grid-keep href=(href) { (icon("bookmark")) (label) } }
        }
    }
}

/// The columns as check boxes below a button; sent to `action` as `column` once for each that is shown.
/// A column: its key, its name, is it shown?
pub fn column_chooser(
    id: impl AsRef<str>,
    action: impl AsRef<str>,
    label: impl AsRef<str>,
    apply: impl AsRef<str>,
    columns: &[(&str, String, bool)],
) -> Markup {
    let id = id.as_ref();
    html! {
        details.pop data-menu {
            summary.btn.btn-sm { (icon("columns-3")) span { (label.as_ref()) } }
            form.pop-box.column-form method="get" action=(action.as_ref()) {
                @for (key, name, shown) in columns {
                    label.tick for=(format!("{id}-{key}")) {
                        input.checkbox type="checkbox" id=(format!("{id}-{key}")) name="column" value=(key) checked[*shown];
                        span { (name) }
                    }
                }
                (button(apply.as_ref()).small().primary())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_into_the_address() {
        let html = column_chooser(
            "c",
            "/goods",
            "ستون‌ها",
            "اعمال",
            &[("w", "وزن".into(), true)],
        );
        let html = html.into_string();
        assert!(html.contains("method=\"get\" action=\"/goods\""));
        assert!(html.contains("name=\"column\" value=\"w\" checked"));
    }
}
