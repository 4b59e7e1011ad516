//! The page of roles that modules add: who has which, and the form that gives one.

use kernel::error::FieldErrors;
use kernel::module::GivenRole;
use kernel::people::Colleague;
use kernel::web::{Cx, FormView, Raw, View, business_page};
use maud::{Markup, html};
use ui::{Column, Row};

use crate::models::given_roles::{GivenRow, Offer};
use crate::paths;

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
        "identity.roles.none_offered"
    } else {
        "identity.roles.none_text"
    };
    let table = ui::table(cx.t("identity.roles.title"))
        .column(Column::new(cx.t("identity.roles.member")))
        .column(Column::new(cx.t("identity.roles.role")))
        .column(Column::new(cx.t("identity.roles.over")))
        .column(Column::new(cx.t("kernel.actions")).hidden_label())
        .rows(shown.rows.iter().map(|row| line(cx, row, &shown.offers)))
        .empty(ui::empty_state(
            "shield-check",
            cx.t("identity.roles.none_title"),
            cx.t(none),
            html! {},
        ));
    business_page(
        cx,
        "identity.roles.title",
        paths::ROLES,
        html! {
            h2 { (cx.t("identity.roles.title")) }
            p { (cx.t("identity.roles.text")) }
            (table)
            @if !shown.offers.is_empty() { (ui::settings_part("give-role", cx.t("identity.roles.give_one"), "", form(cx, shown, raw, errors))) }
        },
    )
}

fn line(cx: &Cx<'_>, row: &GivenRow, offers: &[Offer]) -> Row {
    let over = row.over();
    let offer = offers
        .iter()
        .find(|offer| offer.given.role == row.role && offer.given.over == over);
    let thing = match (&over, offer.and_then(|offer| offer.thing.as_deref())) {
        (None, _) => html! { (cx.t("identity.roles.everything")) },
        (Some(_), Some(name)) => ui::name(name),
        (Some(over), None) => ui::bdi(over.to_string()),
    };
    let role = cx.app().registry.roles().get(row.role.as_str());
    let action = format!("{}/{}", paths::ROLES, row.id);
    let take = ui::button(cx.t("identity.roles.take")).small().quiet();
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
                "identity.roles.only_over",
                &[("role", &label), ("thing", thing)],
            ),
            None => label,
        };
        (word(&offer.given), label)
    });
    let member = ui::select("member", cx.t("identity.roles.member"))
        .options(members)
        .value(view.typed("member"))
        .error(view.error("member"));
    let role = ui::select("role", cx.t("identity.roles.role"))
        .options(roles)
        .value(view.typed("role"))
        .error(view.error("role"));
    html! {
        (view.form(paths::ROLES)
            .body(html! { div.columns { (member) (role) } })
            .actions(ui::button(cx.t("identity.roles.give_submit")).primary().icon("check")))
    }
}
