//! Boxes: what is in the wallet and what is due, for a customer; what was sold and what waits, for staff. Few statements:
//! a home has many boxes.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, sql};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::live;
use kernel::module::{ResourceRef, WidgetSource};
use kernel::web::{Cx, with_query};
use l10n::{Format, Locale, Money};
use ledger::{BookId, Grain, sums};
use maud::{Markup, html};
use ui::Stat;

use crate::accounts::{CURRENCY, DEFERRED, INCOME};
use crate::permissions::{BUY, MANAGE_SALES};
use crate::{money_desk, paths, payments, reports, wallet};

/// How an account stands.
#[derive(QueryableByName)]
struct Account {
    #[diesel(sql_type = BigInt)]
    open: i64,
    #[diesel(sql_type = BigInt)]
    open_sum: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    running: i64,
    #[diesel(sql_type = BigInt)]
    suspended: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ends_at: Option<DateTime<Utc>>,
}

/// One statement over both tables, of one tenant.
const ACCOUNT: &str = "SELECT i.open, i.open_sum, i.due_at, s.running, s.suspended, s.ends_at FROM \
    (SELECT count(*) AS open, coalesce(sum(total), 0)::bigint AS open_sum, min(due_at) AS due_at \
       FROM commerce_invoices WHERE tenant_id = $1 AND state = 'open' AND currency = 'IRR') i, \
    (SELECT count(*) FILTER (WHERE wanted = 'running') AS running, count(*) FILTER (WHERE wanted = 'suspended') AS suspended, \
            min(period_to) FILTER (WHERE wanted = 'running') AS ends_at \
       FROM commerce_subscriptions WHERE tenant_id = $1 AND wanted IN ('running', 'suspended')) s";

async fn account(tenant: TenantId, tx: &mut ReadTx) -> AppResult<(Account, Money)> {
    let account = sql(ACCOUNT).bind::<SqlUuid, _>(tenant.0);
    let account = account.get_result(tx).await?;
    Ok((account, wallet::available(tenant, tx).await?))
}

fn sum(cx: &Cx<'_>, rial: i64) -> Markup {
    ui::big_money(cx.fmt(), Money::new(rial, CURRENCY))
}

/// The tiles of an account; `places` are where wallet, invoices and services are for the reader.
fn tiles(
    cx: &Cx<'_>,
    account: &Account,
    available: Money,
    places: [Option<String>; 3],
) -> [Stat; 3] {
    let [wallet, invoices, services] = places;
    let number = |n: i64| cx.fmt().number(n);
    let due = match account.due_at {
        Some(at) => {
            let day = cx.fmt().date(at);
            cx.t_count("commerce.glance.due", account.open, &[("day", &day)])
        }
        None => cx.t("commerce.glance.nothing_due"),
    };
    let running = match (account.suspended, account.ends_at) {
        (0, Some(at)) => cx.t_with("commerce.glance.next_end", &[("day", &cx.fmt().date(at))]),
        (0, None) => String::new(),
        (count, _) => cx.t_with("commerce.revenue.suspended", &[("count", &number(count))]),
    };
    let services_stat =
        ui::stat(cx.t("commerce.glance.running"), number(account.running)).linked(services);
    [
        ui::stat(
            cx.t("commerce.wallet.balance"),
            ui::big_money(cx.fmt(), available),
        )
        .linked(wallet),
        ui::stat(cx.t("commerce.glance.to_pay"), sum(cx, account.open_sum))
            .against(due)
            .linked(invoices),
        if running.is_empty() {
            services_stat
        } else {
            services_stat.against(running)
        },
    ]
}

/// The customer's money and services.
pub struct Home;

#[rocket::async_trait]
impl WidgetSource for Home {
    async fn render(
        &self,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let (account, available) = account(cx.in_tenant()?.id, tx).await?;
        let places = [
            Some(paths::WALLET.to_owned()),
            Some(with_query(paths::INVOICES, &[("state", "open")])),
            Some(paths::SERVICES.to_owned()),
        ];
        let body = html! {
            div.tiles { @for stat in &tiles(cx, &account, available, places) { (stat) } }
            div.actions {
                (ui::button(cx.t("commerce.cart.store")).small().icon("store").href(paths::STORE))
                @if cx.may(BUY) {
                    (ui::button(cx.t("commerce.wallet.top_up")).small().quiet().icon("plus").href(payments::paths::TOP_UP))
                }
            }
        };
        Ok(Some(ui::card(
            "commerce-home",
            cx.t("commerce.glance.title"),
            body,
        )))
    }
}

/// A customer's money and services, beside the customer.
pub struct OfCustomer;

#[rocket::async_trait]
impl WidgetSource for OfCustomer {
    async fn render(
        &self,
        cx: &Cx<'_>,
        subject: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let Some(tenant) = subject else {
            return Ok(None);
        };
        let tenant = TenantId(tenant.id);
        let (account, available) = account(tenant, tx).await?;
        let tiles = tiles(cx, &account, available, [None, None, None]);
        let body = html! {
            div.tiles { @for stat in &tiles { (stat) } }
            div.actions {
                (ui::button(cx.t("commerce.money_desk.title")).small().icon("wallet").href(money_desk::paths::money(tenant)))
            }
        };
        Ok(Some(ui::card(
            "commerce-customer",
            cx.t("commerce.glance.customer"),
            body,
        )))
    }
}

#[derive(Clone, QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    orders: i64,
    #[diesel(sql_type = BigInt)]
    open: i64,
    #[diesel(sql_type = BigInt)]
    open_sum: i64,
    #[diesel(sql_type = BigInt)]
    services: i64,
}

const WAITING: &str = "SELECT (SELECT count(*) FROM commerce_orders WHERE placed_at >= $1) AS orders, i.open, i.open_sum, \
      (SELECT count(*) FROM commerce_subscriptions WHERE standing = 'working' OR failed_at IS NOT NULL) AS services \
    FROM (SELECT count(*) AS open, coalesce(sum(total), 0)::bigint AS open_sum FROM commerce_invoices \
           WHERE state = 'open' AND currency = 'IRR') i";

/// Under which the staff's figures are remembered for some seconds; nobody announces it.
const TOPIC: &str = "commerce-desk";

/// What was sold today, and what waits.
pub struct Desk;

#[rocket::async_trait]
impl WidgetSource for Desk {
    async fn render(
        &self,
        cx: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let tehran = Format::for_locale(Locale::Fa);
        let today = tehran.today(cx.now());
        let question = format!("what waits since {today}");
        let waiting = live::remembered(tx, TOPIC, &question, async |tx| {
            let since = tehran.start_of_day(today);
            let waiting = sql(WAITING).bind::<Timestamptz, _>(since);
            waiting.get_result::<Waiting>(tx).await
        })
        .await?;
        let number = |n: i64| cx.fmt().number(n);
        let invoices = cx.t_count("commerce.revenue.invoices", waiting.open, &[]);
        let today_stat = if cx.may(MANAGE_SALES) {
            let days = today..today.succ_opt().unwrap_or(today);
            let codes = [INCOME.code, DEFERRED.code];
            let moved = sums(BookId::PLATFORM, &codes, days, Grain::Day, tx).await?;
            let sold: i64 = moved.iter().map(|sum| sum.credit - sum.debit).sum();
            ui::stat(cx.t("commerce.glance.sold_today"), sum(cx, sold))
                .against(cx.t_count("commerce.glance.orders", waiting.orders, &[]))
                .href(with_query(reports::paths::REVENUE, &[("by", "day")]))
        } else {
            ui::stat(cx.t("commerce.glance.orders_today"), number(waiting.orders))
        };
        let mut stats = vec![today_stat];
        stats.push(
            ui::stat(cx.t("commerce.revenue.open"), sum(cx, waiting.open_sum)).against(invoices),
        );
        stats.push(
            ui::stat(cx.t("commerce.glance.waiting"), number(waiting.services))
                .href(with_query(paths::DESK_SERVICES, &[("state", "waiting")])),
        );
        let body = html! { div.tiles { @for stat in &stats { (stat) } } };
        Ok(Some(ui::card("commerce-desk", cx.t("commerce.name"), body)))
    }
}
