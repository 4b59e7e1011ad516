//! What the account owns: one list over all kinds, and one service with its standing, price and next charge.

use kernel::db::{ReadTx, TenantDb};
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Cx, PageQuery, View, slot};
use l10n::Money;
use maud::Markup;
use rocket::get;

use super::{Subscription, views};
use crate::accounts::CURRENCY;
use crate::catalogue::{Price, Tax};
use crate::changes::{self, Change, ChangeState};
use crate::ids::SubscriptionId;
use crate::metering::{self, Meter};
use crate::permissions::SeeMoney;
use crate::{paths, usage};

/// List what was bought.
#[get("/services?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let page = db.read(async |tx| Ok(Subscription::page(&query, tx).await?));
    Ok(views::index(&cx, &page.await?))
}

/// Show a service, with what its kind has to say of it.
#[get("/services/<id>")]
pub async fn show(
    id: SubscriptionId,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (service, ahead, hours, used) = db
        .read(async |tx| {
            let service = Subscription::find(id, tx).await?;
            let ahead = ahead(&service, tx).await?;
            let hours = hours(&service, &cx, tx).await?;
            let used = usage::Shown::of(&service, cx.app(), tx).await?;
            let tax = Tax::at(cx.now(), tx).await?;
            let used = usage::card(&cx, &used, tax, Some(&paths::usage_of(service.id)));
            Ok((service, ahead, hours, used))
        })
        .await?;
    let boxes = match service.thing() {
        Some(thing) => slot(&cx, contracts::commerce::SERVICE, Some(&thing)).await,
        None => Vec::new(),
    };
    let counted = views::Counted { hours, used };
    Ok(views::show(&cx, &service, &ahead, &counted, &boxes))
}

/// What will become of a service, and what its next period costs then.
async fn ahead(service: &Subscription, tx: &mut ReadTx) -> AppResult<views::Ahead> {
    let next = changes::next(service, tx).await?;
    let price = match &next {
        Some(next) => next.price,
        None => Price::find(service.price_id, tx).await?,
    };
    let begins = service.period_to.unwrap_or_else(|| tx.now());
    let tax = Tax::at(begins.max(tx.now()), tx).await?;
    let whole = tax
        .on(price.amount)
        .and_then(|vat| price.amount.checked_add(vat));
    Ok(views::Ahead {
        total: whole.map(|sum| Money::new(sum, CURRENCY)),
        unpaid: Change::waiting(service.id, ChangeState::Invoiced, tx).await?,
        next,
    })
}

/// What is said of its hours, where it is billed by the hour.
async fn hours(service: &Subscription, cx: &Cx<'_>, tx: &mut ReadTx) -> AppResult<Markup> {
    if !service.cycle.is_metered() {
        return Ok(Markup::default());
    }
    let price = Price::find(service.price_id, tx).await?;
    let hours = metering::Hours {
        meter: Meter::of(service.id, tx).await?,
        monthly: price.said(),
        foreseen: metering::foresee(service.tenant_id, tx).await?,
        tax: Tax::at(cx.now(), tx).await?,
    };
    Ok(metering::of_service(cx, service, &hours))
}
