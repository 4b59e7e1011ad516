//! Checkout, and the account's orders.

use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::web::{
    Answer, Cx, Form, PageQuery, Posted, Pressed, Raw, Reader, Redirection, View, redirect,
};
use rocket::http::CookieJar;
use rocket::{delete, get, post};

use super::{Order, place, views};
use crate::cart::{Cart, Filled};
use crate::catalogue::Shelf;
use crate::ids::OrderId;
use crate::invoices::{self, Invoice, Payment};
use crate::permissions::{Buy, SeeMoney};
use crate::subscriptions::Subscription;
use crate::{buyer, metering, paths, wallet};

/// What is confirmed: this quote, paid this way.
pub struct Confirmed {
    digest: String,
    method: Option<views::Method>,
}

impl Form for Confirmed {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            digest: reader.line("digest", 60),
            method: reader.parsed("method", "kernel.invalid.choice", views::Method::parse),
        }
    }
}

/// Show what will be ordered and how it can be paid.
#[get("/checkout")]
pub async fn new(
    cookies: &CookieJar<'_>,
    _by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let checkout = read(cookies, &db, &cx).await?;
    if !checkout.filled.is_sound() {
        return Ok(redirect(paths::CART).into());
    }
    Ok(views::checkout(&cx, &checkout, &Raw::default(), None).into())
}

async fn read(cookies: &CookieJar<'_>, db: &TenantDb, cx: &Cx<'_>) -> AppResult<views::Checkout> {
    let tenant = db.tenant()?;
    db.read(async |tx| {
        let shelf = Shelf::read(tx).await?;
        let filled = Filled::of(&Cart::of(cookies), &shelf, cx.app())?;
        Ok(views::Checkout {
            runway: metering::runway_of(filled.quote.hourly.minor, tx).await?,
            filled,
            available: wallet::available(tenant, tx).await?,
            buyer: buyer::party(tenant, tx).await?,
        })
    })
    .await
}

/// Order what is in the cart, at the prices that were shown; pay from the wallet where that was chosen.
#[post("/checkout", data = "<form>")]
pub async fn create(
    form: Posted<Confirmed>,
    cookies: &CookieJar<'_>,
    by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let checkout = read(cookies, &db, &cx).await?;
    let ordered = order(&form, &checkout, &by, &db, &cx).await;
    form.answer(async { ordered }, async |errors| {
        Ok(views::checkout(&cx, &checkout, &form.raw, Some(&errors)))
    })
    .await
}

async fn order(
    form: &Posted<Confirmed>,
    checkout: &views::Checkout,
    by: &Can<Buy>,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let (confirmed, filled) = (form.valid()?, &checkout.filled);
    let (tenant, buyer) = (db.tenant()?, by.user_id());
    let (led, _) = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| {
                    check(confirmed, filled)?;
                    let placed = place(filled, tenant, buyer, tx).await?;
                    if confirmed.method == Some(views::Method::Wallet) || filled.is_free() {
                        return match invoices::pay(placed.invoice, tx).await? {
                            Payment::Done | Payment::Again => Ok(paths::order(placed.order)),
                            Payment::Short => {
                                Err(AppError::invalid("method", "commerce.checkout.short"))
                            }
                            Payment::Lapsed => Err(AppError::Conflict("commerce.invoice.is_void")),
                        };
                    }
                    Ok(paths::invoice(placed.invoice))
                })
                .await
        })
        .await?;
    let emptied = Cart::default().cookie(&cx.app().config);
    let led = redirect(led).notice("commerce.notice.ordered");
    Ok(match emptied {
        Some(cookie) => led.cookie(cookie),
        None => led,
    })
}

/// What was shown is what is ordered.
fn check(confirmed: &Confirmed, filled: &Filled) -> AppResult<()> {
    if !filled.is_sound() {
        return Err(AppError::invalid("", "commerce.cart.mend_first"));
    }
    if confirmed.digest != filled.quote.digest() {
        return Err(AppError::invalid("", "commerce.checkout.changed"));
    }
    Ok(())
}

/// List the account's orders.
#[get("/orders?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<SeeMoney>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let page = db.read(async |tx| Ok(Order::page(&query, tx).await?));
    Ok(views::index(&cx, &page.await?))
}

/// Show an order with what came of it.
#[get("/orders/<id>")]
pub async fn show(id: OrderId, _by: Can<SeeMoney>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let order = db
        .read(async |tx| {
            Ok(views::Ordered {
                order: Order::find(id, tx).await?,
                services: Subscription::of_order(id, tx).await?,
                invoice: Invoice::of_order(id, tx).await?,
            })
        })
        .await?;
    Ok(views::show(&cx, &order))
}

/// Give up an order that was not paid.
#[delete("/orders/<id>", data = "<_form>")]
pub async fn destroy(
    id: OrderId,
    _form: Posted<Pressed>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| Order::cancel(id, tx).await).await?;
    Ok(redirect(paths::order(id)).notice("commerce.notice.cancelled"))
}
