//! The staff's preview of documents.

use kernel::error::AppResult;
use kernel::web::{Cx, View};
use l10n::Locale;
use maud::{Markup, html};

use crate::kinds;
use crate::preview::KINDS;
use crate::{paths, settings};

/// The fields of the seller, and a sample of each kind in each language.
pub fn index(cx: &Cx<'_>) -> AppResult<View> {
    let title = cx.t("documents.preview.title");
    let fields = ui::definition_list(fields(cx));
    let samples = samples(cx)?;
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("documents.preview.lead")), html! {}))
        (ui::card("samples", cx.t("documents.preview.samples"), samples))
        (ui::card("seller", cx.t("documents.paper.seller"), fields))
    };
    Ok(View::new(title, main))
}

fn fields(cx: &Cx<'_>) -> Vec<(String, Markup)> {
    let values = kernel::settings::Values::of_platform(cx.app());
    settings::all()
        .iter()
        .map(|def| {
            let now = values.now(def);
            let shown = now.as_str().unwrap_or_default();
            let shown = if shown.is_empty() {
                html! { span.quiet { (cx.t("documents.preview.missing")) } }
            } else {
                ui::bdi(cx.fmt().digits(shown))
            };
            (cx.t(def.label), shown)
        })
        .collect()
}

fn samples(cx: &Cx<'_>) -> AppResult<Markup> {
    let mut rows = Vec::new();
    for name in KINDS {
        let label = cx.t(kinds::named(cx.app(), name)?.label);
        let links = html! {
            @for locale in Locale::ALL {
                (ui::button(locale.own_name()).small().icon("file-text").href(paths::sample(name, locale.tag()))) " "
            }
        };
        rows.push((label, links));
    }
    Ok(ui::definition_list(rows))
}
