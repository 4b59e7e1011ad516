//! Pages of the editor.

pub mod categories;
pub mod price;
pub mod product;
pub mod products;
pub mod rate;
pub mod taxes;

use kernel::web::{Cx, FormView, Raw};
use maud::{Markup, html};
use ui::{Tab, Tone};

use super::paths;

/// The editor's three lists.
fn tabs(cx: &Cx<'_>, here: &str) -> Markup {
    let tab = |label: &str, href: &str| Tab {
        label: cx.t(label),
        href: href.to_owned(),
        active: href == here,
        ..Tab::default()
    };
    let all = [
        tab("commerce.editor.products", paths::PRODUCTS),
        tab("commerce.editor.categories", paths::CATEGORIES),
        tab("commerce.editor.taxes", paths::TAXES),
    ];
    ui::tabs(cx.t("commerce.editor.sections"), &all)
}

/// A field as it is kept.
struct Stands {
    /// Its name in the form.
    name: &'static str,
    /// Text key of its label.
    label: &'static str,
    /// What stands in the form.
    value: String,
    /// What is told of it, where that is something else.
    shown: Option<String>,
}

impl Stands {
    fn new(name: &'static str, label: &'static str, value: &str) -> Self {
        Self {
            name,
            label,
            value: value.to_owned(),
            shown: None,
        }
    }
    fn shown(mut self, shown: impl Into<String>) -> Self {
        self.shown = Some(shown.into());
        self
    }
}

/// What stands of a form's fields, to fill it with.
fn filled(stands: &[Stands]) -> Raw {
    let pairs: Vec<(&str, &str)> = stands
        .iter()
        .map(|one| (one.name, one.value.as_str()))
        .collect();
    Raw::prefilled(&pairs)
}

/// What somebody else has changed meanwhile: each field that differs from what was typed, with what stands there now.
fn meanwhile(cx: &Cx<'_>, stands: &[Stands], typed: &Raw) -> Markup {
    let even = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let differing = stands
        .iter()
        .filter(|one| even(typed.get(one.name)) != even(&one.value));
    let rows: Vec<(String, Markup)> = differing
        .map(|one| {
            let shown = one.shown.as_deref().unwrap_or(&one.value);
            let lines = html! { @for line in shown.lines() { p { (ui::bdi(line)) } } };
            (cx.t(one.label), lines)
        })
        .collect();
    let body = html! {
        (ui::alert(Tone::Warning, cx.t("commerce.editor.stale_text")))
        (ui::definition_list(rows))
    };
    ui::card("meanwhile", cx.t("commerce.editor.stands_now"), body)
}

/// A name in both languages, side by side.
fn pair(form: &FormView<'_>, names: [&str; 2], labels: [&str; 2], most: u32) -> Markup {
    let [fa, en] = names;
    html! {
        (form.field(fa, labels[0]).dir("rtl").max_length(most))
        (form.field(en, labels[1]).dir("ltr").max_length(most))
    }
}
