//! A form as a page shows it: what was typed stays in its fields, and each error is told beside its field and once more
//! in the summary above the form, with a link to the field.

use ui::{Field, Form};

use super::{Cx, Raw, Receipt};
use crate::error::{FieldError, FieldErrors};

/// What was typed, what is wrong with it, and in which language to say so.
#[derive(Clone, Copy)]
pub struct FormView<'a> {
    cx: &'a Cx<'a>,
    raw: &'a Raw,
    errors: Option<&'a FieldErrors>,
}

impl<'a> FormView<'a> {
    /// A form that is shown for the first time has nothing typed and no errors.
    #[must_use]
    pub fn new(cx: &'a Cx<'a>, raw: &'a Raw, errors: Option<&'a FieldErrors>) -> Self {
        Self { cx, raw, errors }
    }

    /// What was typed into a field.
    #[must_use]
    pub fn typed(&self, field: &str) -> &'a str {
        self.raw.get(field)
    }

    /// What was typed into a field, or what stands there when nothing was.
    #[must_use]
    pub fn typed_or(&self, field: &str, first: &'a str) -> &'a str {
        Some(self.typed(field))
            .filter(|typed| !typed.is_empty())
            .unwrap_or(first)
    }

    fn message(&self, error: &FieldError) -> String {
        let shaped = |value: &String| self.cx.fmt().digits(value);
        let vars: Vec<_> = error.vars.iter().map(|(k, v)| (*k, shaped(v))).collect();
        let vars: Vec<_> = vars.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.cx.t_with(error.key, &vars)
    }

    /// What is wrong with a field; with the form as a whole when `field` is empty.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors?.get(field).map(|error| self.message(error))
    }

    /// A field with what was typed.
    pub fn field(&self, name: &str, label: &str) -> Field {
        ui::field(name, self.cx.t(label))
            .value(self.typed(name))
            .error(self.error(name))
    }

    /// A field for a password, which is never shown again.
    pub fn password(&self, name: &str, label: &str) -> Field {
        ui::field(name, self.cx.t(label))
            .password()
            .reveal(self.cx.t("kernel.form.show_password"))
            .error(self.error(name))
            .required()
    }

    /// The form with its CSRF token and the summary of its errors.
    pub fn form(&self, action: impl Into<String>) -> Form {
        let errors = self.errors.into_iter().flat_map(FieldErrors::iter);
        let summary: Vec<(String, String)> = errors
            .map(|(field, error)| {
                let id = if field.is_empty() {
                    String::new()
                } else {
                    ui::field_id(field)
                };
                (id, self.message(error))
            })
            .collect();
        let title = if summary.iter().any(|(id, _)| !id.is_empty()) {
            "kernel.form.errors"
        } else {
            "kernel.form.refused"
        };
        let of_one = if title == "kernel.form.errors" {
            "kernel.form.error"
        } else {
            title
        };
        ui::form(action, self.cx.csrf())
            .errors(self.cx.t(title), summary)
            .errors_of_one(self.cx.t(of_one))
    }

    /// The form with a key besides, so that sending it twice does it once: see [`Receipt`].
    pub fn form_once(&self, action: impl Into<String>) -> Form {
        let sent = self.typed(ui::ONCE_FIELD);
        let key = if sent.is_empty() {
            Receipt::fresh()
        } else {
            sent.to_owned()
        };
        self.form(action).once(key)
    }
}
