//! A service as the staff see it: what was tried, and what people must bring about or have tried again.

use contracts::commerce::ServiceDesk as _;
use kernel::db::{PlatformDb, ReadTx};
use kernel::error::AppResult;
use kernel::module::{Can, ResourceRef};
use kernel::people::customers::{self, Customer};
use kernel::web::{Cx, Posted, Pressed, Redirection, View, redirect};
use maud::{Markup, html};
use rocket::{get, post};
use ui::{Column, Row, Tone};

use super::desk::Services;
use super::ending;
use super::reconcile::{self, SUBJECT};
use super::service::{Standing, Subscription};
use super::views::service_badge;
use super::work::{self, Logged, Outcome};
use crate::catalogue::{Tax, kind, shown_options};
use crate::ids::SubscriptionId;
use crate::paths;
use crate::permissions::{MANAGE_SALES, ManageSales, SeeSales};
use crate::{sales_desk, usage};

/// Show a service with what was tried.
#[get("/admin/services/<id>", rank = 2)]
pub async fn show(
    id: SubscriptionId,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let shown = db.read(async |tx| read(id, tx).await).await?;
    Ok(one(&cx, &shown))
}

/// Say that it stands.
#[post("/admin/services/<id>/done", data = "<_form>")]
pub async fn done(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| {
        let service = Subscription::find(id, tx).await?;
        if service.thing().is_some() {
            return Services.done(id.0, tx).await;
        }
        let thing = ResourceRef {
            kind: SUBJECT.to_owned(),
            id: id.0,
        };
        Services.provided(id.0, &thing, tx).await
    })
    .await?;
    Ok(redirect(paths::desk_service(id)).notice("commerce.notice.done"))
}

/// Have it tried again.
#[post("/admin/services/<id>/again", data = "<_form>")]
pub async fn again(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| reconcile::enqueue(id, tx).await)
        .await?;
    Ok(redirect(paths::desk_service(id)).notice("commerce.notice.again"))
}

struct Shown {
    service: Subscription,
    customer: Customer,
    log: Vec<Logged>,
    used: Vec<usage::Shown>,
    tax: Tax,
}

async fn read(id: SubscriptionId, tx: &mut ReadTx) -> AppResult<Shown> {
    let service = Subscription::find(id, tx).await?;
    let app = std::sync::Arc::clone(tx.app());
    Ok(Shown {
        customer: customers::find(service.tenant_id, tx).await?,
        log: work::of(id, tx).await?,
        used: usage::Shown::of(&service, &app, tx).await?,
        tax: Tax::at(tx.now(), tx).await?,
        service,
    })
}

fn one(cx: &Cx<'_>, shown: &Shown) -> View {
    let service = &shown.service;
    let title = service.name(cx.locale());
    let customer = ResourceRef {
        kind: kernel::people::TENANT.to_owned(),
        id: shown.customer.id.0,
    };
    let customer = match cx.link(&customer) {
        Some(link) => html! { a href=(link.href) { (ui::name(&shown.customer.name)) } },
        None => ui::name(&shown.customer.name),
    };
    let order = sales_desk::paths::order(service.order_id);
    let order = html! { a href=(order) { (cx.t("commerce.invoice.to_order")) } };
    let mut facts = vec![
        (cx.t("commerce.column.state"), service_badge(cx, service)),
        (cx.t("commerce.service.customer"), customer),
        (cx.t("commerce.order.one"), order),
        (
            cx.t("commerce.service.cycle"),
            html! { (cx.t(service.cycle.label())) },
        ),
        (
            cx.t("commerce.service.bought_at"),
            ui::date_time(cx.fmt(), service.made_at),
        ),
    ];
    if let Ok(kind) = kind(cx.app(), &service.kind) {
        let options = shown_options(cx, kind.as_ref(), &service.options);
        facts.extend(
            options
                .into_iter()
                .map(|(label, value)| (label, ui::name(value))),
        );
    }
    let main = html! {
        (ui::page_header(title, None, acts(cx, service)))
        (ending::views::notice(cx, service))
        (ui::dash(html! {
            (usage::card(cx, &shown.used, shown.tax, None))
            (ui::card("log", cx.t("commerce.work.title"), log(cx, &shown.log)))
        }, ui::card("facts", "", ui::definition_list(facts))))
    };
    View::new(title, main)
        .crumb(
            cx.t("commerce.service.title"),
            Some(paths::DESK_SERVICES.to_owned()),
        )
        .crumb(title, None)
}

fn acts(cx: &Cx<'_>, service: &Subscription) -> Markup {
    if !cx.may(MANAGE_SALES) {
        return html! {};
    }
    let place = paths::desk_service(service.id);
    let post = |label: &str, verb: &str| {
        ui::button(cx.t(label)).post(format!("{place}/{verb}"), cx.csrf())
    };
    let can_cancel = service.is_owned() && service.thing().is_some();
    let taken_back = service.cancelled_at.is_some() && service.paid_until(cx.now()).is_some();
    html! {
        @if service.standing == Standing::Working { (post("commerce.service.mark_done", "done").primary().icon("check")) }
        @if service.failed_at.is_some() && service.standing != Standing::Working { (post("commerce.service.try_again", "again").icon("refresh-cw")) }
        @if can_cancel && service.cancelled_at.is_none() { (ui::button(cx.t("commerce.ending.cancel")).quiet().href(paths::desk_cancellation(service.id))) }
        @if can_cancel && taken_back { (post("commerce.ending.take_back", "cancellation").method("DELETE")) }
    }
}

fn log(cx: &Cx<'_>, log: &[Logged]) -> Markup {
    let rows = log.iter().map(|line| {
        let tone = match line.outcome {
            Outcome::Done => Tone::Success,
            Outcome::Working => Tone::Info,
            Outcome::Failed => Tone::Warning,
            Outcome::GaveUp => Tone::Danger,
        };
        Row::new()
            .cell(ui::date_time(cx.fmt(), line.at))
            .cell(cx.t(line.verb.label()))
            .cell(ui::badge(tone, cx.t(line.outcome.label())))
            .cell(html! { @if let Some(detail) = &line.detail { (ui::bdi(detail)) } })
    });
    html! {
        (ui::table(cx.t("commerce.work.title"))
            .column(Column::new(cx.t("commerce.wallet.at")))
            .column(Column::new(cx.t("commerce.work.verb")))
            .column(Column::new(cx.t("commerce.work.outcome")))
            .column(Column::new(cx.t("commerce.work.detail")))
            .rows(rows)
            .empty(html! { p.quiet { (cx.t("commerce.work.none")) } }))
    }
}
