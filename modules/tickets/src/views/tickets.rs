//! The customer's pages: list, new ticket, one ticket.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::conversation::{Reader, body_field, conversation, files_field};
use super::list;
use crate::models::{
    About, Conversation, CustomerRow, Department, Filter, Heading, Priority, Status, ticket_topic,
};
use crate::paths;

const LIST: &str = "ticket-list";

/// The list.
pub fn index(cx: &Cx<'_>, filter: &Filter, page: &Page<CustomerRow>, count: i64) -> View {
    let list = table(cx, filter, page, count);
    let title = cx.t("tickets.title");
    if cx.asks_for(LIST) {
        return View::new(title, list);
    }
    let new = ui::button(cx.t("tickets.new"))
        .primary()
        .icon("plus")
        .href(paths::NEW_TICKET)
        .shortcut("n");
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("tickets.intro")), new))
        (filters(cx, filter))
        (list)
    };
    View::new(title, main)
}

fn filters(cx: &Cx<'_>, filter: &Filter) -> Markup {
    let status = Status::ALL.iter().fold(
        ui::select("status", cx.t("tickets.column.status")).empty(cx.t("tickets.any_status")),
        |select, s| select.option(s.as_str(), cx.t(s.customer_label())),
    );
    html! {
        (ui::filters(paths::TICKETS, cx.t("kernel.search_button"))
            .search("q", &filter.words, cx.t("tickets.search"))
            .shortcut("/")
            .select(status.value(filter.status.map_or("", Status::as_str)))
            .target(LIST))
    }
}

fn table(cx: &Cx<'_>, filter: &Filter, page: &Page<CustomerRow>, count: i64) -> Markup {
    let query = [
        ("q", filter.words.as_str()),
        ("status", filter.status.map_or("", Status::as_str)),
    ];
    let listing = Listing::new(cx, paths::TICKETS, &query);
    let is_filtered = query.iter().any(|(_, value)| !value.is_empty());
    let rows = page.rows.iter().map(|row| {
        Row::new()
            .id(ui::dom_id("ticket", row.id, "row"))
            .href(paths::ticket(row.id))
            .strong(row.status == Status::Waiting)
            .cell(html! { (ui::name(&row.subject)) " " span.quiet { (list::number(cx, row.number)) } })
            .cell(ui::badge(row.status.tone(), cx.t(row.status.customer_label())))
            .cell(list::department(cx, &row.department_fa, &row.department_en))
            .cell(ui::relative_date(cx.fmt(), row.last_activity_at, cx.now()))
    });
    html! {
        div id=(LIST) {
            (ui::table(cx.t("tickets.title"))
                .column(Column::new(cx.t("tickets.column.subject")))
                .column(Column::new(cx.t("tickets.column.status")))
                .column(Column::new(cx.t("tickets.column.department")).wide_only())
                .column(Column::new(cx.t("tickets.column.activity")))
                .rows(rows)
                .empty(empty(cx, is_filtered)))
            (listing.pager(page, Some(count)))
            @if !page.rows.is_empty() { (listing.exports("/tickets/export")) }
        }
    }
}

fn empty(cx: &Cx<'_>, is_filtered: bool) -> Markup {
    if is_filtered {
        let all = ui::button(cx.t("tickets.show_all")).href(paths::TICKETS);
        return ui::empty_state(
            "search",
            cx.t("tickets.none_found_title"),
            cx.t("tickets.none_found_text"),
            all,
        );
    }
    let new = ui::button(cx.t("tickets.new"))
        .primary()
        .icon("plus")
        .href(paths::NEW_TICKET);
    ui::empty_state(
        "life-buoy",
        cx.t("tickets.none_title"),
        cx.t("tickets.none_text"),
        new,
    )
}

/// The form that opens a ticket.
pub fn new(
    cx: &Cx<'_>,
    departments: &[Department],
    about: Option<&About>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let title = cx.t("tickets.new");
    let view = FormView::new(cx, raw, errors);
    let department = departments
        .iter()
        .fold(
            ui::select("department", cx.t("tickets.column.department")),
            |select, d| select.option(d.id.to_string(), d.name(cx.locale())),
        )
        .value(view.typed("department"))
        .required()
        .error(view.error("department"));
    let priority = Priority::ALL
        .iter()
        .fold(
            ui::select("priority", cx.t("tickets.column.priority")),
            |select, p| select.option(p.number().to_string(), cx.t(p.label())),
        )
        .value(view.typed_or("priority", "2"))
        .hint(cx.t("tickets.priority_hint"));
    let subject = view
        .field("subject", "tickets.column.subject")
        .required()
        .dir("auto")
        .max_length(200);
    let body = body_field(&view, "tickets.message").hint(cx.t("tickets.message_hint"));
    let form = view
        .form_once(paths::TICKETS)
        .id("new-ticket")
        .upload()
        .body(html! { (about_line(cx, about)) (subject) div.columns { (department) (priority) } (body) (files_field(cx, &view)) })
        .actions(ui::button(cx.t("tickets.send")).primary().icon("send").busy(cx.t("tickets.sending")));
    let main =
        html! { (ui::page_header(&title, None, html! {})) (ui::card("new-ticket-card", "", form)) };
    View::new(&title, main)
        .crumb(cx.t("tickets.title"), Some(paths::TICKETS.to_owned()))
        .crumb(title, None)
}

/// What the new ticket is about, with the way to leave it out.
fn about_line(cx: &Cx<'_>, about: Option<&About>) -> Markup {
    let Some(about) = about else { return html! {} };
    html! {
        div.row-of {
            input type="hidden" name="about" value=(about.thing);
            (ui::badge(Tone::Info, cx.t(about.kind))) (ui::name(&about.name))
            (ui::button(cx.t("tickets.about_leave_out")).small().quiet().icon("x").href(paths::NEW_TICKET))
        }
    }
}

/// One ticket with its conversation and the form that answers.
pub fn show(
    cx: &Cx<'_>,
    heading: &Heading,
    found: &Conversation,
    boxes: &[Markup],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let ticket = &heading.ticket;
    let title = format!("{} {}", ticket.subject, list::number(cx, ticket.number));
    let main = html! {
        (ui::page_header(&ticket.subject, None, actions(cx, heading)))
        (top(cx, heading))
        (talk(cx, heading, found))
        (answer_form(cx, heading, raw, errors))
        @for shown in boxes { (shown) }
    };
    View::new(title, main)
        .live(ticket_topic(ticket.id))
        .crumb(cx.t("tickets.title"), Some(paths::TICKETS.to_owned()))
        .crumb(list::number(cx, ticket.number), None)
}

/// The conversation and the heading's state, after a live event.
pub fn refreshed(cx: &Cx<'_>, heading: &Heading, found: &Conversation) -> View {
    let part = |id: String, part: Markup| ui::out_of_band(id, "outerMorph", part);
    View::new(&heading.ticket.subject, talk(cx, heading, found))
        .live(ticket_topic(heading.ticket.id))
        .also(part(top_id(heading), top(cx, heading)))
        .also(part(
            list::actions_id(&heading.ticket),
            actions(cx, heading),
        ))
}

fn actions(cx: &Cx<'_>, heading: &Heading) -> Markup {
    html! { div.actions id=(list::actions_id(&heading.ticket)) { (status_actions(cx, heading)) } }
}

fn talk(cx: &Cx<'_>, heading: &Heading, found: &Conversation) -> Markup {
    let id = heading.ticket.id;
    conversation(
        cx,
        id,
        Reader::Customer,
        &paths::messages(id),
        paths::attachment,
        found,
    )
}

fn top_id(heading: &Heading) -> String {
    ui::dom_id("ticket", heading.ticket.id, "top")
}

fn top(cx: &Cx<'_>, heading: &Heading) -> Markup {
    let ticket = &heading.ticket;
    html! {
        div.row-of id=(top_id(heading)) {
            (ui::badge(ticket.status.tone(), cx.t(ticket.status.customer_label())))
            (list::priority_badge(cx, ticket.priority))
            span.quiet { (list::number(cx, ticket.number)) }
            span.quiet { (list::department(cx, &heading.department_fa, &heading.department_en)) }
            (list::about(cx, ticket))
            span.quiet { (cx.t("tickets.opened_at")) " " (ui::date_time(cx.fmt(), ticket.opened_at)) }
        }
    }
}

fn status_actions(cx: &Cx<'_>, heading: &Heading) -> Markup {
    let closure = paths::closure(heading.ticket.id);
    if heading.ticket.status == Status::Closed {
        return html! { (ui::button(cx.t("tickets.reopen")).icon("rotate-ccw").post(closure, cx.csrf()).method("DELETE")) };
    }
    html! { (ui::button(cx.t("tickets.close")).icon("check").post(closure, cx.csrf()).confirm(cx.t("tickets.close_confirm"), cx.t("kernel.cancel"))) }
}

fn answer_form(cx: &Cx<'_>, heading: &Heading, raw: &Raw, errors: Option<&FieldErrors>) -> Markup {
    let is_closed = heading.ticket.status == Status::Closed;
    let label = if is_closed {
        "tickets.answer_reopens"
    } else {
        "tickets.answer"
    };
    let view = FormView::new(cx, raw, errors);
    let form = view
        .form_once(paths::messages(heading.ticket.id))
        .id("answer")
        .upload()
        .body(html! { (body_field(&view, label).shortcut("r")) (files_field(cx, &view)) })
        .actions(
            ui::button(cx.t("tickets.send"))
                .primary()
                .icon("send")
                .busy(cx.t("tickets.sending")),
        );
    ui::card("answer-card", "", form)
}
