//! The bar that does one thing with many tickets, and what is told of those with which it could not be done.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw};
use maud::{Markup, html};
use ui::Tone;

use super::desk::Desk;
use super::list;
use crate::forms::Act;
use crate::ids::TicketId;
use crate::models::Priority;

/// A ticket with which it could not be done.
pub struct Failed {
    /// Which.
    pub id: TicketId,
    /// Text key of the reason.
    pub why: &'static str,
}

/// What is told after it was tried.
pub enum Told {
    /// Some were not done.
    Done {
        /// How many were wished.
        of: usize,
        /// Those that failed.
        failed: Vec<Failed>,
    },
    /// The wish itself was wrong, and nothing was done.
    Refused(FieldErrors),
}

/// The sentence above the queue, ticket by ticket.
pub fn told(cx: &Cx<'_>, desk: &Desk, told: &Told, raw: &Raw) -> Markup {
    match told {
        Told::Done { of, failed } => {
            let shown = |count: usize| cx.fmt().number(i64::try_from(count).unwrap_or(i64::MAX));
            let (all, done) = (shown(*of), shown(of.saturating_sub(failed.len())));
            let text = cx.t_with(
                "tickets.bulk.some_failed",
                &[("done", &done), ("all", &all)],
            );
            let lines = html! {
                p { (text) }
                ul { @for one in failed { li { (name(cx, desk, one.id)) ": " (cx.t(one.why)) } } }
            };
            ui::alert(Tone::Warning, lines)
        }
        Told::Refused(errors) => {
            let form = FormView::new(cx, raw, Some(errors));
            let said = ["ids", "act", "assignee", "tag"]
                .iter()
                .filter_map(|field| form.error(field));
            let lines: Vec<String> = said.collect();
            ui::alert(Tone::Danger, html! { @for line in &lines { p { (line) } } })
        }
    }
}

fn name(cx: &Cx<'_>, desk: &Desk, id: TicketId) -> Markup {
    let row = desk.page.rows.iter().find(|row| row.id == id);
    html! {
        @if let Some(row) = row { (list::number(cx, row.number)) " " (ui::name(&row.subject)) }
        @else { (ui::bdi(id.to_string())) }
    }
}

/// The choices of the bar: one act, a tag, and one button.
pub fn choices(cx: &Cx<'_>, desk: &Desk, raw: &Raw) -> Markup {
    let mut act = ui::select("act", cx.t("tickets.bulk.act"))
        .id("bulk-act")
        .compact()
        .empty(cx.t("tickets.bulk.act"))
        .value(raw.get("act"));
    if let Some(me) = cx.user() {
        act = act.option(Act::Assign(Some(me.id)).word(), cx.t("tickets.bulk.to_me"));
    }
    for agent in desk
        .agents
        .iter()
        .filter(|agent| desk.filter.me != Some(agent.user_id))
    {
        let label = cx.t_with("tickets.bulk.to", &[("name", &agent.display_name)]);
        act = act.option(Act::Assign(Some(agent.user_id)).word(), label);
    }
    act = act.option(Act::Assign(None).word(), cx.t("tickets.bulk.to_nobody"));
    for priority in Priority::ALL.iter().rev() {
        let label = cx.t_with(
            "tickets.bulk.rank",
            &[("priority", &cx.t(priority.label()))],
        );
        act = act.option(Act::Rank(*priority).word(), label);
    }
    act = act.option(Act::Close.word(), cx.t("tickets.close"));
    let tag = ui::field("tag", cx.t("tickets.desk.tag_add"))
        .id("bulk-tag")
        .value(raw.get("tag"))
        .max_length(40)
        .dir("auto")
        .autocomplete("off");
    html! { (act) (tag) (ui::button(cx.t("tickets.bulk.apply")).primary()) }
}
