//! What a service has used, month by month.

use contracts::commerce::CounterDef;
use kernel::app::App;
use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, View};
use ledger::Period;
use rocket::get;

use super::counter::{Counter, Usage, defs};
use super::rate::Rate;
use super::units;
use super::views::{self, Shown};
use crate::ids::SubscriptionId;
use crate::permissions::SeeMoney;
use crate::subscriptions::Subscription;

/// Rows that a page shows.
const SHOWN: i64 = 120;
/// Most rows of a file.
const EXPORTED: i64 = 20_000;

/// What was used by a counter in a month.
pub struct Month {
    /// What is counted.
    pub def: CounterDef,
    /// How much.
    pub usage: Usage,
    /// At which rate.
    pub rate: Option<Rate>,
}

impl Month {
    /// What it costs without tax.
    #[must_use]
    pub fn net(&self) -> i64 {
        let cost = self.rate.as_ref().map(|rate| rate.cost(self.usage.used));
        cost.map_or(0, |cost| cost.unwrap_or(i64::MAX))
    }

    /// The last months of a service, newest first.
    pub async fn of(
        service: &Subscription,
        most: i64,
        app: &App,
        tx: &mut ReadTx,
    ) -> AppResult<Vec<Self>> {
        let defs = defs(app, &service.kind);
        let usages = Usage::of(service.id, most, tx).await?;
        let rates = Rate::by_id(usages.iter().filter_map(|one| one.rate_id), tx).await?;
        let months = usages.into_iter().filter_map(|usage| {
            let def = *defs.iter().find(|def| def.name == usage.counter)?;
            let rate = usage.rate_id.and_then(|id| rates.get(&id)).cloned();
            Some(Self { def, usage, rate })
        });
        Ok(months.collect())
    }
}

impl Shown {
    /// The counters of a service in this month.
    pub async fn of(service: &Subscription, app: &App, tx: &mut ReadTx) -> AppResult<Vec<Self>> {
        let defs = defs(app, &service.kind);
        if defs.is_empty() {
            return Ok(Vec::new());
        }
        let counters = Counter::of(service.id, tx).await?;
        let rates = Rate::by_id(counters.iter().filter_map(|one| one.rate_id), tx).await?;
        let month = Period::at(tx.now());
        let most = i64::try_from(defs.len()).unwrap_or(i64::MAX);
        let used = Usage::of(service.id, most, tx).await?;
        let shown = counters.into_iter().filter_map(|counter| {
            let def = *defs.iter().find(|def| def.name == counter.name)?;
            let mut of_month = used.iter().filter(|one| one.month == month);
            let used = of_month.find(|one| one.counter == counter.name);
            Some(Self {
                def,
                rate: counter.rate_id.and_then(|id| rates.get(&id)).cloned(),
                used: used.map_or(0, |one| one.used),
                counted_at: counter.counted_at,
            })
        });
        Ok(shown.collect())
    }
}

/// List what a service has used, by month.
#[get("/services/<id>/usage")]
pub async fn index(
    id: SubscriptionId,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (service, months) = read(id, SHOWN, &db, &cx).await?;
    Ok(views::index(&cx, &service, &months))
}

async fn read(
    id: SubscriptionId,
    most: i64,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<(Subscription, Vec<Month>)> {
    db.read(async |tx| {
        let service = Subscription::find(id, tx).await?;
        let months = Month::of(&service, most, cx.app(), tx).await?;
        Ok((service, months))
    })
    .await
}

/// Download it.
#[get("/services/<id>/usage/export?<format>")]
pub async fn export(
    id: SubscriptionId,
    format: &str,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let (_, months) = read(id, EXPORTED, &db, &cx).await?;
    let head = ["month", "what", "used", "unit", "included", "net"]
        .map(|key| cx.t(&format!("commerce.usage.sheet.{key}")));
    let plain = l10n::Format::for_locale(l10n::Locale::En);
    let rows = months.iter().map(|one| {
        let in_units = |counted| units(plain, counted, one.def.scale).replace(',', "");
        let included = one.rate.as_ref().map(|rate| in_units(rate.included));
        vec![
            one.usage.month.number().to_string(),
            cx.t(one.def.label),
            in_units(one.usage.used),
            cx.t(one.def.units),
            included.unwrap_or_default(),
            one.net().to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    Export::new(&cx, "usage", format, &head, &rows)
}
