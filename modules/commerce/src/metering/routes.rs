//! A service hour by hour.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, Page, PageQuery, View};
use l10n::Format;
use rocket::get;
use uuid::Uuid;

use super::views;
use crate::ids::SubscriptionId;
use crate::permissions::SeeMoney;
use crate::schema::commerce_charges;
use crate::subscriptions::Subscription;

/// An hour that was taken.
#[derive(Clone, Copy, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_charges)]
pub struct Charge {
    subscription_id: SubscriptionId,
    /// When it began.
    pub hour: DateTime<Utc>,
    /// Without tax.
    pub net: i64,
    /// Tax.
    pub vat: i64,
}

/// Most rows of a file: more than two years.
const EXPORTED: i64 = 20_000;

impl Charge {
    async fn page(
        service: SubscriptionId,
        query: &PageQuery,
        tx: &mut ReadTx,
    ) -> QueryResult<Page<Self>> {
        use commerce_charges as c;
        let rows = c::table
            .filter(c::subscription_id.eq(service))
            .select(Self::as_select());
        kernel::page!(
            tx,
            query,
            rows,
            c::hour,
            c::subscription_id,
            Self::stands_at
        )
    }

    fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.hour, self.subscription_id.0)
    }

    async fn all(service: SubscriptionId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        use commerce_charges as c;
        c::table
            .filter(c::subscription_id.eq(service))
            .order(c::hour.desc())
            .limit(EXPORTED)
            .select(Self::as_select())
            .load(tx)
            .await
    }
}

/// List the hours of a service that were taken.
#[get("/services/<id>/hours?<after>&<before>")]
pub async fn index(
    id: SubscriptionId,
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let (service, page) = db
        .read(async |tx| {
            let service = Subscription::find(id, tx).await?;
            Ok((service, Charge::page(id, &query, tx).await?))
        })
        .await?;
    Ok(views::index(&cx, &service, &page))
}

/// Download them.
#[get("/services/<id>/hours/export?<format>")]
pub async fn export(
    id: SubscriptionId,
    format: &str,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let charges = db
        .read(async |tx| {
            Subscription::find(id, tx).await?;
            Ok(Charge::all(id, tx).await?)
        })
        .await?;
    let head = ["hour", "net", "vat"].map(|key| cx.t(&format!("commerce.metering.sheet.{key}")));
    let rows = charges.iter().map(|one| {
        vec![
            Format::iso(one.hour),
            one.net.to_string(),
            one.vat.to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    Export::new(&cx, "hours", format, &head, &rows)
}
