//! Into what a service can be changed, the quote of it, and its confirmation.

use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Form, Posted, Pressed, Raw, Reader, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::apply::take_back;
use super::change::{Change, next};
use super::confirm::{Confirmed, confirm as confirm_change};
use super::quote::quote;
use super::{targets, views};
use crate::catalogue::{Price, kind};
use crate::ids::{ChangeId, SubscriptionId};
use crate::permissions::Buy;
use crate::subscriptions::Subscription;
use crate::{paths, wallet};

/// Into what.
pub struct Chosen {
    product: String,
}

impl Form for Chosen {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            product: reader.line("product", 80),
        }
    }
}

/// How it is paid; what costs nothing now is not asked.
pub struct Paid {
    from_wallet: bool,
}

impl Form for Paid {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            from_wallet: reader.typed("method") != "gateway",
        }
    }
}

async fn choices(id: SubscriptionId, tx: &mut ReadTx) -> AppResult<views::Choices> {
    let service = Subscription::find(id, tx).await?;
    let app = std::sync::Arc::clone(tx.app());
    let kind = kind(&app, &service.kind)?;
    let (targets, tax) = targets::of(&service, tx).await?;
    Ok(views::Choices {
        obstacle: targets::obstacle(&service, kind.as_ref(), tx.now()),
        price: Price::find(service.price_id, tx).await?,
        service,
        targets,
        tax,
    })
}

/// Show into what a service can be changed, or why not now.
#[get("/services/<id>/changes")]
pub async fn new(id: SubscriptionId, _by: Can<Buy>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let choices = db.read(async |tx| choices(id, tx).await).await?;
    Ok(views::choose(&cx, &choices, &Raw::default(), None))
}

/// Quote a change.
#[post("/services/<id>/changes", data = "<form>")]
pub async fn create(
    id: SubscriptionId,
    form: Posted<Chosen>,
    by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let user = by.user_id();
    let quoted = async {
        let slug = &form.valid()?.product;
        let quoted = db.write(async |tx| {
            let service = Subscription::find(id, tx).await?;
            let (targets, _) = targets::of(&service, tx).await?;
            let target = targets.iter().find(|one| one.product.slug == *slug);
            let target = target.ok_or(AppError::invalid(
                "product",
                "commerce.change.refused.target",
            ))?;
            quote(&service, target, user, tx).await
        });
        Ok(redirect(paths::change(id, quoted.await?)))
    };
    form.answer(quoted, async |errors| {
        let choices = db.read(async |tx| choices(id, tx).await).await?;
        Ok(views::choose(&cx, &choices, &form.raw, Some(&errors)))
    })
    .await
}

async fn read(id: SubscriptionId, change: ChangeId, db: &TenantDb) -> AppResult<views::Quoted> {
    let tenant = db.tenant()?;
    db.read(async |tx| {
        let change = Change::find(change, id, tx).await?;
        let service = Subscription::find(id, tx).await?;
        let price = Price::find(change.price_id, tx).await?;
        Ok(views::Quoted {
            product: targets::product(price.product_id, tx).await?,
            other: next(&service, tx).await?.map(|next| next.product),
            available: wallet::available(tenant, tx).await?,
            change,
            service,
        })
    })
    .await
}

/// Show a quote with each step of it.
#[get("/services/<id>/changes/<change>")]
pub async fn show(
    id: SubscriptionId,
    change: ChangeId,
    _by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let quoted = read(id, change, &db).await?;
    Ok(match views::lead(&quoted.change) {
        Some(place) => redirect(place).into(),
        None => views::quoted(&cx, &quoted, &Raw::default(), None).into(),
    })
}

/// Confirm a quote. Idempotent: sent again, it leads where it led.
#[post("/services/<id>/changes/<change>", data = "<form>")]
pub async fn confirm(
    id: SubscriptionId,
    change: ChangeId,
    form: Posted<Paid>,
    by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let user = by.user_id();
    let confirmed = async {
        let from_wallet = form.valid()?.from_wallet;
        let came = db
            .write(async |tx| confirm_change(change, id, from_wallet, user, tx).await)
            .await?;
        Ok(led(id, came))
    };
    form.answer(confirmed, async |errors| {
        let quoted = read(id, change, &db).await?;
        Ok(views::quoted(&cx, &quoted, &form.raw, Some(&errors)))
    })
    .await
}

fn led(id: SubscriptionId, came: Confirmed) -> Redirection {
    match came {
        Confirmed::Done => redirect(paths::service(id)).notice("commerce.change.notice.done"),
        Confirmed::Scheduled => {
            redirect(paths::service(id)).notice("commerce.change.notice.scheduled")
        }
        Confirmed::ToPay(invoice) => {
            redirect(paths::invoice(invoice)).notice("commerce.change.notice.to_pay")
        }
        Confirmed::Anew(change) => {
            redirect(paths::change(id, change)).notice("commerce.change.notice.anew")
        }
        Confirmed::Gone => redirect(paths::changes(id)).notice("commerce.change.notice.gone"),
    }
}

/// Take back what was left for the next period. Idempotent.
#[delete("/services/<id>/changes", data = "<_form>")]
pub async fn destroy(
    id: SubscriptionId,
    _form: Posted<Pressed>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| take_back(id, tx).await).await?;
    Ok(redirect(paths::service(id)).notice("commerce.change.notice.taken_back"))
}
