//! What the desk gives to screens of others: search results, boxes on the homes, a health check.

use std::sync::Arc;

use kernel::app::App;
use kernel::error::AppResult;
use kernel::health::Finding;
use kernel::module::{Hit, ResourceRef, SearchSource, WidgetSource};
use kernel::web::{Cx, Page, PageQuery};
use maud::{Markup, html};

use crate::models::{self, Department, Filter, ListRow, View};
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

    async fn find(
        &self,
        app: &Arc<App>,
        cx: &Cx<'_>,
        text: &str,
        limit: i64,
    ) -> AppResult<Vec<Hit>> {
        let filter = Filter {
            words: text.to_owned(),
            ..Filter::default()
        };
        let page = read_page(app, cx, &filter).await?;
        let Some((page, is_staff)) = page else {
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
async fn read_page(
    app: &Arc<App>,
    cx: &Cx<'_>,
    filter: &Filter,
) -> AppResult<Option<(Page<ListRow>, bool)>> {
    let query = PageQuery::default();
    if cx.may(ANSWER_TICKETS) {
        let page = cx
            .platform_db(app)
            .read(async |tx| Ok(models::queue_page(filter, &query, tx).await?))
            .await?;
        return Ok(Some((page, true)));
    }
    match cx.tenant_db(app) {
        Some(db) if cx.may(OPEN_TICKETS) => {
            let page = db
                .read(async |tx| Ok(models::queue_page(filter, &query, tx).await?))
                .await?;
            Ok(Some((page, false)))
        }
        _ => Ok(None),
    }
}

/// The customer's newest tickets.
pub struct HomeWidget;

#[rocket::async_trait]
impl WidgetSource for HomeWidget {
    async fn render(
        &self,
        app: &Arc<App>,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
    ) -> AppResult<Option<Markup>> {
        let Some(db) = cx.tenant_db(app) else {
            return Ok(None);
        };
        let (filter, query) = (Filter::default(), PageQuery::default());
        let page = db
            .read(async |tx| Ok(models::customer_page(&filter, &query, tx).await?))
            .await?;
        let body = html! {
            @if page.rows.is_empty() { p.quiet { (cx.t("tickets.none_text")) } }
            ul.flow {
                @for row in page.rows.iter().take(5) {
                    li.row-of {
                        a href=(paths::ticket(row.id)) { (ui::name(&row.subject)) }
                        (ui::badge(row.status().tone(), cx.t(row.status().customer_label())))
                        span.quiet { (ui::relative_date(cx.fmt(), row.last_activity_at, cx.now())) }
                    }
                }
            }
            div.actions {
                (ui::button(cx.t("tickets.new")).small().icon("plus").href(paths::new_ticket()))
                (ui::button(cx.t("tickets.show_all")).small().quiet().href(paths::TICKETS))
            }
        };
        Ok(Some(ui::card("tickets-home", cx.t("tickets.title"), body)))
    }
}

/// How many tickets wait.
pub struct DeskWidget;

#[rocket::async_trait]
impl WidgetSource for DeskWidget {
    async fn render(
        &self,
        app: &Arc<App>,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
    ) -> AppResult<Option<Markup>> {
        let me = cx.user().map(|user| user.id);
        let counts = cx
            .platform_db(app)
            .read(async |tx| Ok(models::queue_counts(me, tx).await?))
            .await?;
        let stat = |view: View| {
            let count = counts.of(view).unwrap_or_default();
            let href = list::address(paths::DESK, &[("view", view.as_str())]);
            let shown = cx.fmt().count_capped(count, list::COUNT_CAP);
            ui::stat(
                cx.t(view.label()),
                html! { a href=(href) { (shown) } },
                None,
                ui::Tone::Neutral,
            )
        };
        let body =
            html! { div.tiles { (stat(View::Open)) (stat(View::Mine)) (stat(View::Unassigned)) } };
        Ok(Some(ui::card(
            "tickets-desk",
            cx.t("tickets.desk.title"),
            body,
        )))
    }
}

/// Customers can open a ticket only when a department is offered.
pub async fn department_check(app: Arc<App>) -> Result<Finding, Finding> {
    let offered = app
        .without_request()
        .platform()
        .read(async |tx| Ok(Department::list_offered(tx).await?))
        .await
        .map_err(|e| Finding::new("tickets.health.departments_unread").code("error", e))?;
    // A fresh installation has none yet; that is a thing to do, not a fault.
    if offered.is_empty() {
        return Ok(Finding::new("tickets.health.no_department").code("path", paths::DEPARTMENTS));
    }
    let count = i64::try_from(offered.len()).unwrap_or(i64::MAX);
    Ok(Finding::new("tickets.health.departments").number("count", count))
}
