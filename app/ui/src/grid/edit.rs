//! A cell that is changed where it stands: its value, and behind it a small form of its own.
//! Here so that a price is mended without leaving the list; it is a `details`, so it opens without script. Where script runs
//! the form is made when it is opened: a browser looks into each form of a page, and a thousand cost it seconds.
use maud::{Markup, Render, html};

use crate::form::{CSRF_FIELD, METHOD_FIELD};
use crate::icon;

/// A cell's value with the way to change it, under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct CellEdit {
    id: String,
    label: String,
    shown: Markup,
    action: String,
    csrf: String,
    field: (String, String),
    words: [String; 2],
    numeric: bool,
    error: Option<String>,
}

/// A value that can be changed in its cell. `label` says what and whose («اجرت: انگشتر سولیتر»), `shown` is the value.
/// The form sends `PATCH` to `action`; with htmx its answer, this cell again, replaces the element with the id.
pub fn cell_edit(
    id: impl Into<String>,
    label: impl Into<String>,
    shown: impl Render,
    action: impl Into<String>,
    csrf: impl Into<String>,
) -> CellEdit {
    CellEdit {
        id: id.into(),
        label: label.into(),
        shown: shown.render(),
        action: action.into(),
        csrf: csrf.into(),
        field: <_>::default(),
        words: <_>::default(),
        numeric: false,
        error: None,
    }
}

impl CellEdit {
    /// The field's name, and what is typed over.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.field = (name.into(), value.into());
        self
    }
    /// The words of its two buttons: to keep the change, and to leave it.
    pub fn words(mut self, save: impl Into<String>, leave: impl Into<String>) -> Self {
        self.words = [save.into(), leave.into()];
        self
    }
    /// A figure: the phone shows its numeric keyboard.
    pub fn number(mut self) -> Self {
        self.numeric = true;
        self
    }
    /// Why the change was refused; the form stays open with it.
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    fn form(&self) -> Markup {
        let (name, value) = &self.field;
        let [save, leave] = &self.words;
        let input = format!("{}-field", self.id);
        let error_id = self.error.as_ref().map(|_| format!("{input}-error"));
        html! {
            form.cell-form method="post" action=(self.action) hx-post=(self.action) hx-target=(format!("#{}", self.id)) hx-swap="outerHTML" {
                input type="hidden" name=(METHOD_FIELD) value="PATCH";
                input type="hidden" name=(CSRF_FIELD) value=(self.csrf);
                label.sr-only for=(input) { (self.label) }
                input.input type="text" id=(input) name=(name) value=(value) dir=(if self.numeric { "ltr" } else { "auto" }) autocomplete="off"
                    inputmode=[self.numeric.then_some("decimal")] aria-invalid=[error_id.as_ref().map(|_| "true")] aria-describedby=[error_id.as_deref()]
                    data-autofocus[self.error.is_some()];
                button.btn.btn-primary.btn-sm.btn-square type="submit" aria-label=(format!("{save}: {}", self.label)) title=(save) { (icon("check")) }
                button.btn.btn-ghost.btn-sm.btn-square.needs-script type="button" data-cell-leave aria-label=(leave) title=(leave) { (icon("x")) }
                @if let (Some(error), Some(id)) = (&self.error, &error_id) { p.field-error id=(id) role="alert" { (error) } }
            }
        }
    }
}

impl Render for CellEdit {
    fn render(&self) -> Markup {
        html! {
            details.cell-edit id=(self.id) open[self.error.is_some()] data-cell-edit {
                summary { span.sr-only { (self.label) ": " } (self.shown) (icon("pencil")) }
                @if self.error.is_some() { (self.form()) } @else { noscript { (self.form()) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wage() -> CellEdit {
        cell_edit("wage-7", "اجرت: انگشتر", "۱۴٪", "/goods/7", "t")
            .field("wage", "۱۴")
            .words("ذخیره", "انصراف")
            .number()
    }

    #[test]
    fn a_change_is_a_plain_form_that_patches_and_swaps_its_own_cell() {
        let html = wage().render().into_string();
        let at = |what: &str| html.find(what).unwrap();
        assert!(at("name=\"_method\" value=\"PATCH\"") < at("csrf_token"));
        assert!(html.contains("action=\"/goods/7\"") && html.contains("hx-target=\"#wage-7\""));
        assert!(html.contains("<label class=\"sr-only\" for=\"wage-7-field\">"));
        assert!(!html.contains(" open"));
    }

    #[test]
    fn a_refused_change_stays_open_and_says_why() {
        let html = wage().error(Some("تا ۳۰٪ می‌شود")).render().into_string();
        assert!(html.contains("<details class=\"cell-edit\" id=\"wage-7\" open"));
        assert!(html.contains("aria-describedby=\"wage-7-field-error\""));
    }
}
