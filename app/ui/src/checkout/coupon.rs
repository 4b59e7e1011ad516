//! The field of a discount code: closed, refused, or redeemed.
//! Here because it is a form of its own that must never pay by accident.
use maud::{Markup, Render, html};

use crate::form::CSRF_FIELD;
use crate::{bdi, button, icon};

/// A coupon's field under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Coupon {
    id: String,
    action: String,
    csrf: String,
    ask: String,
    label: String,
    apply: String,
    value: String,
    error: Option<String>,
    redeemed: Option<(String, String, String)>,
}

/// A field for a code: `ask` opens it («کد تخفیف دارید؟»), `label` names the field, `apply` the button.
/// Posts `code` to `action`; with htmx the answer replaces the element with the id `coupon`.
pub fn coupon(
    action: impl Into<String>,
    csrf: impl Into<String>,
    ask: impl Into<String>,
    label: impl Into<String>,
    apply: impl Into<String>,
) -> Coupon {
    Coupon {
        id: "coupon".to_owned(),
        action: action.into(),
        csrf: csrf.into(),
        ask: ask.into(),
        label: label.into(),
        apply: apply.into(),
        value: String::new(),
        error: None,
        redeemed: None,
    }
}

impl Coupon {
    /// The element's id, when a page has two.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }
    /// What was typed.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// Why it does not hold.
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }
    /// It holds: the code, what it gives, and the label of the way to take it back (`DELETE action`).
    pub fn redeemed(
        mut self,
        code: impl Into<String>,
        gives: impl Into<String>,
        remove: impl Into<String>,
    ) -> Self {
        self.redeemed = Some((code.into(), gives.into(), remove.into()));
        self
    }

    fn open_field(&self) -> Markup {
        let id = format!("{}-code", self.id);
        let target = format!("#{}", self.id);
        let error_id = self.error.as_ref().map(|_| format!("{id}-error"));
        html! {
            details open[self.error.is_some() || !self.value.is_empty()] {
                summary { (icon("ticket-percent")) (self.ask) }
                form method="post" action=(self.action) hx-post=(self.action) hx-target=(target) hx-swap="outerHTML" {
                    input type="hidden" name=(CSRF_FIELD) value=(self.csrf);
                    label.sr-only for=(id) { (self.label) }
                    input.input type="text" id=(id) name="code" value=(self.value) dir="ltr" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" placeholder=(self.label) aria-invalid=[error_id.as_ref().map(|_| "true")] aria-describedby=[error_id.as_deref()];
                    (button(&self.apply))
                    @if let (Some(error), Some(error_id)) = (&self.error, &error_id) {
                        p.field-error id=(error_id) role="alert" { (icon("circle-alert")) span { (error) } }
                    }
                }
            }
        }
    }
}

impl Render for Coupon {
    fn render(&self) -> Markup {
        html! {
            div.coupon id=(self.id) {
                @if let Some((code, gives, remove)) = &self.redeemed {
                    div.coupon-held role="status" {
                        (icon("ticket-percent")) span { strong { (bdi(code)) } small { (gives) } }
                        (button(remove).quiet().small().icon_only("x").post(&self.action, &self.csrf).method("DELETE").swap(&self.id))
                    }
                } @else { (self.open_field()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_code_stays_open_with_what_was_typed() {
        let html = coupon("/c", "t", "کد دارید؟", "کد", "اعمال")
            .value("NOROOZ")
            .error(Some("این کد تمام شده است"))
            .render()
            .into_string();
        assert!(html.contains("<details open") && html.contains("value=\"NOROOZ\""));
        assert!(html.contains("aria-describedby=\"coupon-code-error\""));
    }

    #[test]
    fn redeemed_code_can_be_taken_back() {
        let html = coupon("/c", "t", "کد دارید؟", "کد", "اعمال")
            .redeemed("NOROOZ", "۲۰٪ کمتر", "حذف")
            .render()
            .into_string();
        assert!(html.contains("value=\"DELETE\"") && !html.contains("<details"));
    }
}
