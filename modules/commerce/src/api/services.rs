//! What the account bought, over all kinds.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::api::{ApiPage, ApiQuery, JsonOut};
use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::texts::Texts;
use kernel::web::Cx;
use kernel::web::Page;
use rocket::get;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{CommerceMoney, CommerceText, rial};
use crate::ids::{InvoiceId, OrderId, SubscriptionId};
use crate::permissions::SeeMoney;
use crate::schema::{commerce_products, commerce_subscriptions};
use crate::subscriptions::{Standing, Subscription, Wanted};
use crate::usage::Month;

/// Something that was bought.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceServiceOut {
    /// Its id.
    id: SubscriptionId,
    /// The order that brought it.
    order: OrderId,
    /// The product's slug; null when it is sold no more.
    product: Option<String>,
    /// Its name, as it was bought.
    name: CommerceText,
    /// How often it is paid.
    #[schema(example = "month")]
    cycle: &'static str,
    /// `unpaid`, `working` (being made or changed), `running`, `suspended` or `ended`.
    #[schema(example = "running")]
    state: &'static str,
    /// When the period that is paid began.
    period_from: Option<DateTime<Utc>>,
    /// Until when it is paid; null for what is paid once.
    period_to: Option<DateTime<Utc>>,
    /// Whether it goes on by itself.
    auto_renew: bool,
    /// When it was bought.
    bought_at: DateTime<Utc>,
}

/// A service and its product's slug.
pub type WithProduct = (Subscription, Option<String>);

impl From<WithProduct> for CommerceServiceOut {
    fn from((service, product): WithProduct) -> Self {
        Self {
            id: service.id,
            order: service.order_id,
            product,
            name: CommerceText::of(&service.name_fa, &service.name_en),
            cycle: service.cycle.as_str(),
            state: state(&service),
            period_from: service.period_from,
            period_to: service.period_to,
            auto_renew: service.auto_renew,
            bought_at: service.made_at,
        }
    }
}

fn state(service: &Subscription) -> &'static str {
    match (service.wanted, service.standing) {
        (Wanted::Nothing, _) => "unpaid",
        (_, Standing::Nothing | Standing::Working) => "working",
        (_, Standing::Running) => "running",
        (_, Standing::Suspended) => "suspended",
        (_, Standing::Ended) => "ended",
    }
}

/// Services with the slugs of their products, as far as this scope sees these.
pub async fn with_products(
    services: Vec<Subscription>,
    tx: &mut ReadTx,
) -> QueryResult<Vec<WithProduct>> {
    let ids: Vec<SubscriptionId> = services.iter().map(|one| one.id).collect();
    let slugs: Vec<(SubscriptionId, String)> = commerce_subscriptions::table
        .inner_join(commerce_products::table)
        .filter(commerce_subscriptions::id.eq_any(ids))
        .select((commerce_subscriptions::id, commerce_products::slug))
        .load(tx)
        .await?;
    let mut slugs: HashMap<SubscriptionId, String> = slugs.into_iter().collect();
    let joined = services.into_iter().map(|service| {
        let slug = slugs.remove(&service.id);
        (service, slug)
    });
    Ok(joined.collect())
}

/// List the services, newest first
///
/// Those that were paid once or more.
#[utoipa::path(tag = "shop", params(ApiQuery),
    responses((status = 200, description = "A page of services", body = ApiPage<CommerceServiceOut>)))]
#[get("/api/v1/services")]
pub async fn index(query: ApiQuery, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let page = db
        .read(async |tx| {
            let page = Subscription::page(&query.page(), tx).await?;
            Ok(Page {
                rows: with_products(page.rows, tx).await?,
                next: page.next,
                previous: page.previous,
            })
        })
        .await?;
    let stands_at = |(service, _): &WithProduct| service.stands_at();
    JsonOut::ok(&ApiPage::<CommerceServiceOut>::of(&query, page, stands_at))
}

/// Show a service
#[utoipa::path(tag = "shop", params(("id" = SubscriptionId, Path, description = "The service's id")),
    responses((status = 200, description = "The service", body = CommerceServiceOut)))]
#[get("/api/v1/services/<id>")]
pub async fn show(id: SubscriptionId, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let found = db
        .read(async |tx| {
            let service = Subscription::find(id, tx).await?;
            Ok(with_products(vec![service], tx).await?)
        })
        .await?;
    let service = found.into_iter().next().map(CommerceServiceOut::from);
    JsonOut::ok(&service.ok_or(AppError::NotFound("commerce.service.one"))?)
}

/// Rows that are told.
const MONTHS: i64 = 600;

/// What a service has used in a Jalali month.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceUsageOut {
    /// Year and month of the Jalali calendar.
    #[schema(example = "1405-09")]
    month: String,
    /// What is counted, as its kind names it.
    #[schema(example = "traffic")]
    counter: String,
    /// What that is called.
    label: CommerceText,
    /// In what it is paid.
    unit: CommerceText,
    /// How many of what is counted are one such unit.
    #[schema(example = 1_073_741_824)]
    scale: i64,
    /// How much was used, as it is counted.
    used: i64,
    /// How much of it comes with the month, as it is counted; null when it costs nothing.
    included: Option<i64>,
    /// What a unit costs beyond, without tax; null when it costs nothing.
    unit_net: Option<CommerceMoney>,
    /// What the month comes to so far, without tax.
    net: CommerceMoney,
    /// When the month was settled; null while it runs.
    settled_at: Option<DateTime<Utc>>,
    /// By which invoice; null when nothing was to be paid.
    invoice: Option<InvoiceId>,
}

fn used(month: Month, texts: &Texts) -> CommerceUsageOut {
    let net = month.net();
    let (usage, rate) = (month.usage, month.rate);
    let number = usage.month.number();
    CommerceUsageOut {
        month: format!("{:04}-{:02}", number / 100, number % 100),
        label: CommerceText::named(month.def.label, texts),
        unit: CommerceText::named(month.def.unit, texts),
        scale: month.def.scale,
        counter: usage.counter,
        used: usage.used,
        included: rate.as_ref().map(|rate| rate.included),
        unit_net: rate.as_ref().map(|rate| rial(rate.amount)),
        net: rial(net),
        settled_at: usage.billed_at,
        invoice: usage.invoice_id,
    }
}

/// List what a service has used, by month and counter, newest first
#[utoipa::path(tag = "shop", params(("id" = SubscriptionId, Path, description = "The service's id")),
    responses((status = 200, description = "Months and counters", body = Vec<CommerceUsageOut>)))]
#[get("/api/v1/services/<id>/usage")]
pub async fn usage(
    id: SubscriptionId,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<JsonOut> {
    let months = db
        .read(async |tx| {
            let service = Subscription::find(id, tx).await?;
            Month::of(&service, MONTHS, cx.app(), tx).await
        })
        .await?;
    let texts = cx.app().registry.texts();
    let months: Vec<CommerceUsageOut> = months.into_iter().map(|one| used(one, texts)).collect();
    JsonOut::ok(&months)
}
