//! The customer's pages: list, new ticket, one ticket.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use super::conversation::{Reader, body_field, conversation, conversation_id, files_field};
use super::done::{Done, sent_notice, told};
use super::list;
use super::writing::{self, BOX, Typed};
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
    let pairs = filter.pairs();
    let query = pairs.each_ref().map(|(name, value)| (*name, &**value));
    let listing = Listing::new(cx, paths::TICKETS, &query);
    let rows = page.rows.iter().map(|row| {
        Row::new()
            .id(ui::dom_id("ticket", row.id, "row"))
            .href(paths::ticket(row.id))
            .strong(row.status == Status::Waiting)
            .cell(html! { (ui::name(&row.subject)) " " span.quiet { (list::number(cx, row.number)) } })
            .cell(list::customer_badge(cx, row.standing()))
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
                .empty(empty(cx, filter.is_narrowed())))
            (listing.pager(page, Some(count)))
            @if !page.rows.is_empty() { (listing.exports("/tickets/export")) }
        }
    }
}

fn empty(cx: &Cx<'_>, is_narrowed: bool) -> Markup {
    if is_narrowed {
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
    let body = body_field(&view, "body", "tickets.message").hint(cx.t("tickets.message_hint"));
    let form = view
        .form_once(paths::TICKETS)
        .id("new-ticket")
        .upload()
        .body(html! { (about_line(cx, about)) (subject) div.columns { (department) (priority) } (body) (files_field(cx, &view, "attachments")) })
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
    typed: Typed<'_>,
) -> View {
    let ticket = &heading.ticket;
    let title = format!("{} {}", ticket.subject, list::number(cx, ticket.number));
    if cx.asks_for(BOX) {
        return View::new(title, writing::customer(cx, ticket, typed));
    }
    let main = html! {
        (ui::page_header(&ticket.subject, None, actions(cx, heading)))
        (top(cx, heading))
        (talk(cx, heading, found))
        (writing::customer(cx, ticket, typed))
        @for shown in boxes { (shown) }
    };
    View::new(title, main)
        .live(ticket_topic(ticket.id))
        .crumb(cx.t("tickets.title"), Some(paths::TICKETS.to_owned()))
        .crumb(list::number(cx, ticket.number), None)
}

/// The conversation and the heading's state, after a live event.
pub fn refreshed(cx: &Cx<'_>, heading: &Heading, found: &Conversation) -> View {
    with_state(
        cx,
        heading,
        View::new(&heading.ticket.subject, talk(cx, heading, found)),
    )
}

/// The same after an act of the page itself, which also says what was done.
pub fn changed(cx: &Cx<'_>, heading: &Heading, found: &Conversation, done: Done) -> View {
    let ticket = &heading.ticket;
    let undo = done.undo(cx, ticket, &paths::closure(ticket.id));
    let view = refreshed(cx, heading, found);
    told(cx, view, done.notice(), undo, &done.place(ticket))
}

/// After an answer: an empty box, and the conversation with what was sent, where the focus goes.
pub fn sent(cx: &Cx<'_>, heading: &Heading, found: &Conversation, place: &str) -> View {
    let ticket = &heading.ticket;
    let typed = Typed {
        raw: &Raw::default(),
        errors: None,
        draft: None,
    };
    let view = View::new(&ticket.subject, writing::customer(cx, ticket, typed)).also(ui::morphed(
        conversation_id(ticket.id),
        talk(cx, heading, found),
    ));
    let message = place.split_once('#').map_or("", |(_, row)| row);
    told(
        cx,
        with_state(cx, heading, view),
        sent_notice(false),
        None,
        message,
    )
}

/// With what stands around the conversation and changes with the ticket's state.
fn with_state(cx: &Cx<'_>, heading: &Heading, view: View) -> View {
    let actions_id = list::actions_id(&heading.ticket);
    view.live(ticket_topic(heading.ticket.id))
        .also(ui::morphed(top_id(heading), top(cx, heading)))
        .also(ui::morphed(actions_id, actions(cx, heading)))
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
            (list::customer_badge(cx, ticket.standing()))
            (list::priority_badge(cx, ticket.priority))
            span.quiet { (list::number(cx, ticket.number)) }
            span.quiet { (list::department(cx, &heading.department_fa, &heading.department_en)) }
            (list::about(cx, ticket))
            span.quiet { (cx.t("tickets.opened_at")) " " (ui::date_time(cx.fmt(), ticket.opened_at)) }
            @if ticket.status == Status::Closed { span.quiet { (cx.t("tickets.answer_reopens")) } }
        }
    }
}

fn status_actions(cx: &Cx<'_>, heading: &Heading) -> Markup {
    let (closure, talk) = (
        paths::closure(heading.ticket.id),
        conversation_id(heading.ticket.id),
    );
    if heading.ticket.status == Status::Closed {
        return html! { (ui::button(cx.t("tickets.reopen")).icon("rotate-ccw").post(closure, cx.csrf()).method("DELETE").morph(talk)) };
    }
    html! { (ui::button(cx.t("tickets.close")).icon("check").post(closure, cx.csrf()).morph(talk).confirm(cx.t("tickets.close_confirm"), cx.t("kernel.cancel"))) }
}
