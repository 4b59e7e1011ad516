//! What modules provide, and their options as fields of a form. The operator's decisions are put in, whatever was sent.

use std::sync::Arc;

use contracts::commerce::{OptionDef, OptionKind, ProductKind};
use kernel::app::App;
use kernel::error::{AppError, FieldErrors};
use kernel::web::{Cx, FormView};
use l10n::normalise;
use maud::{Markup, Render, html};
use serde_json::{Map, Value};
use ui::Field;

use super::product::Product;

/// The kind under a name.
pub fn kind(app: &App, name: &str) -> Result<Arc<dyn ProductKind>, AppError> {
    let found = app.registry.ports().named::<dyn ProductKind>(name);
    found.ok_or(AppError::NotFound("commerce.product"))
}

/// The field of an option in a form.
#[must_use]
pub fn field_name(option: &str) -> String {
    format!("option_{option}")
}

/// The options that a buyer decides.
pub fn open_options<'a>(
    product: &'a Product,
    kind: &dyn ProductKind,
) -> impl Iterator<Item = OptionDef> + 'a {
    let all = kind.options().into_iter();
    all.filter(|def| product.fixed.get(def.name).is_none())
}

/// The options of what is being bought, from typed fields (`typed` answers by the field's name).
pub fn read_options<'a>(
    product: &Product,
    kind: &dyn ProductKind,
    typed: impl Fn(&str) -> &'a str,
) -> Value {
    let mut options = product.fixed.as_object().cloned().unwrap_or_default();
    for def in open_options(product, kind) {
        let value = typed(&field_name(def.name)).trim();
        let value = read_one(&def, value);
        options.insert(def.name.to_owned(), Value::String(value));
    }
    Value::Object(options)
}

fn read_one(def: &OptionDef, typed: &str) -> String {
    match (&def.kind, typed) {
        (OptionKind::Line(_) | OptionKind::Text(_), text) => normalise::input(text),
        (_, "") => def.default(),
        (OptionKind::Number(..), number) => normalise::ascii_digits(number),
        (OptionKind::Choice(_), word) => word.to_owned(),
    }
}

/// The fields of what a buyer decides, with what was typed.
pub fn option_fields(
    cx: &Cx<'_>,
    form: &FormView<'_>,
    product: &Product,
    kind: &dyn ProductKind,
) -> Markup {
    html! { @for def in open_options(product, kind) { (field(cx, form, &def, true)) } }
}

fn field(cx: &Cx<'_>, form: &FormView<'_>, def: &OptionDef, must: bool) -> Markup {
    let name = field_name(def.name);
    let hint = def.hint.map(|key| cx.t(key));
    let hinted = |field: Field| match &hint {
        Some(hint) => field.hint(hint),
        None => field,
    };
    let first = def.default();
    match &def.kind {
        OptionKind::Line(most) => {
            let field = form.field(&name, def.label).dir("auto");
            let field = if must { field.required() } else { field };
            hinted(field.max_length(u32::from(*most))).render()
        }
        OptionKind::Text(most) => {
            let field = form.field(&name, def.label).area(4).dir("auto");
            hinted(field.max_length(u32::from(*most))).render()
        }
        OptionKind::Number(..) => {
            let value = cx.fmt().digits(form.typed_or(&name, &first));
            hinted(
                form.field(&name, def.label)
                    .number()
                    .required()
                    .value(value),
            )
            .render()
        }
        OptionKind::Choice(all) => {
            let select = ui::select(&name, cx.t(def.label)).error(form.error(&name));
            let words = all.iter().map(|one| (one.word.as_str(), cx.t(one.label)));
            let select = select.options(words).value(form.typed_or(&name, &first));
            match hint {
                Some(hint) => select.hint(hint).render(),
                None => select.render(),
            }
        }
    }
}

/// The box that says that an option is decided by the operator.
#[must_use]
pub fn fixed_name(option: &str) -> String {
    format!("fixed_{option}")
}

/// The fields of what an operator may decide for every buyer: each option with a box that says so.
pub fn fixing_fields(cx: &Cx<'_>, form: &FormView<'_>, kind: &dyn ProductKind) -> Markup {
    html! {
        @for def in kind.options() {
            @let name = fixed_name(def.name);
            (ui::checkbox(&name, cx.t_with("commerce.editor.fix", &[("option", &cx.t(def.label))]))
                .checked(!form.typed(&name).is_empty()))
            (field(cx, form, &def, false))
        }
    }
}

/// What an operator has decided; each fault at its field.
pub fn read_fixed<'a>(
    kind: &dyn ProductKind,
    typed: impl Fn(&str) -> &'a str,
) -> Result<Value, FieldErrors> {
    let is_fixed = |option: &str| !typed(&fixed_name(option)).is_empty();
    let mut fixed = Map::new();
    for def in kind.options().into_iter().filter(|def| is_fixed(def.name)) {
        let value = read_one(&def, typed(&field_name(def.name)).trim());
        fixed.insert(def.name.to_owned(), Value::String(value));
    }
    let fixed = Value::Object(fixed);
    let mut errors = FieldErrors::default();
    for (option, error) in kind.check(&fixed).iter() {
        if fixed.get(option).is_some() {
            errors.add_with(&field_name(option), error.key, error.vars.clone());
        }
    }
    if errors.is_empty() {
        Ok(fixed)
    } else {
        Err(errors)
    }
}

/// What was chosen, for people: label and value of what a buyer decided.
pub fn shown_options(
    cx: &Cx<'_>,
    kind: &dyn ProductKind,
    options: &Value,
) -> Vec<(String, String)> {
    let none = Map::new();
    let chosen = options.as_object().unwrap_or(&none);
    let shown = kind.options().into_iter().filter_map(|def| {
        let value = chosen.get(def.name)?.as_str().filter(|v| !v.is_empty())?;
        let value = match &def.kind {
            OptionKind::Choice(all) => {
                let one = all.iter().find(|one| one.word == value)?;
                cx.t(one.label)
            }
            OptionKind::Number(..) => cx.fmt().digits(value),
            OptionKind::Line(_) | OptionKind::Text(_) => value.to_owned(),
        };
        Some((cx.t(def.label), value))
    });
    shown.collect()
}
