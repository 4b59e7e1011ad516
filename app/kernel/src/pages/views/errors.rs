//! Errors of a form as texts: beside the field, and in the summary above the form.

use ui::dom_id;

use crate::error::FieldErrors;
use crate::web::Cx;

/// The text of a field's error.
pub fn of(cx: &Cx<'_>, errors: &FieldErrors, field: &str) -> Option<String> {
    errors.get(field).map(|error| {
        let vars: Vec<(&str, &str)> = error
            .vars
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        cx.t_with(error.key, &vars)
    })
}

/// (id of the field, text) of every field's error, for the summary; what concerns the whole is shown apart.
pub fn of_fields(cx: &Cx<'_>, errors: &FieldErrors) -> Vec<(String, String)> {
    errors
        .iter()
        .filter(|(field, _)| !field.is_empty())
        .filter_map(|(field, _)| of(cx, errors, field).map(|text| (field_id(field), text)))
        .collect()
}

/// The id of a field.
pub fn field_id(field: &str) -> String {
    dom_id("f", field, "")
}
