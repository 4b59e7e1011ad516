//! The form of an endpoint, new or known.
//! The facts come from what the modules declare for outsiders.

use maud::{Markup, html};

use super::below;
use crate::error::FieldErrors;
use crate::pages::paths;
use crate::web::{Cx, FormView, Raw, View};
use crate::webhooks::Desk;
use crate::webhooks::forms::DESCRIPTION;
use crate::webhooks::models::endpoints::Endpoint;
use crate::webhooks::target::LONGEST;

/// A new one.
pub fn new(cx: &Cx<'_>, desk: Desk, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form_once(desk.endpoints())
        .id("webhook")
        .body(fields(cx, &view, raw))
        .actions(ui::button(cx.t("kernel.webhooks.create")).primary());
    let title = cx.t("kernel.webhooks.new");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("kernel.webhooks.new_lead")), html! {}))
        (ui::card("new-webhook", "", form))
    };
    below(cx, desk, &title, main)
}

/// A known one, with what was typed if that was refused.
pub fn edit(
    cx: &Cx<'_>,
    desk: Desk,
    endpoint: &Endpoint,
    typed: Option<(&Raw, &FieldErrors)>,
) -> View {
    let mut stored = vec![
        ("url", endpoint.url.as_str()),
        ("description", endpoint.description.as_str()),
    ];
    stored.extend(endpoint.facts.iter().map(|name| ("facts", name.as_str())));
    let stored = Raw::prefilled(&stored);
    let (raw, errors) = typed.map_or((&stored, None), |(raw, errors)| (raw, Some(errors)));
    let view = FormView::new(cx, raw, errors);
    let place = paths::below(desk.endpoints(), endpoint.id);
    let form = view
        .form(&place)
        .id("webhook")
        .method("PUT")
        .body(fields(cx, &view, raw))
        .actions(html! {
            (ui::button(cx.t("kernel.save")).primary())
            (ui::button(cx.t("kernel.cancel")).href(&place))
        });
    let title = cx.t("kernel.webhooks.edit_title");
    let main =
        html! { (ui::page_header(&title, None, html! {})) (ui::card("edit-webhook", "", form)) };
    below(cx, desk, &title, main)
}

fn fields(cx: &Cx<'_>, view: &FormView<'_>, raw: &Raw) -> Markup {
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    html! {
        (view.field("url", "kernel.webhooks.url").dir("ltr").max_length(most(LONGEST)).required().autocomplete("off")
            .placeholder("https://").hint(cx.t("kernel.webhooks.url_hint")))
        (view.field("description", "kernel.webhooks.description").max_length(most(DESCRIPTION))
            .hint(cx.t("kernel.webhooks.description_hint")))
        fieldset {
            legend { (cx.t("kernel.webhooks.facts")) }
            (choices(cx, view, raw))
        }
    }
}

fn choices(cx: &Cx<'_>, view: &FormView<'_>, raw: &Raw) -> Markup {
    let error = view.error("facts");
    html! {
        @if cx.app().registry.webhooks().is_empty() { p.quiet { (cx.t("kernel.webhooks.no_facts")) } }
        @for (n, def) in cx.app().registry.webhooks().iter().enumerate() {
            @let chosen = raw.all("facts").any(|name| name == def.fact);
            @let tick = ui::checkbox("facts", cx.t(def.label)).value(def.fact).checked(chosen).hint(def.fact);
            @if n == 0 { (tick.error(error.clone())) }
            @else { (tick.id(ui::dom_id("fact", n, ""))) }
        }
    }
}
