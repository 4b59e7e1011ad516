//! The list of endpoints, and one endpoint with what was told to it.
//! Offers only what makes sense now: no sample for an endpoint that is off.

use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::{address, below, fact, framed, state};
use crate::pages::paths;
use crate::web::{Cx, LIST, ListOnly, Listing, Page, Receipt, View};
use crate::webhooks::Desk;
use crate::webhooks::models::deliveries::{Delivery, STATES};
use crate::webhooks::models::endpoints::{Endpoint, Standing};

/// What the list is narrowed to.
#[derive(Clone, Copy)]
pub struct Filter<'a> {
    /// Where they stand; all when nothing.
    pub standing: Option<Standing>,
    /// Words of address or description.
    pub words: &'a str,
}

impl<'a> Filter<'a> {
    /// From the address's `state` and `q`.
    #[must_use]
    pub fn new(state: Option<&str>, q: Option<&'a str>) -> Self {
        Self {
            standing: Standing::ALL
                .into_iter()
                .find(|each| Some(each.as_str()) == state),
            words: q.unwrap_or_default(),
        }
    }
}

/// An endpoint with a page of its deliveries.
pub struct Found {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The newest deliveries.
    pub told: Page<Delivery>,
    /// How many there are.
    pub count: i64,
}

fn standing(cx: &Cx<'_>, endpoint: &Endpoint) -> Markup {
    let (tone, name) = match endpoint.standing() {
        Standing::On => (Tone::Success, "on"),
        Standing::Failing => (Tone::Warning, "failing"),
        Standing::Off => (Tone::Neutral, "off"),
    };
    ui::badge(tone, cx.t(&format!("kernel.webhooks.standing.{name}")))
}

/// The list.
pub fn index(
    cx: &Cx<'_>,
    desk: Desk,
    list_only: ListOnly,
    filter: Filter<'_>,
    page: &Page<Endpoint>,
    count: i64,
) -> View {
    let chosen = filter.standing.map_or("", Standing::as_str);
    let filters = [("state", chosen), ("q", filter.words)];
    let listing = Listing::new(cx, desk.endpoints(), &filters);
    let table = ui::table(cx.t("kernel.webhooks.title"))
        .column(Column::new(cx.t("kernel.webhooks.url")))
        .column(Column::new(cx.t("kernel.webhooks.facts")).wide_only())
        .column(Column::new(cx.t("kernel.webhooks.state")))
        .column(Column::new(cx.t("kernel.webhooks.made_at")).wide_only())
        .rows(page.rows.iter().map(|row| line(cx, desk, row)))
        .empty(listing.empty(
            "send",
            "kernel.webhooks.none_title",
            "kernel.webhooks.none_text",
        ));
    let list = list(&table, listing.pager(page, Some(count)));
    if list_only.is_asked() {
        return View::new(cx.t("kernel.webhooks.title"), list);
    }
    let new = ui::button(cx.t("kernel.webhooks.new"))
        .primary()
        .icon("plus")
        .href(desk.new_endpoint());
    let head = head(cx, &listing, chosen);
    framed(cx, desk, new, html! { (head) (list) })
}

fn head(cx: &Cx<'_>, listing: &Listing<'_>, chosen: &str) -> Markup {
    let states = Standing::ALL.map(|each| {
        let name = each.as_str();
        (name, cx.t(&format!("kernel.webhooks.standing.{name}")))
    });
    let select = ui::select("state", cx.t("kernel.webhooks.state"))
        .empty(cx.t("kernel.webhooks.any_state"))
        .options(states)
        .value(chosen);
    html! { (listing.filters("q", "kernel.webhooks.search").select(select)) }
}

/// The part that is replaced while one types.
fn list(table: &ui::Table, foot: Markup) -> Markup {
    html! { div.flow id=(LIST) { (table) (foot) } }
}

fn line(cx: &Cx<'_>, desk: Desk, row: &Endpoint) -> Row {
    Row::new()
        .href(paths::below(desk.endpoints(), row.id))
        .cell(html! {
            (address(&row.url))
            @if !row.description.is_empty() { br; bdi { (row.description) } }
        })
        .cell(cx.fmt().number(i64::try_from(row.facts.len()).unwrap_or(0)))
        .cell(standing(cx, row))
        .cell(ui::relative_date(cx.fmt(), row.created_at, cx.now()))
}

/// One endpoint.
pub fn show(cx: &Cx<'_>, desk: Desk, list_only: ListOnly, found: &Found, chosen: &str) -> View {
    let endpoint = &found.endpoint;
    let shown = told(cx, desk, found, chosen);
    let title = cx.t("kernel.webhooks.one");
    if list_only.is_asked() {
        return View::new(title, shown);
    }
    let place = paths::below(desk.endpoints(), endpoint.id);
    let states = STATES.map(|name| (name, cx.t(&format!("kernel.webhooks.state_list.{name}"))));
    let main = html! {
        (ui::page_header(&title, None, actions(cx, endpoint, &place)))
        (warning(cx, endpoint))
        (ui::card("endpoint", "", ui::definition_list(facts(cx, endpoint))))
        (ui::card("secret", cx.t("kernel.webhooks.secret"), secret(cx, endpoint, &place)))
        h2 { (cx.t("kernel.webhooks.deliveries")) }
        (ui::filters(&place, cx.t("kernel.list.apply")).target(LIST)
            .select(ui::select("state", cx.t("kernel.webhooks.state")).empty(cx.t("kernel.webhooks.any_state"))
                .options(states).value(chosen)))
        (shown)
    };
    below(cx, desk, &title, main)
}

fn actions(cx: &Cx<'_>, endpoint: &Endpoint, place: &str) -> Markup {
    let activation = paths::below(place, "activation");
    html! {
        (ui::button(cx.t("kernel.webhooks.edit")).icon("pencil").href(paths::below(place, "edit")))
        @if endpoint.standing() == Standing::Off {
            (ui::button(cx.t("kernel.webhooks.switch_on")).primary().post(activation, cx.csrf()))
        } @else {
            (ui::button(cx.t("kernel.webhooks.test")).primary().icon("send").post(paths::below(place, "pings"), cx.csrf()))
            (ui::button(cx.t("kernel.webhooks.switch_off")).post(activation, cx.csrf()).method("DELETE"))
        }
        (ui::button(cx.t("kernel.webhooks.remove")).danger().icon("trash-2").post(place, cx.csrf()).method("DELETE")
            .confirm(cx.t("kernel.webhooks.remove_question"), cx.t("kernel.cancel")))
    }
}

fn warning(cx: &Cx<'_>, endpoint: &Endpoint) -> Markup {
    let since = endpoint.failing_since.map(|at| cx.fmt().date_time(at));
    let given_up = endpoint.standing() == Standing::Off && endpoint.switched_off_by.is_none();
    html! {
        @if given_up { (ui::alert(Tone::Danger, cx.t("kernel.webhooks.given_up"))) }
        @else if endpoint.standing() == Standing::Failing {
            (ui::alert(Tone::Warning, cx.t_count("kernel.webhooks.is_failing", i64::from(endpoint.failures),
                &[("since", since.as_deref().unwrap_or_default())])))
        }
    }
}

fn facts(cx: &Cx<'_>, endpoint: &Endpoint) -> Vec<(String, Markup)> {
    let mut list = vec![
        (cx.t("kernel.webhooks.url"), address(&endpoint.url)),
        (cx.t("kernel.webhooks.state"), standing(cx, endpoint)),
    ];
    if !endpoint.description.is_empty() {
        list.push((
            cx.t("kernel.webhooks.description"),
            html! { bdi { (endpoint.description) } },
        ));
    }
    list.push((
        cx.t("kernel.webhooks.facts"),
        html! { ul { @for name in &endpoint.facts { li { (ui::keyed(fact(cx, name), name)) } } } },
    ));
    list.push((
        cx.t("kernel.webhooks.made_at"),
        ui::date_time(cx.fmt(), endpoint.created_at),
    ));
    list
}

fn secret(cx: &Cx<'_>, endpoint: &Endpoint, place: &str) -> Markup {
    let made = cx.fmt().date_time(endpoint.secret_made_at);
    let until = endpoint.previous_until.filter(|at| *at > cx.now());
    html! {
        p { (cx.t_with("kernel.webhooks.secret_made", &[("at", &made)])) }
        @if let Some(until) = until {
            p { (cx.t_with("kernel.webhooks.previous_until", &[("at", &cx.fmt().date_time(until))])) }
        }
        (ui::button(cx.t("kernel.webhooks.roll")).icon("rotate-ccw").once(Receipt::fresh())
            .post(paths::below(place, "secret"), cx.csrf())
            .confirm(cx.t("kernel.webhooks.roll_question"), cx.t("kernel.cancel")))
    }
}

fn told(cx: &Cx<'_>, desk: Desk, found: &Found, chosen: &str) -> Markup {
    let place = paths::below(desk.endpoints(), found.endpoint.id);
    let filters = [("state", chosen)];
    let listing = Listing::new(cx, &place, &filters);
    let table = ui::table(cx.t("kernel.webhooks.deliveries"))
        .column(Column::new(cx.t("kernel.webhooks.fact")))
        .column(Column::new(cx.t("kernel.webhooks.state")))
        .column(Column::new(cx.t("kernel.webhooks.status")).wide_only())
        .column(Column::new(cx.t("kernel.webhooks.attempts")).wide_only())
        .column(Column::new(cx.t("kernel.webhooks.told_at")).wide_only())
        .rows(found.told.rows.iter().map(|row| {
            Row::new()
                .href(paths::below(desk.deliveries(), row.id))
                .cell(fact(cx, &row.fact))
                .cell(state(cx, &row.state))
                .cell(
                    row.last_status
                        .map_or_else(String::new, |s| cx.fmt().digits(&s.to_string())),
                )
                .cell(cx.fmt().number(i64::from(row.attempts)))
                .cell(ui::relative_date(cx.fmt(), row.created_at, cx.now()))
        }))
        .empty(listing.empty(
            "send",
            "kernel.webhooks.told_nothing_title",
            "kernel.webhooks.told_nothing_text",
        ));
    list(&table, listing.pager(&found.told, Some(found.count)))
}
