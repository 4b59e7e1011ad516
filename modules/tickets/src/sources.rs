//! What the desk gives to screens of others: search results, boxes on the homes, a health check.

use contracts::support::Asking;
use diesel::{OptionalExtension, QueryResult};
use kernel::db::{JobDb, ReadTx};
use kernel::error::AppResult;
use kernel::health::Finding;
use kernel::module::{Hit, ResourceRef, ResourceSource, SearchSource, Side, WidgetSource};
use kernel::web::{COUNTED, Cx, Page, PageQuery, with_query};
use maud::{Markup, html};
use ui::Item;
use uuid::Uuid;

use crate::ids::TicketId;
use crate::models::{self, CustomerRow, Department, Filter, ListRow, Ticket, View};
use crate::paths;
use crate::permissions::{ANSWER_TICKETS, OPEN_TICKETS};
use crate::views::list;

/// Finds tickets: the tenant's own, or everybody's for staff.
pub struct TicketSearch;

#[rocket::async_trait]
impl SearchSource for TicketSearch {
    fn label(&self) -> &'static str {
        "tickets.title"
    }

    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>> {
        let filter = Filter {
            words: text.to_owned(),
            ..Filter::default()
        };
        let Some((page, is_staff)) = read_page(cx, &filter).await? else {
            return Ok(Vec::new());
        };
        let hits = page
            .rows
            .into_iter()
            .take(usize::try_from(limit).unwrap_or(10))
            .map(|row| Hit {
                title: format!("{} {}", row.subject, list::number(cx, row.number)),
                text: cx.fmt().relative(row.last_activity_at, cx.now()),
                href: if is_staff {
                    paths::desk_ticket(row.id)
                } else {
                    paths::ticket(row.id)
                },
            });
        Ok(hits.collect())
    }
}

/// The page of the scope that this person has; staff before customer.
async fn read_page(cx: &Cx<'_>, filter: &Filter) -> AppResult<Option<(Page<ListRow>, bool)>> {
    let query = PageQuery::default();
    if let Some(db) = cx.platform_db(ANSWER_TICKETS) {
        let page = db.read(async |tx| Ok(models::queue_page(filter, &query, tx).await?));
        return Ok(Some((page.await?, true)));
    }
    let Some(db) = cx.tenant_db(OPEN_TICKETS) else {
        return Ok(None);
    };
    let page = db.read(async |tx| Ok(models::queue_page(filter, &query, tx).await?));
    Ok(Some((page.await?, false)))
}

/// The customer's newest tickets.
pub struct HomeWidget;

#[rocket::async_trait]
impl WidgetSource for HomeWidget {
    async fn render(
        &self,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let (filter, query) = (Filter::default(), PageQuery::default());
        let page = models::customer_page(&filter, &query, tx).await?;
        let title = cx.t("tickets.title");
        let newest = page.rows.iter().take(5);
        let items: Vec<Item> = newest.map(|row| item(cx, row)).collect();
        let body = html! {
            @if items.is_empty() { p.quiet { (cx.t("tickets.none_text")) } }
            @else { (ui::item_list(&title, &items)) }
            div.actions {
                (ui::button(cx.t("tickets.new")).small().icon("plus").href(paths::NEW_TICKET))
                (ui::button(cx.t("tickets.show_all")).small().quiet().href(paths::TICKETS))
            }
        };
        Ok(Some(ui::card("tickets-home", title, body)))
    }
}

fn item(cx: &Cx<'_>, row: &CustomerRow) -> Item {
    let meta = html! {
        (list::number(cx, row.number)) " · " (ui::relative_date(cx.fmt(), row.last_activity_at, cx.now()))
    };
    Item::new(paths::ticket(row.id), ui::name(&row.subject))
        .meta(meta)
        .end(list::customer_badge(cx, row.standing()))
}

/// How many tickets wait.
pub struct DeskWidget;

#[rocket::async_trait]
impl WidgetSource for DeskWidget {
    async fn render(
        &self,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let counts = models::queue_counts(cx.user().map(|user| user.id), tx).await?;
        let stat = |view: View| {
            let count = counts.of(view).unwrap_or_default();
            let href = with_query(paths::DESK, &[("view", view.as_str())]);
            let shown = cx.fmt().count_capped(count, COUNTED);
            let link = html! { a href=(href) { (shown) } };
            ui::stat(cx.t(view.label()), link)
        };
        let body =
            html! { div.tiles { (stat(View::Open)) (stat(View::Mine)) (stat(View::Unassigned)) } };
        let title = cx.t("tickets.desk.title");
        Ok(Some(ui::card("tickets-desk", title, body)))
    }
}

/// Names tickets for others.
pub struct TicketNames;

#[rocket::async_trait]
impl ResourceSource for TicketNames {
    async fn name(&self, id: Uuid, tx: &mut ReadTx) -> QueryResult<Option<String>> {
        let ticket = Ticket::find(TicketId(id), tx).await.optional()?;
        Ok(ticket.map(|ticket| ticket.subject))
    }

    async fn list(&self, limit: u32, tx: &mut ReadTx) -> QueryResult<Vec<(Uuid, String)>> {
        let page = models::customer_page(&Filter::default(), &PageQuery::default(), tx).await?;
        let rows = page.rows.into_iter().take(limit as usize);
        Ok(rows.map(|row| (row.id.0, row.subject)).collect())
    }
}

/// Where a customer asks about a thing.
pub struct NewTicket;

impl Asking for NewTicket {
    fn place(&self, about: &ResourceRef, cx: &Cx<'_>) -> Option<String> {
        let is_on = cx.tenant().is_some_and(|tenant| tenant.uses("tickets"));
        let may = is_on && cx.side() == Side::Member && cx.may(OPEN_TICKETS);
        may.then(|| with_query(paths::NEW_TICKET, &[("about", &about.to_string())]))
    }
}

/// Customers can open a ticket only when a department is offered.
pub async fn department_check(db: JobDb) -> Result<Finding, Finding> {
    let offered = db
        .platform()
        .read(async |tx| Ok(Department::list_offered(tx).await?))
        .await
        .map_err(|e| Finding::unread(&e, "tickets.health.departments_unread"))?;
    // A fresh installation has none yet; that is a thing to do, not a fault.
    if offered.is_empty() {
        return Ok(Finding::new("tickets.health.no_department").code("path", paths::DEPARTMENTS));
    }
    let count = i64::try_from(offered.len()).unwrap_or(i64::MAX);
    Ok(Finding::new("tickets.health.departments").number("count", count))
}
