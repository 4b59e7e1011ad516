//! The page of roles that modules add: who has which, and the form that gives one.

use maud::{Markup, html};
use ui::{Column, Row};

use super::account;
use crate::error::FieldErrors;
use crate::identity::models::given_roles::{GivenRow, Offer};
use crate::identity::paths;
use crate::module::GivenRole;
use crate::people::Colleague;
use crate::web::{Cx, FormView, Raw, View};

/// What the page shows.
pub struct Shown {
    /// Who has which.
    pub rows: Vec<GivenRow>,
    /// Who can be given one.
    pub members: Vec<Colleague>,
    /// What can be given.
    pub offers: Vec<Offer>,
}

/// The list and the form.
pub fn page(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let none = if shown.offers.is_empty() {
        "kernel.roles.none_offered"
    } else {
        "kernel.roles.none_text"
    };
    let table = ui::table(cx.t("kernel.roles.title"))
        .column(Column::new(cx.t("kernel.roles.member")))
        .column(Column::new(cx.t("kernel.roles.role")))
        .column(Column::new(cx.t("kernel.roles.over")))
        .column(Column::new(cx.t("kernel.actions")).hidden_label())
        .rows(shown.rows.iter().map(|row| line(cx, row, &shown.offers)))
        .empty(ui::empty_state(
            "shield-check",
            cx.t("kernel.roles.none_title"),
            cx.t(none),
            html! {},
        ));
    account(
        cx,
        "kernel.roles.title",
        paths::ROLES,
        html! {
            p { (cx.t("kernel.roles.text")) }
            (table)
            @if !shown.offers.is_empty() { (ui::card("give-role", cx.t("kernel.roles.give_one"), form(cx, shown, raw, errors))) }
        },
    )
}

fn line(cx: &Cx<'_>, row: &GivenRow, offers: &[Offer]) -> Row {
    let over = row.over();
    let offer = offers
        .iter()
        .find(|offer| offer.given.role == row.role && offer.given.over == over);
    let thing = match (&over, offer.and_then(|offer| offer.thing.as_deref())) {
        (None, _) => html! { (cx.t("kernel.roles.everything")) },
        (Some(_), Some(name)) => ui::name(name),
        (Some(over), None) => ui::bdi(over.to_string()),
    };
    let role = cx.app().registry.roles().get(row.role.as_str());
    let action = format!("{}/{}", paths::ROLES, row.id);
    let take = ui::button(cx.t("kernel.roles.take")).small().quiet();
    Row::new()
        .cell(ui::name(&row.name))
        .cell(html! { @match role { Some(role) => (cx.t(role.label)), None => (ui::bdi(&row.role)) } })
        .cell(thing)
        .actions(html! { (take.post(action, cx.csrf()).method("DELETE")) })
}

/// How a role stands in the form: `role`, or `role kind:id`.
fn word(given: &GivenRole) -> String {
    match &given.over {
        Some(over) => format!("{} {over}", given.role),
        None => given.role.clone(),
    }
}

fn form(cx: &Cx<'_>, shown: &Shown, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let view = FormView::new(cx, raw, errors);
    let members = shown
        .members
        .iter()
        .map(|member| (member.user_id.to_string(), member.display_name.clone()));
    let roles = shown.offers.iter().map(|offer| {
        let label = cx.t(offer.label);
        let label = match &offer.thing {
            Some(thing) => cx.t_with(
                "kernel.roles.only_over",
                &[("role", &label), ("thing", thing)],
            ),
            None => label,
        };
        (word(&offer.given), label)
    });
    let member = ui::select("member", cx.t("kernel.roles.member"))
        .options(members)
        .value(view.typed("member"))
        .error(view.error("member"));
    let role = ui::select("role", cx.t("kernel.roles.role"))
        .options(roles)
        .value(view.typed("role"))
        .error(view.error("role"));
    html! {
        (view.form(paths::ROLES)
            .body(html! { div.columns { (member) (role) } })
            .actions(ui::button(cx.t("kernel.roles.give_submit")).primary().icon("check")))
    }
}
