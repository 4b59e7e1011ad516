//! The page of a person's API tokens, and the page that shows a new one this once.
//! Scopes are shown by the labels of their permissions; the key stands beside, for programs ask by it.

use maud::{Markup, html};
use ui::{Column, Row, Tone};

use crate::api::TOKENS;
use crate::api::forms::DAYS;
use crate::api::models::tokens::TokenRow;
use crate::error::FieldErrors;
use crate::web::{Cx, FormView, Raw, View, business_page};

/// The list, and the form for a new one.
pub fn page(cx: &Cx<'_>, rows: &[TokenRow], raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let has_scopes = !cx.app().registry.scopes().is_empty();
    business_page(
        cx,
        "kernel.tokens.title",
        TOKENS,
        html! {
            h2 { (cx.t("kernel.tokens.title")) }
            p { (cx.t("kernel.tokens.text")) " " a href="/api/docs" { (cx.t("kernel.tokens.docs")) } }
            (list(cx, rows, has_scopes))
            @if has_scopes {
                (ui::settings_part("new-token", cx.t("kernel.tokens.new"), "", form(cx, raw, errors)))
            }
        },
    )
}

/// The new token, once.
pub fn shown_once(cx: &Cx<'_>, token: &str) -> View {
    business_page(
        cx,
        "kernel.tokens.title",
        TOKENS,
        html! {
            (ui::alert(Tone::Success, html! { (cx.t("kernel.tokens.made")) }))
            (ui::card("token", cx.t("kernel.tokens.yours"), html! {
                (ui::copyable(token, cx.t("kernel.tokens.copy")))
                p { (cx.t("kernel.tokens.keep")) }
            }))
            div.actions { (ui::button(cx.t("kernel.tokens.back")).href(TOKENS)) }
        },
    )
}

fn list(cx: &Cx<'_>, rows: &[TokenRow], has_scopes: bool) -> Markup {
    let text = if has_scopes {
        "kernel.tokens.none_text"
    } else {
        "kernel.tokens.no_scopes_here"
    };
    let column = |key: &str| Column::new(cx.t(key));
    let table = ui::table(cx.t("kernel.tokens.title"))
        .column(column("kernel.tokens.name"))
        .column(column("kernel.tokens.scopes"))
        .column(column("kernel.tokens.used").wide_only())
        .column(column("kernel.tokens.ends"))
        .column(column("kernel.actions").hidden_label())
        .rows(rows.iter().map(|row| line(cx, row)));
    html! {
        @if rows.is_empty() {
            (ui::empty_state("key-round", cx.t("kernel.tokens.none_title"), cx.t(text), html! {}))
        } @else { (table) }
    }
}

fn line(cx: &Cx<'_>, row: &TokenRow) -> Row {
    let mine = cx.user().is_some_and(|user| user.id == row.user_id);
    let question = cx.t_with("kernel.tokens.revoke_question", &[("name", &row.name)]);
    Row::new()
        .id(ui::dom_id("token", row.id, ""))
        .cell(html! {
            bdi { (row.name) }
            @if !mine { br; small { bdi { (row.display_name) } } }
        })
        .cell(html! { @for scope in &row.scopes { div { (label(cx, scope)) } } })
        .cell(row.last_used_at.map_or_else(
            || html! { (cx.t("kernel.tokens.never")) },
            |at| html! { (ui::relative_date(cx.fmt(), at, cx.now())) },
        ))
        .cell(ui::date(cx.fmt(), row.expires_at))
        .actions(html! {
            (ui::button(cx.t("kernel.tokens.revoke")).small().danger()
                .post(format!("{TOKENS}/{}", row.id), cx.csrf()).method("DELETE")
                .confirm(question, cx.t("kernel.cancel")))
        })
}

/// The label of a scope; what says that its module is not mounted any more, with the key.
fn label(cx: &Cx<'_>, scope: &str) -> Markup {
    let scopes = cx.app().registry.scopes();
    let gone = || ui::keyed(cx.t("kernel.names.gone"), scope);
    html! { @match scopes.get(scope) { Some(label) => (cx.t(label)), None => (gone()) } }
}

fn form(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let days = DAYS.map(|days| {
        let count = cx.fmt().number(i64::from(days));
        (
            days.to_string(),
            cx.t_with("kernel.tokens.days", &[("count", &count)]),
        )
    });
    let form = view
        .form_once(TOKENS)
        .body(html! {
            (view.field("name", "kernel.tokens.name").max_length(80).required().hint(cx.t("kernel.tokens.name_hint")))
            (scopes(cx, raw, &view))
            (ui::select("days", cx.t("kernel.tokens.life")).options(days).value(view.typed_or("days", "30"))
                .error(view.error("days")))
        })
        .actions(ui::button(cx.t("kernel.tokens.create")).primary());
    html! { (form) }
}

fn scopes(cx: &Cx<'_>, raw: &Raw, view: &FormView<'_>) -> Markup {
    let error = view.error("scopes");
    html! {
        fieldset.field id=(ui::field_id("scopes")) aria-describedby=[error.is_some().then_some("scopes-error")] {
            legend { (cx.t("kernel.tokens.scopes")) }
            @for (n, (key, label)) in cx.app().registry.scopes().iter().enumerate() {
                (ui::checkbox("scopes", cx.t(label)).id(format!("scope-{n}")).value(*key)
                    .checked(raw.all("scopes").any(|typed| typed == *key)))
            }
            @if let Some(error) = &error { p.field-error id="scopes-error" { (ui::icon("circle-alert")) span { (error) } } }
        }
    }
}
